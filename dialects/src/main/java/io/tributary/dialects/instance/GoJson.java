package io.tributary.dialects.instance;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;

/// An object as Go's `encoding/json` prints it, its fields in the order in which they are added.
final class GoJson {
  private final StringJoiner fields = new StringJoiner(",", "{", "}");

  /// Adds a value that is JSON already.
  GoJson raw(String name, Object json) {
    fields.add(quote(name) + ":" + json);
    return this;
  }

  GoJson text(String name, String value) {
    return raw(name, quote(value));
  }

  /// Left out when empty.
  GoJson filled(String name, String value) {
    return value.isEmpty() ? this : text(name, value);
  }

  /// Left out when false.
  GoJson flag(String name, boolean value) {
    return value ? raw(name, true) : this;
  }

  static <T> String list(Collection<T> items, Function<T, String> json) {
    var list = new StringJoiner(",", "[", "]");
    items.forEach(item -> list.add(json.apply(item)));
    return list.toString();
  }

  /// Sorted by key, as Go does it.
  static <T> String map(Map<String, T> entries, Function<T, String> json) {
    var object = new GoJson();
    new TreeMap<>(entries).forEach((key, value) -> object.raw(key, json.apply(value)));
    return object.toString();
  }

  /// With escapes for what a browser might take for markup.
  static String quote(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
