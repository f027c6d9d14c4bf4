package io.tributary.agent.web.graph;

import io.tributary.base.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How fast counters rise, from what they were when they were looked at before: over the last
/// [#WINDOW_NANOS], or since the first look. Thread-safe.
final class SampleRates {
  private static final long WINDOW_NANOS = 30_000_000_000L;

  /// Looks that are closer together count as one.
  private static final long LEAST_NANOS = 500_000_000L;

  private final Clock clock;

  /// The oldest look first; guarded by this.
  private final Map<String, Deque<Look>> looks = new HashMap<>();

  private record Look(long nanos, long in, long out) {}

  /// Samples a second.
  record Rate(double in, double out) {}

  SampleRates(Clock clock) {
    this.clock = clock;
  }

  synchronized Rate rate(String key, long in, long out) {
    long now = clock.nanos();
    Deque<Look> past = looks.computeIfAbsent(key, _ -> new ArrayDeque<>());
    while (past.size() > 1 && now - past.getFirst().nanos > WINDOW_NANOS) {
      past.removeFirst();
    }
    @Nullable Look last = past.peekLast();
    if (last == null || now - last.nanos >= LEAST_NANOS) {
      past.add(new Look(now, in, out));
    }
    Look first = past.getFirst();
    double seconds = (now - first.nanos) / 1e9;
    return seconds <= 0
        ? new Rate(0, 0)
        : new Rate(Math.max(0, in - first.in) / seconds, Math.max(0, out - first.out) / seconds);
  }

  /// Forgets all others.
  synchronized void retain(Set<String> keys) {
    looks.keySet().retainAll(keys);
  }
}
