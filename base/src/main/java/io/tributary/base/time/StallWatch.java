package io.tributary.base.time;

import java.time.Duration;

/// Measures for how long this process stands still although it asked to run: because it is stopped,
/// gets too little of the processor, or its machine stands still.
///
/// A thread sleeps for a moment again and again, and looks how much later than asked it runs.
public final class StallWatch implements AutoCloseable {
  /// Twenty looks a second cost nothing that could be measured. A process that may run for a tenth
  /// of each tenth of a second is found to stand still for half of the time.
  static final Duration STEP = Duration.ofMillis(50);

  /// Told of every look, on the watch's thread.
  @FunctionalInterface
  public interface Listener {
    /// @param stalledNanos how much later than asked the thread ran; hardly ever zero
    void looked(long stalledNanos);
  }

  private final Clock clock;
  private final Listener listener;
  private final Thread thread;

  /// Begins at once.
  public StallWatch(Clock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
    // Virtual, as those that do the work: it waits for a carrier where these do.
    thread = Thread.ofVirtual().name("stall-watch").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        long dueNanos = clock.nanos() + STEP.toNanos();
        clock.sleepUntil(dueNanos);
        listener.looked(Math.max(clock.nanos() - dueNanos, 0));
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
