package io.tributary.metrics.remotewrite;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The pauses between the attempts of one request: doubling, with a little jitter so that a fleet
/// does not come back in step. Owned by one thread.
///
/// Never more than a tenth is added: gaps that shrink by more than a fifth count as no backoff at
/// all in the compliance suite.
final class Backoff {
  private static final double JITTER = 0.1;

  private final long minNanos;
  private final long maxNanos;
  private final RandomGenerator random;
  private long nextNanos;

  Backoff(Duration min, Duration max, RandomGenerator random) {
    this.minNanos = Math.max(1_000_000, min.toNanos());
    this.maxNanos = Math.max(minNanos, max.toNanos());
    this.random = random;
    this.nextNanos = minNanos;
  }

  /// The next pause, in nanoseconds.
  long nextNanos() {
    long pause = nextNanos;
    nextNanos = Math.min(maxNanos, pause * 2);
    return withJitter(pause);
  }

  /// A pause that the receiver asked for; it counts as a step.
  long after(Duration asked) {
    long pause = asked.toNanos();
    nextNanos = Math.min(maxNanos, pause * 2);
    return withJitter(pause);
  }

  private long withJitter(long pause) {
    return pause + (long) (pause * JITTER * random.nextDouble());
  }
}
