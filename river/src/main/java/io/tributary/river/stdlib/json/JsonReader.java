package io.tributary.river.stdlib.json;

import io.tributary.base.config.ConfigException;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads JSON, strictly and within bounds of depth and size. Throws [ConfigException] in Go's
/// words.
public final class JsonReader {
  private static final int MAX_DEPTH = 500;
  private static final int END = -1;

  private final String in;
  private final boolean wholeNumbers;
  private int at;
  private int values;

  private JsonReader(String in, boolean wholeNumbers) {
    this.in = in;
    this.wholeNumbers = wholeNumbers;
  }

  /// All numbers become floating point.
  public static Value floats(String json) {
    return new JsonReader(json, false).document();
  }

  /// Numbers without a fraction that fit 64 bits stay whole.
  public static Value wholeNumbers(String json) {
    return new JsonReader(json, true).document();
  }

  private Value document() {
    Value value = value(0);
    if (peek() != END) {
      throw unexpected("after top-level value");
    }
    return value;
  }

  private Value value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new ConfigException("exceeded max depth");
    }
    if (++values > Limits.ELEMENTS) {
      throw new ConfigException("more values than the limit of " + Limits.ELEMENTS);
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> {
        at++;
        yield Value.of(string());
      }
      case 't' -> word("true", Value.of(true));
      case 'f' -> word("false", Value.of(false));
      case 'n' -> word("null", Value.ofNull());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("looking for beginning of value");
    };
  }

  private Value object(int depth) {
    at++;
    var fields = new LinkedHashMap<String, Value>();
    if (peek() == '}') {
      at++;
      return Value.of(fields);
    }
    while (true) {
      take('"', "looking for beginning of object key string");
      String key = string();
      take(':', "after object key");
      fields.put(key, value(depth + 1));
      if (peek() == '}') {
        at++;
        return Value.of(fields);
      }
      take(',', "after object key:value pair");
    }
  }

  private Value array(int depth) {
    at++;
    List<Value> elements = new ArrayList<>();
    if (peek() == ']') {
      at++;
      return Value.of(elements);
    }
    while (true) {
      elements.add(value(depth + 1));
      if (peek() == ']') {
        at++;
        return Value.of(elements);
      }
      take(',', "after array element");
    }
  }

  /// The opening quote was taken.
  private String string() {
    var out = new StringBuilder();
    while (true) {
      int c = next("in string literal");
      switch (c) {
        case '"' -> {
          return withoutHalves(out);
        }
        case '\\' -> out.append(escape());
        default -> {
          if (c < 0x20) {
            at--;
            throw unexpected("in string literal");
          }
          out.append((char) c);
        }
      }
    }
  }

  /// Half of a surrogate pair, which only an escape can spell, is no character.
  private static String withoutHalves(StringBuilder text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text.toString();
    }
    var out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c) ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private char escape() {
    int c = next("in string escape code");
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '/' -> (char) c;
      case 'u' -> {
        int point = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(next("in \\u hexadecimal character escape"), 16);
          if (digit < 0) {
            at--;
            throw unexpected("in \\u hexadecimal character escape");
          }
          point = (point << 4) | digit;
        }
        yield (char) point;
      }
      default -> {
        at--;
        throw unexpected("in string escape code");
      }
    };
  }

  private Value word(String word, Value value) {
    for (int i = 0; i < word.length(); i++) {
      if (at >= in.length() || in.charAt(at) != word.charAt(i)) {
        throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
      at++;
    }
    return value;
  }

  private Value number() {
    int start = at;
    if (current() == '-') {
      at++;
    }
    boolean startsWithZero = current() == '0';
    digits("in numeric literal");
    if (startsWithZero) {
      at = in.charAt(start) == '-' ? start + 2 : start + 1;
    }
    boolean isWhole = true;
    if (current() == '.') {
      isWhole = false;
      at++;
      digits("after decimal point in numeric literal");
    }
    if (current() == 'e' || current() == 'E') {
      isWhole = false;
      at++;
      if (current() == '+' || current() == '-') {
        at++;
      }
      digits("in exponent of numeric literal");
    }
    return JsonNumbers.value(in.substring(start, at), isWhole && wholeNumbers);
  }

  private void digits(String where) {
    if (current() < '0' || current() > '9') {
      throw unexpected(where);
    }
    while (current() >= '0' && current() <= '9') {
      at++;
    }
  }

  private int current() {
    return at < in.length() ? in.charAt(at) : END;
  }

  /// The next character that is no white space.
  private int peek() {
    while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
      at++;
    }
    return current();
  }

  private int next(String where) {
    if (at >= in.length()) {
      throw unexpected(where);
    }
    return in.charAt(at++);
  }

  private void take(char wanted, String where) {
    if (peek() != wanted) {
      throw unexpected(where);
    }
    at++;
  }

  private ConfigException unexpected(String where) {
    if (at >= in.length()) {
      return new ConfigException("unexpected end of JSON input");
    }
    return new ConfigException("invalid character " + quoted(in.codePointAt(at)) + " " + where);
  }

  private static String quoted(int c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      case '\n' -> "'\\n'";
      case '\t' -> "'\\t'";
      case '\r' -> "'\\r'";
      default -> c < 0x20 ? "'\\x%02x'".formatted(c) : "'" + Character.toString(c) + "'";
    };
  }
}
