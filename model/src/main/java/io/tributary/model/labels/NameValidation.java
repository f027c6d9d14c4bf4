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

  private static boolean isLegacy(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
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
