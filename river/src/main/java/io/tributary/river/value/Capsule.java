package io.tributary.river.value;

import java.util.Map;
import java.util.Optional;

/// Something of the host inside a value: a receiver, a target, a secret.
///
/// Two capsules are equal in the language when `equals` says so.
public interface Capsule {
  /// The name that messages and the page show: `MetricsReceiver`.
  String capsuleName();

  /// Its content, where it can be read like an object, as targets can.
  default Optional<Map<String, Value>> asObject() {
    return Optional.empty();
  }

  /// Its content as a text, where it can be one. Throws [io.tributary.base.config.ConfigException]
  /// where it is one that must not be read.
  default Optional<String> asText() {
    return Optional.empty();
  }
}
