package io.tributary.dialects.yaml;

import io.tributary.base.config.ConfigException;
import io.tributary.base.text.YamlNumbers;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/// What a scalar stands for. The rules are those of go-yaml v2, which reads Prometheus' files:
/// `yes`, `no`, `on` and `off` are truth values, `0o17` and `017` octal, `1_000` a number, and
/// quotes make a string.
///
/// Source: go.yaml.in/yaml/v2 `resolve.go`.
final class ScalarRules {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}.*)?");

  private ScalarRules() {}

  enum Kind {
    STRING("!!str"),
    BOOL("!!bool"),
    INTEGER("!!int"),
    FLOAT("!!float"),
    TIMESTAMP("!!timestamp"),
    NULL("!!null");

    private final String tag;

    Kind(String tag) {
      this.tag = tag;
    }

    String tag() {
      return tag;
    }
  }

  static Kind kind(Scalar scalar) {
    String tag = scalar.tag();
    if (tag == null) {
      return scalar.plain() ? kind(scalar.text()) : Kind.STRING;
    }
    return switch (tag) {
      case "tag:yaml.org,2002:null" -> Kind.NULL;
      case "tag:yaml.org,2002:float" ->
          kind(scalar.text()) == Kind.INTEGER ? Kind.FLOAT : kind(scalar.text());
      case "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp" ->
          kind(scalar.text());
      default -> Kind.STRING;
    };
  }

  /// What a plain scalar of this text would be.
  static Kind kind(String text) {
    if (YamlNumbers.isNull(text)) {
      return Kind.NULL;
    }
    return switch (text.charAt(0)) {
      case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O' ->
          TRUE.contains(text) || FALSE.contains(text) ? Kind.BOOL : Kind.STRING;
      case '.', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numberKind(text);
      default -> Kind.STRING;
    };
  }

  private static Kind numberKind(String text) {
    if (YamlNumbers.special(text) != null) {
      return Kind.FLOAT;
    }
    if (text.length() > YamlNumbers.MAX_LENGTH) {
      return Kind.STRING;
    }
    if (TIMESTAMP.matcher(text).matches()) {
      return Kind.TIMESTAMP;
    }
    if (YamlNumbers.integer(text) != null) {
      return Kind.INTEGER;
    }
    return FLOAT.matcher(text.replace("_", "")).matches() ? Kind.FLOAT : Kind.STRING;
  }

  static boolean isTrue(Scalar scalar) {
    return TRUE.contains(scalar.text());
  }

  /// The value of a scalar of kind INTEGER.
  static BigInteger integer(Scalar scalar) {
    BigInteger value = YamlNumbers.integer(scalar.text());
    if (value == null) {
      throw new IllegalStateException("BUG: not an integer: " + scalar.text());
    }
    return value;
  }

  /// The value of a scalar of kind FLOAT or INTEGER.
  static double number(Scalar scalar) {
    String text = scalar.text();
    Double special = YamlNumbers.special(text);
    if (special != null) {
      return special;
    }
    BigInteger integer = YamlNumbers.integer(text);
    return integer != null ? integer.doubleValue() : Double.parseDouble(text.replace("_", ""));
  }

  /// The text of a scalar where a string is wanted: anything but null is taken as written. Throws
  /// [ConfigException] when a binary scalar is not base64.
  static String string(Scalar scalar) {
    if (kind(scalar) == Kind.NULL) {
      return "";
    }
    return "tag:yaml.org,2002:binary".equals(scalar.tag()) ? binary(scalar.text()) : scalar.text();
  }

  /// Bytes that are not UTF-8 become halves of surrogate pairs (U+DC80 to U+DCFF), which no valid
  /// text holds, so that checks of names and values find them.
  private static String binary(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.replaceAll("[\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("!!binary value contains invalid base64 data", e);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    while (decoder.decode(in, out, true).isError()) {
      out.put((char) (0xDC00 | (in.get() & 0xFF)));
      decoder.reset();
    }
    return out.flip().toString();
  }
}
