package io.tributary.metrics.wal;

import java.time.Duration;

/// How much backlog the log keeps for one destination; beyond it the oldest segments are given up.
///
/// @param bytes of log between the destination's reader and the end
/// @param maxAge of the newest record in a segment, measured by the time that the log was open and
///   not by a wall clock that may step; zero for no limit
public record ConsumerBudget(long bytes, Duration maxAge) {
  public static final ConsumerBudget UNLIMITED = new ConsumerBudget(Long.MAX_VALUE, Duration.ZERO);

  public ConsumerBudget {
    if (bytes <= 0) {
      throw new IllegalArgumentException("cannot keep a backlog of " + bytes + " bytes");
    }
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("cannot keep a backlog of age " + maxAge);
    }
  }
}
