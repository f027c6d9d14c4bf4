package io.tributary.cluster.service;

import io.tributary.base.config.GoDurations;
import io.tributary.base.time.Clock;
import io.tributary.cluster.store.StoreException;
import java.time.Duration;

/// Ends a call that takes too long by an interrupt.
final class Deadline {
  private Deadline() {}

  @FunctionalInterface
  interface Call<T> {
    T run() throws StoreException, InterruptedException;
  }

  /// Runs `call` on the caller's thread. Throws [StoreException] where it does not come back within
  /// `limit`; zero is no limit. An interrupt from elsewhere stays one.
  static <T> T within(Duration limit, String what, Clock clock, Call<T> call)
      throws StoreException, InterruptedException {
    if (!limit.isPositive()) {
      return call.run();
    }
    var guard = new Guard(Thread.currentThread());
    long end = clock.nanos() + limit.toNanos();
    Thread watchman = Thread.ofVirtual().name("deadline").start(() -> guard.waitUntil(clock, end));
    try {
      return call.run();
    } catch (InterruptedException e) {
      if (guard.hasFired()) {
        throw new StoreException(what + ": it took more than " + GoDurations.format(limit), e);
      }
      throw e;
    } finally {
      guard.release();
      watchman.interrupt();
    }
  }

  /// Interrupts at most once, and never after it was released.
  private static final class Guard {
    private final Thread guarded;
    private boolean isReleased;
    private boolean hasFired;

    Guard(Thread guarded) {
      this.guarded = guarded;
    }

    void waitUntil(Clock clock, long end) {
      try {
        clock.sleepUntil(end);
        fire();
      } catch (InterruptedException _) {
        // The call is back.
      }
    }

    private synchronized void fire() {
      if (!isReleased) {
        hasFired = true;
        guarded.interrupt();
      }
    }

    synchronized boolean hasFired() {
      return hasFired;
    }

    synchronized void release() {
      isReleased = true;
      if (hasFired) {
        // An interrupt that nobody has noticed yet must not hit what comes next.
        Thread.interrupted();
      }
    }
  }
}
