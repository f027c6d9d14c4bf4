package io.tributary.base.text;

import java.util.Optional;

/// Truth as Go writes it.
///
/// Source: Go `strconv/atob.go`, ParseBool.
public final class GoBooleans {
  private GoBooleans() {}

  /// Empty for what is neither.
  public static Optional<Boolean> parse(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
