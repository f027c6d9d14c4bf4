package io.tributary.river.printer;

import io.tributary.base.text.Quoting;
import io.tributary.river.syntax.Expression.Field;
import io.tributary.river.syntax.Identifiers;
import io.tributary.river.syntax.RiverParser;

/// Keys of objects as text.
///
/// A key is what stands between its quotes, nothing decoded: so it is printed as it is, and never
/// escaped, which would make another key of it.
final class Keys {
  private Keys() {}

  /// As it was written, but for back quotes, which become double quotes where that is the same key.
  static String print(Field field) {
    String source = field.source();
    if (source.isEmpty()) {
      return print(field.key());
    }
    if (!source.startsWith("`") || source.length() <= 2) {
      return source;
    }
    String quoted = '"' + field.key() + '"';
    return isKey(quoted, field.key()) ? quoted : source.replace("\r", "");
  }

  /// A key as an identifier if it is one, else in the quotes that it fits into.
  static String print(String key) {
    if (Identifiers.isValid(key)) {
      return key;
    }
    for (String source : new String[] {'"' + key + '"', '`' + key + '`'}) {
      if (isKey(source, key)) {
        return source;
      }
    }
    return Quoting.quote(key);
  }

  /// Whether the source is one string, and the key between its quotes.
  private static boolean isKey(String source, String key) {
    return source.length() > 2
        && source.substring(1, source.length() - 1).equals(key)
        && key.indexOf(source.charAt(0)) < 0
        && RiverParser.parseExpression("", source).sound().isPresent();
  }
}
