package io.tributary.runtime.graph;

import io.tributary.base.time.Clock;
import io.tributary.component.Ending;
import io.tributary.component.StopSignal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of one unit, on a virtual thread.
final class Task {
  private static final Logger LOG = LoggerFactory.getLogger(Task.class);
  private static final Duration WARN_AFTER = Duration.ofMinutes(1);

  private final Unit unit;
  private final Clock clock;
  private final StopSignal signal = new StopSignal();
  private final Thread thread;
  private volatile boolean isDone;
  private volatile @Nullable Thread waiter;

  private Task(Unit unit, Clock clock) {
    this.unit = unit;
    this.clock = clock;
    thread = Thread.ofVirtual().name(unit.name()).unstarted(this::run);
  }

  static Task start(Unit unit, Clock clock) {
    var task = new Task(unit, clock);
    task.thread.start();
    return task;
  }

  boolean isDone() {
    return isDone;
  }

  private void run() {
    try {
      unit.run(signal);
      if (!signal.isStopped()) {
        LOG.atInfo().addKeyValue("node", unit.name()).log("Node exited without error");
      }
    } catch (Throwable e) {
      LOG.atError().addKeyValue("node", unit.name()).setCause(e).log("Node exited with error");
    } finally {
      isDone = true;
      LockSupport.unpark(waiter);
    }
  }

  /// Stops it and waits. What has not stopped by the deadline is interrupted and left behind.
  void stop(Ending ending, Duration deadline) {
    waiter = Thread.currentThread();
    giveSignal(ending);
    long start = clock.nanos();
    long end = start + deadline.toNanos();
    long warnAt = start + WARN_AFTER.toNanos();
    while (!isDone) {
      long now = clock.nanos();
      if (now - end >= 0) {
        LOG.atError()
            .addKeyValue("node", unit.name())
            .log("Node has not stopped and is left behind");
        thread.interrupt();
        return;
      }
      if (now - warnAt >= 0) {
        LOG.atWarn().addKeyValue("node", unit.name()).log("Node takes long to stop");
        warnAt = now + WARN_AFTER.toNanos();
      }
      clock.parkUntil(Math.min(warnAt, end));
    }
  }

  private void giveSignal(Ending ending) {
    try {
      signal.end(ending);
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("node", unit.name()).setCause(e).log("Node cannot be stopped");
    }
  }
}
