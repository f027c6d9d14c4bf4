package io.tributary.river.stdlib;

import io.tributary.base.config.ConfigException;
import io.tributary.river.value.GoNumbers;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a scalar of YAML stands for. `yes` and `on` are texts, a zero in front makes octal numbers,
/// dates stay as they are written.
///
/// Source: yaml/go-yaml v3 `resolve.go`.
final class YamlScalars {
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
  private static final Pattern SPECIAL = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final int MAX_NUMBER_LENGTH = 100;

  private YamlScalars() {}

  static Value value(String text, @Nullable String tag, boolean isPlain) {
    if ("tag:yaml.org,2002:binary".equals(tag)) {
      return Value.of(binary(text));
    }
    boolean isText =
        tag == null ? !isPlain : tag.equals("tag:yaml.org,2002:str") || tag.equals("!");
    return isText ? Value.of(text) : plain(text);
  }

  private static Value plain(String text) {
    if (NULL.contains(text)) {
      return Value.ofNull();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Value.of(TRUE.contains(text));
    }
    if ("+-.0123456789".indexOf(text.charAt(0)) < 0 || text.length() > MAX_NUMBER_LENGTH) {
      return Value.of(text);
    }
    if (SPECIAL.matcher(text).matches()) {
      return Value.of(special(text));
    }
    String digits = text.replace("_", "");
    Value number = whole(digits);
    if (number != null) {
      return number;
    }
    Double fraction = GoNumbers.parse(digits);
    return fraction == null ? Value.of(text) : Value.of(fraction);
  }

  private static double special(String text) {
    if (text.equalsIgnoreCase(".nan")) {
      return Double.NaN;
    }
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static @Nullable Value whole(String digits) {
    Matcher matcher = INTEGER.matcher(digits);
    if (!matcher.matches()) {
      return null;
    }
    int[] bases = {16, 2, 8, 10};
    for (int i = 0; i < bases.length; i++) {
      String group = matcher.group(i + 2);
      if (group != null) {
        BigInteger size = new BigInteger(group, bases[i]);
        return fitting("-".equals(matcher.group(1)) ? size.negate() : size);
      }
    }
    return null;
  }

  private static @Nullable Value fitting(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return Value.of(number.longValue());
    }
    boolean isUnsigned = number.signum() > 0 && number.bitLength() == Long.SIZE;
    return isUnsigned ? NumberValue.ofUnsigned(number.longValue()) : null;
  }

  private static String binary(String text) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("yaml: !!binary value contains invalid base64 data", e);
    }
  }
}
