package io.tributary.metrics.wal;

import java.time.Duration;

/// When what was written is forced to the disk; never on the thread that appends.
public sealed interface ForcePolicy {
  ForcePolicy DEFAULT = new Interval(Duration.ofMillis(100));

  /// Behind every batch of records.
  record Always() implements ForcePolicy {}

  /// At most this long after a record was appended: what a power cut may cost.
  record Interval(Duration interval) implements ForcePolicy {
    public Interval {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("cannot force the log every " + interval);
      }
    }
  }

  /// Left to the operating system: a killed process loses nothing more, a power cut may lose half a
  /// minute.
  record Never() implements ForcePolicy {}
}
