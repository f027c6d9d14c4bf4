package io.tributary.discovery.component;

import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import java.time.Duration;

/// The attribute `refresh_interval`. Nothing can be refreshed without a pause: the original panics.
final class RefreshInterval {
  private RefreshInterval() {}

  static Duration read(BlockReader block, Duration fallback) {
    AttributeReader written = block.attribute("refresh_interval");
    Duration interval = written.duration(fallback);
    if (!interval.isPositive()) {
      written.error("refresh_interval must be greater than 0");
      return fallback;
    }
    return interval;
  }
}
