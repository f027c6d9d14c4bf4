package io.tributary.river.stdlib;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.YamlNumbers;
import io.tributary.river.value.GoNumbers;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a scalar of YAML stands for. `yes` and `on` are texts, a zero in front makes octal numbers,
/// dates stay as they are written.
///
/// Source: yaml/go-yaml v3 `resolve.go`.
final class YamlScalars {
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

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
    if (YamlNumbers.isNull(text)) {
      return Value.ofNull();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Value.of(TRUE.contains(text));
    }
    if ("+-.0123456789".indexOf(text.charAt(0)) < 0 || text.length() > YamlNumbers.MAX_LENGTH) {
      return Value.of(text);
    }
    Double special = YamlNumbers.special(text);
    if (special != null) {
      return Value.of(special);
    }
    BigInteger whole = YamlNumbers.integer(text);
    if (whole != null) {
      long bits = whole.longValue();
      return whole.bitLength() < Long.SIZE ? Value.of(bits) : NumberValue.ofUnsigned(bits);
    }
    Double fraction = GoNumbers.parse(text.replace("_", ""));
    return fraction == null ? Value.of(text) : Value.of(fraction);
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
