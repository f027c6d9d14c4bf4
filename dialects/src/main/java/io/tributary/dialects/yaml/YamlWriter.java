package io.tributary.dialects.yaml;

import io.tributary.dialects.yaml.ScalarRules.Kind;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Prints maps, lists and scalars the way go-yaml v2 does, without breaking long lines: lists stand
/// at the indentation of their key, strings carry quotes only where they would read as something
/// else.
///
/// Source: go.yaml.in/yaml/v2 `encode.go` and `emitterc.go`.
public final class YamlWriter {
  private static final Pattern SEXAGESIMAL =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /// A list of strings that is printed on one line in brackets.
  public record Flow(List<String> items) {
    public Flow {
      items = List.copyOf(items);
    }
  }

  /// A scalar that is printed as it was written: a number, a truth value or nothing, in a spelling
  /// that another one would not be equal to everywhere.
  public record Plain(String text) {}

  /// Prints one document. Values are maps with string keys, lists, [Flow], [Plain], strings,
  /// numbers and booleans.
  public static String write(Map<String, ?> root) {
    var writer = new YamlWriter();
    if (root.isEmpty()) {
      return "{}\n";
    }
    writer.mapping(root, 0, false);
    return writer.out.toString();
  }

  private void mapping(Map<?, ?> map, int indent, boolean firstInPlace) {
    boolean inPlace = firstInPlace;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!inPlace) {
        indent(indent);
      }
      inPlace = false;
      scalar(String.valueOf(entry.getKey()), indent, false);
      out.append(':');
      value(entry.getValue(), indent);
    }
  }

  private void value(Object value, int indent) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
      case Map<?, ?> map -> {
        out.append('\n');
        mapping(map, indent + 2, false);
      }
      case List<?> list when list.isEmpty() -> out.append(" []\n");
      case List<?> list -> {
        out.append('\n');
        list(list, indent);
      }
      default -> {
        out.append(' ');
        leaf(value, indent);
        out.append('\n');
      }
    }
  }

  private void list(List<?> list, int indent) {
    for (Object item : list) {
      indent(indent);
      out.append("- ");
      switch (item) {
        case Map<?, ?> map when map.isEmpty() -> out.append("{}\n");
        case Map<?, ?> map -> mapping(map, indent + 2, true);
        case List<?> inner when inner.isEmpty() -> out.append("[]\n");
        case List<?> inner -> {
          // The first inner item follows the dash.
          out.setLength(out.length() - 2 - indent);
          var nested = new YamlWriter();
          nested.list(inner, indent + 2);
          indent(indent);
          out.append("- ").append(nested.out.substring(indent + 2));
        }
        default -> {
          leaf(item, indent);
          out.append('\n');
        }
      }
    }
  }

  private void leaf(Object value, int indent) {
    switch (value) {
      case Flow flow -> flow(flow);
      case Plain plain -> out.append(plain.text());
      case String text -> scalar(text, indent, false);
      case Double number -> out.append(decimal(number));
      case Boolean _, Integer _, Long _, BigInteger _ -> out.append(value);
      default -> throw new IllegalStateException("BUG: cannot print " + value.getClass());
    }
  }

  private void flow(Flow flow) {
    out.append('[');
    for (Iterator<String> items = flow.items().iterator(); items.hasNext(); ) {
      scalar(items.next(), 0, true);
      if (items.hasNext()) {
        out.append(", ");
      }
    }
    out.append(']');
  }

  private static String decimal(double number) {
    if (Double.isNaN(number)) {
      return ".nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    return Double.toString(number).replace("E-", "e-").replace("E", "e+");
  }

  private void scalar(String text, int indent, boolean flow) {
    if (text.isEmpty() || hasSpecialCharacters(text)) {
      doubleQuoted(text);
    } else if (text.indexOf('\n') >= 0) {
      if (flow || isLossyAsBlock(text)) {
        doubleQuoted(text);
      } else {
        literal(text, indent);
      }
    } else if (readsAsSomethingElse(text)) {
      doubleQuoted(text);
    } else if (isPlain(text, flow)) {
      out.append(text);
    } else {
      out.append('\'').append(text.replace("'", "''")).append('\'');
    }
  }

  private static boolean readsAsSomethingElse(String text) {
    return ScalarRules.kind(text) != Kind.STRING || SEXAGESIMAL.matcher(text).matches();
  }

  /// What no quotes can carry without an escape.
  private static boolean hasSpecialCharacters(String text) {
    return text.codePoints()
        .anyMatch(c ->
            (c < 0x20 && c != '\n')
                || (c >= 0x7F && c < 0xA0)
                || c == 0xFEFF
                || c == 0x2028
                || c == 0x2029
                || (c >= 0xD800 && c <= 0xDFFF)
                || c > 0xFFFD);
  }

  private static boolean isLossyAsBlock(String text) {
    return text.endsWith(" ")
        || text.contains(" \n")
        || text.startsWith("\n")
        || text.startsWith(" ");
  }

  private static boolean isPlain(String text, boolean flow) {
    char first = text.charAt(0);
    if (text.startsWith("---") || text.startsWith("...")) {
      return false;
    }
    if (first == ' '
        || text.charAt(text.length() - 1) == ' '
        || "#,[]{}&*!|>'\"%@`".indexOf(first) >= 0) {
      return false;
    }
    boolean alone = text.length() == 1 || text.charAt(1) == ' ';
    if ((first == '-' || first == '?' || first == ':') && (alone || (flow && first != '-'))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blankNext = i + 1 == text.length() || text.charAt(i + 1) == ' ';
      if ((c == ':' && (blankNext || flow)) || (c == '#' && text.charAt(i - 1) == ' ')) {
        return false;
      }
      if (flow && ",?[]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private void literal(String text, int indent) {
    out.append('|');
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.endsWith("\n\n")) {
      out.append('+');
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        indent(indent + 2);
        out.append(line);
      }
    }
  }

  private void doubleQuoted(String text) {
    out.append('"');
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> escaped(c);
          }
        });
    out.append('"');
  }

  private void escaped(int c) {
    if (c > 0xFFFF) {
      out.append("\\U%08X".formatted(c));
    } else if (hasSpecialCharacters(Character.toString(c))) {
      out.append(c <= 0xFF ? "\\x%02X".formatted(c) : "\\u%04X".formatted(c));
    } else {
      out.appendCodePoint(c);
    }
  }

  private void indent(int spaces) {
    out.repeat(' ', spaces);
  }
}
