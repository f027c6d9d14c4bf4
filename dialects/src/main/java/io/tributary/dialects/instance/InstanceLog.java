package io.tributary.dialects.instance;

import java.time.Duration;

/// What an instance does with its log.
public record InstanceLog(
    Duration truncateFrequency,
    Duration minTime,
    Duration maxTime,
    Duration flushDeadline,
    boolean writesStaleOnShutdown) {
  public static final InstanceLog DEFAULT =
      new InstanceLog(
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          Duration.ofHours(4),
          Duration.ofMinutes(1),
          false);
}
