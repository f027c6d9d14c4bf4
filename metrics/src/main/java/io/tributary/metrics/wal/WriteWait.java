package io.tributary.metrics.wal;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Threads that wait until what they have appended is in a file. Thread-safe.
final class WriteWait {
  private final Log log;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  WriteWait(Log log) {
    this.log = log;
  }

  /// Has them look again: something was written, or cannot be.
  void wake() {
    waiting.forEach(LockSupport::unpark);
  }

  /// Waits until everything that was appended so far is in a file, and forced where every write is;
  /// has the writer begin at once. False when the disk does not take it, or not within `patience`.
  boolean await(Duration patience, Clock clock) throws InterruptedException {
    long deadline = clock.nanos() + patience.toNanos();
    boolean mustBeForced = log.settings.force() instanceof ForcePolicy.Always;
    WalPosition to = log.end();
    Thread me = Thread.currentThread();
    waiting.add(me);
    try {
      while (!log.isWritten(to, mustBeForced)) {
        if (log.isMemoryOnly() || clock.nanos() - deadline >= 0) {
          return false;
        }
        LockSupport.unpark(log.writer);
        clock.parkUntil(deadline);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      waiting.remove(me);
    }
  }
}
