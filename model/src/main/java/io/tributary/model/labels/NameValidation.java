package io.tributary.model.labels;

/// Which metric and label names are allowed: `metric_name_validation_scheme`.
///
/// Source: prometheus/common `model/metric.go`, `model/labels.go`.
public enum NameValidation {
  /// `[a-zA-Z_][a-zA-Z0-9_]*`, metric names with colons too.
  LEGACY,

  /// Any text that is not empty and that UTF-8 can express.
  UTF8;

  public boolean isValidLabelName(String name) {
    return switch (this) {
      case LEGACY -> isLegacy(name, false);
      case UTF8 -> isUtf8(name);
    };
  }

  public boolean isValidMetricName(String name) {
    return switch (this) {
      case LEGACY -> isLegacy(name, true);
      case UTF8 -> isUtf8(name);
    };
  }

  /// Whether the UTF-8 bytes `b[from, to)` may name a metric.
  public boolean isValidMetricName(byte[] b, int from, int to) {
    return switch (this) {
      case LEGACY -> isLegacy(b, from, to, true);
      case UTF8 -> to > from && Utf8.isValid(b, from, to);
    };
  }

  /// Whether the UTF-8 bytes `b[from, to)` may name a label.
  public boolean isValidLabelName(byte[] b, int from, int to) {
    return switch (this) {
      case LEGACY -> isLegacy(b, from, to, false);
      case UTF8 -> to > from && Utf8.isValid(b, from, to);
    };
  }

  /// Whether the character may stand in a legacy name, at its start or later.
  static boolean isLegacyCharacter(int c, boolean first, boolean colons) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (colons && c == ':')
        || (!first && c >= '0' && c <= '9');
  }

  private static boolean isLegacy(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLegacyCharacter(name.charAt(i), i == 0, colons)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isLegacy(byte[] b, int from, int to, boolean colons) {
    for (int i = from; i < to; i++) {
      if (!isLegacyCharacter(b[i], i == from, colons)) {
        return false;
      }
    }
    return to > from;
  }

  private static boolean isUtf8(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < name.length()
                && Character.isLowSurrogate(name.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return !name.isEmpty();
  }
}
