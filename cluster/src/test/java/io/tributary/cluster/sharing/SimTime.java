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
  AgentLoop loop(long aheadMs) {
    return new AgentLoop(aheadMs);
  }

  /// What an agent does; nothing while it stands still, and then all that has become due.
  final class AgentLoop implements Loop {
    private final long aheadMs;
    private boolean isClosed;
    private long asleepUntilMs;

    private AgentLoop(long aheadMs) {
      this.aheadMs = aheadMs;
    }

    void sleepUntil(long untilMs) {
      asleepUntilMs = untilMs;
    }

    boolean isAsleep() {
      return nowMs < asleepUntilMs;
    }

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
      at(nowMs + delay.toMillis(), () -> run(task));
    }

    private void run(Runnable task) {
      if (isAsleep()) {
        at(asleepUntilMs, () -> run(task));
      } else if (!isClosed) {
        task.run();
      }
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
