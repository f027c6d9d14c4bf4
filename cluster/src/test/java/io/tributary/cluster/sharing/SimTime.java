package io.tributary.cluster.sharing;

import java.time.Duration;
import java.util.PriorityQueue;

/// Time that passes only when what is due has been done. One thread.
final class SimTime {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowMs;
  private long count;

  private record Event(long atMs, long number, Runnable run) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(atMs, other.atMs);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  long nowMs() {
    return nowMs;
  }

  void at(long atMs, Runnable run) {
    events.add(new Event(Math.max(atMs, nowMs), count++, run));
  }

  void runUntil(long untilMs) {
    while (!events.isEmpty() && events.element().atMs <= untilMs) {
      Event next = events.remove();
      nowMs = next.atMs;
      next.run.run();
    }
    nowMs = untilMs;
  }

  /// The loop of one agent, whose wall clock is off by so much.
  Loop loop(long aheadMs) {
    return new Loop() {
      private boolean isClosed;

      @Override
      public long nanos() {
        return nowMs * 1_000_000;
      }

      @Override
      public long wallMs() {
        return nowMs + aheadMs;
      }

      @Override
      public void execute(Runnable task) {
        after(Duration.ZERO, task);
      }

      @Override
      public void after(Duration delay, Runnable task) {
        at(
            nowMs + delay.toMillis(),
            () -> {
              if (!isClosed) {
                task.run();
              }
            });
      }

      @Override
      public void close() {
        isClosed = true;
      }
    };
  }
}
