package io.tributary.model.labels;

import java.util.Arrays;
import java.util.Optional;

/// How a target is asked to write names that the legacy grammar does not allow.
///
/// Source: prometheus/common `model/metric.go`, EscapingScheme.
public enum EscapingScheme {
  /// Names stay as they are.
  ALLOW_UTF8("allow-utf-8"),
  /// Each other character becomes `_`.
  UNDERSCORES("underscores"),
  /// `.` becomes `_dot_`, `_` becomes `__`, each other character `__`.
  DOTS("dots"),
  /// `U__` in front, `_` becomes `__`, each other character its hexadecimal number between `_`.
  VALUES("values");

  private final String configName;

  EscapingScheme(String configName) {
    this.configName = configName;
  }

  /// The name in configuration files and in the Accept header.
  public String configName() {
    return configName;
  }

  public static Optional<EscapingScheme> byConfigName(String name) {
    return Arrays.stream(values()).filter(scheme -> scheme.configName.equals(name)).findFirst();
  }

  /// The escaped form of a metric or label name. Only [#DOTS] changes legacy names.
  public String escape(String name) {
    if (name.isEmpty()
        || this == ALLOW_UTF8
        || (this != DOTS && NameValidation.LEGACY.isValidMetricName(name))) {
      return name;
    }
    var out = new StringBuilder(name.length() + 16);
    if (this == VALUES) {
      out.append("U__");
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (c == '_' && this != UNDERSCORES) {
        out.append("__");
      } else if (NameValidation.isLegacyCharacter(c, i == 0, true)) {
        out.appendCodePoint(c);
      } else {
        out.append(replacement(c));
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private String replacement(int c) {
    return switch (this) {
      case ALLOW_UTF8 -> Character.toString(c);
      case UNDERSCORES -> "_";
      case DOTS -> c == '.' ? "_dot_" : "__";
      case VALUES -> c >= 0xd800 && c <= 0xdfff ? "_FFFD_" : "_" + Integer.toHexString(c) + "_";
    };
  }
}
