package io.tributary.metrics.remotewrite;

/// Decides how many shards a destination needs, from how long a sample takes to deliver and how
/// many there are.
///
/// Unlike the original it looks twice as often, never more than doubles, does not grow while the
/// receiver refuses requests, and wants a backlog to shrink by three times what comes in. The
/// caller re-partitions when nothing is on its way, so a change neither drains nor drops anything.
/// Owned by the reader's thread.
final class ShardController {
  private static final long PERIOD_NANOS = 5_000_000_000L;
  private static final double WEIGHT = 0.3;

  /// Of the backlog, what should be caught up each second.
  private static final double CATCH_UP = 0.05;

  /// With so many seconds' worth of samples waiting, the destination is behind.
  private static final double BEHIND_SECONDS = 5;

  /// Beside what comes in, what is to be delivered while behind at least, in multiples of it.
  private static final double LEAST_CATCH_UP = 3;

  private static final double TOLERANCE = 0.3;

  private final int min;
  private final int max;
  private long lastNanos;
  private long lastIn;
  private long lastOut;
  private long lastBusyNanos;
  private long lastFailures;
  private double inPerSecond = -1;
  private double busyPerSample = -1;
  private double desired;

  ShardController(int min, int max, long nowNanos, long samplesIn) {
    this.min = min;
    this.max = max;
    this.lastNanos = nowNanos;
    this.lastIn = samplesIn;
    this.desired = min;
  }

  /// What the last look found necessary, before rounding and bounds.
  double desired() {
    return desired;
  }

  /// The number of shards to go on with.
  ///
  /// `samplesIn`, `samplesOut`, `busyNanos` (spent sending, over all shards) and `failures` count
  /// up; `backlog` is what waits in the log.
  int shards(
      int present,
      long nowNanos,
      long samplesIn,
      long samplesOut,
      long busyNanos,
      long failures,
      long backlog) {
    long elapsed = nowNanos - lastNanos;
    if (elapsed < PERIOD_NANOS) {
      return present;
    }
    double seconds = elapsed / 1e9;
    inPerSecond = smooth(inPerSecond, (samplesIn - lastIn) / seconds);
    long out = samplesOut - lastOut;
    if (out > 0) {
      busyPerSample = smooth(busyPerSample, (busyNanos - lastBusyNanos) / 1e9 / out);
    }
    boolean failing = failures > lastFailures;
    lastNanos = nowNanos;
    lastIn = samplesIn;
    lastOut = samplesOut;
    lastBusyNanos = busyNanos;
    lastFailures = failures;
    if (out == 0) {
      return present;
    }
    boolean behind = backlog > BEHIND_SECONDS * inPerSecond;
    double catchUp = Math.max(CATCH_UP * backlog, behind ? LEAST_CATCH_UP * inPerSecond : 0);
    desired = busyPerSample * (inPerSecond + catchUp);
    int wanted = (int) Math.clamp((long) Math.ceil(desired), min, Math.min(max, present * 2L));
    if ((failing && wanted > present) || (behind && wanted < present)) {
      return present;
    }
    boolean near = !behind && Math.abs(desired - present) <= TOLERANCE * present;
    return near ? present : wanted;
  }

  private static double smooth(double before, double now) {
    return before < 0 ? now : before + WEIGHT * (now - before);
  }
}
