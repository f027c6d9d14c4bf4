package io.tributary.cluster.sharing;

import java.time.Duration;

/// Runs what has to be done one after the other, now or later. A thread of its own in an agent
/// ([LoopThread]), and a queue of virtual time in the simulator.
public interface Loop extends AutoCloseable {
  /// Monotonic, in nanoseconds.
  long nanos();

  /// For estimates of how far another agent's clock is off; never for deadlines.
  long wallMs();

  /// Runs a task after those that wait already. Any thread may call.
  void execute(Runnable task);

  /// The same for what others send, whose number nobody here decides: waits while many of those
  /// wait. Not for tasks of the loop itself.
  default void executeWhenRoom(Runnable task) {
    execute(task);
  }

  /// Runs a task once this much time has passed. Any thread may call.
  void after(Duration delay, Runnable task);

  /// Runs a task once in each such period, the first time when one has passed, whatever becomes of
  /// the task. Any thread may call.
  default void every(Duration period, Runnable task) {
    after(
        period,
        () -> {
          every(period, task);
          task.run();
        });
  }

  /// Runs nothing any more.
  @Override
  void close();
}
