package io.tributary.dialects.prometheus;

import java.time.Duration;

/// The `storage` section. Only `outOfOrderTimeWindow` has an effect in agent mode, and only at
/// start; zero accepts no sample that is older than the last one of its series.
public record StorageSettings(Duration outOfOrderTimeWindow) {
  static final StorageSettings DEFAULT = new StorageSettings(Duration.ZERO);
}
