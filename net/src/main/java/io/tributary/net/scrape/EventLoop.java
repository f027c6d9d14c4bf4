package io.tributary.net.scrape;

import io.tributary.base.memory.MemoryBudget;

/// One thread that owns timers, connections and whatever else is driven by them.
///
/// Tasks and timers must not block: everything else of the loop waits for them. A task that throws
/// is logged and forgotten; the loop goes on.
public interface EventLoop extends AutoCloseable {
  /// The spacing to which due times are rounded, so that what is due together runs in one wake-up.
  /// All usual intervals are multiples of it.
  long SLOT_NANOS = 50_000_000;

  /// The loop's time in nanoseconds, of no particular origin, as of its last wake-up or later.
  long nanoTime();

  /// Runs the task on the loop, after what is there already. Callable from any thread.
  void execute(Runnable task);

  /// Runs a long task beside the loop, one at a time and in order. Callable from any thread. Its
  /// callers bound how many wait: a task holds a page that is counted in [#bodies], or is the only
  /// one of its kind for its target.
  void runAside(Runnable task);

  /// The memory for what targets answer, from the first byte until the page has been read.
  MemoryBudget bodies();

  /// Whether the caller is the loop's thread.
  boolean inLoop();

  /// A timer that runs `task` on the loop each time it falls due. It starts unset.
  Timer timer(Runnable task);

  @Override
  void close();

  /// Owned by the loop's thread, like everything that it drives.
  interface Timer {
    /// Sets, or moves, the timer: due at `atNanos` of [EventLoop#nanoTime], rounded **up** to a
    /// slot. Slots are multiples of [EventLoop#SLOT_NANOS] on the wall clock, so a time that is
    /// itself such a multiple, give or take two milliseconds, is kept. Fires once.
    void schedule(long atNanos);

    /// As [#schedule], without rounding; to the millisecond.
    void scheduleExact(long atNanos);

    void cancel();
  }
}
