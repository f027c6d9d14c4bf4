package io.tributary.model.labels;

import java.util.Arrays;
import java.util.Optional;

/// How a target is asked to write names that the legacy grammar does not allow.
///
/// Source: prometheus/common `model/metric.go`, EscapingScheme.
public enum EscapingScheme {
  ALLOW_UTF8("allow-utf-8"),
  UNDERSCORES("underscores"),
  DOTS("dots"),
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
}
