package io.tributary.dialects.prometheus;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where values of environment variables come from.
@FunctionalInterface
public interface Environment {
  /// Null when the variable is not set.
  @Nullable String get(String name);

  /// The environment of this process.
  static Environment system() {
    return System::getenv;
  }

  static Environment of(Map<String, String> variables) {
    return Map.copyOf(variables)::get;
  }
}
