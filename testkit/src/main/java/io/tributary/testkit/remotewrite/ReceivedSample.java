package io.tributary.testkit.remotewrite;

import java.util.SortedMap;

/// One float sample as it arrived. `valueBits` is the raw bit pattern, so that staleness markers
/// and other NaNs stay apart; `startTimestampMs` is 0 where none was sent (always in 1.0).
public record ReceivedSample(
    SortedMap<String, String> labels, long timestampMs, long valueBits, long startTimestampMs) {

  /// The bit pattern that ends a series. Source: remote-write specification.
  public static final long STALE_BITS = 0x7ff0000000000002L;

  public double value() {
    return Double.longBitsToDouble(valueBits);
  }

  public boolean isStale() {
    return valueBits == STALE_BITS;
  }

  /// The metric name, or the empty string where a series has none.
  public String name() {
    return labels.getOrDefault("__name__", "");
  }
}
