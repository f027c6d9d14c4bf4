package io.tributary.cluster.sharing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A loop whose tasks hold a lock, so that others may look at what they work on.
///
/// @param isOpen asked under the lock; while it is not, tasks are not run
public record GuardedLoop(Loop loop, Object lock, BooleanSupplier isOpen) implements Loop {
  private Runnable guarded(Runnable task) {
    return () -> {
      synchronized (lock) {
        if (isOpen.getAsBoolean()) {
          task.run();
        }
      }
    };
  }

  @Override
  public long nanos() {
    return loop.nanos();
  }

  @Override
  public long wallMs() {
    return loop.wallMs();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(guarded(task));
  }

  @Override
  public void executeWhenRoom(Runnable task) {
    loop.executeWhenRoom(guarded(task));
  }

  @Override
  public void after(Duration delay, Runnable task) {
    loop.after(delay, guarded(task));
  }

  @Override
  public void close() {
    loop.close();
  }
}
