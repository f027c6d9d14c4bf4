package io.tributary.cluster.service;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other agents that the ring has changed, each on its own, again and again until they have
/// heard, are in the ring no more, or time is up. One that cannot be told learns it from the store.
///
/// [#close] ends it at once: a client that is closed need not be asked again.
///
/// The original ends with the first one that cannot be told; here that is nothing to the others.
/// And where all agents are stopped at the same time, it tries for half a minute to tell those that
/// have left before it.
final class Announcement implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Announcement.class);

  /// Told at the same time.
  private static final int AT_ONCE = 32;

  private final AgentCalls calls;
  private final Predicate<String> isMember;
  private final GrpcClientSettings settings;
  private final Clock clock;
  private final boolean hasEnd;
  private final long endNanos;
  private final long fromNanos;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicInteger left;
  private final Runnable whenDone;
  private final Set<Thread> tellers = ConcurrentHashMap.newKeySet();
  private volatile boolean hasFailed;
  private volatile boolean isClosed;

  private Announcement(
      AgentCalls calls,
      Predicate<String> isMember,
      GrpcClientSettings settings,
      Duration timeout,
      Clock clock,
      int count,
      Runnable whenDone) {
    this.calls = calls;
    this.isMember = isMember;
    this.settings = settings;
    this.clock = clock;
    hasEnd = timeout.isPositive();
    fromNanos = clock.nanos();
    endNanos = fromNanos + timeout.toNanos();
    left = new AtomicInteger(count);
    this.whenDone = whenDone;
  }

  /// Begins. `isMember` tells whether an address is still one of the ring; `executor` has a thread
  /// for each that is to be told; `timeout` zero is none.
  static Announcement begin(
      List<String> addresses,
      AgentCalls calls,
      Predicate<String> isMember,
      GrpcClientSettings settings,
      Duration timeout,
      Clock clock,
      Executor executor,
      Runnable whenDone) {
    var begun =
        new Announcement(calls, isMember, settings, timeout, clock, addresses.size(), whenDone);
    addresses.forEach(address -> executor.execute(() -> begun.tell(address)));
    return begun;
  }

  boolean isDone() {
    return left.get() == 0;
  }

  /// Whether all have heard.
  boolean hasReachedAll() {
    return isDone() && !hasFailed;
  }

  /// Since it began.
  long nanos() {
    return clock.nanos() - fromNanos;
  }

  @Override
  public void close() {
    isClosed = true;
    tellers.forEach(Thread::interrupt);
  }

  private void tell(String address) {
    tellers.add(Thread.currentThread());
    try {
      if (isClosed) {
        return;
      }
      room.acquire();
      try {
        tellUntilHeard(address);
      } finally {
        room.release();
      }
    } catch (InterruptedException _) {
      hasFailed = true;
      Thread.currentThread().interrupt();
    } finally {
      tellers.remove(Thread.currentThread());
      if (left.decrementAndGet() == 0) {
        whenDone.run();
      }
    }
  }

  private void tellUntilHeard(String address) throws InterruptedException {
    long pause = settings.minBackoff().toNanos();
    for (int attempt = 0; attempt == 0 || isMember.test(address); attempt++) {
      String reason;
      try {
        calls.tellReshard(address, timeLeft());
        return;
      } catch (IOException e) {
        reason = String.valueOf(e.getMessage());
      } catch (RuntimeException e) {
        // An address that is none: whatever stands in the ring gets here.
        reason = e.toString();
      }
      boolean isLast = settings.maxRetries() > 0 && attempt >= settings.maxRetries();
      if (isLast || (hasEnd && clock.nanos() + pause - endNanos >= 0)) {
        hasFailed = true;
        log.warn("cannot tell the agent at {} that the ring has changed: {}", address, reason);
        return;
      }
      clock.sleepUntil(clock.nanos() + pause);
      pause = Math.min(2 * pause, settings.maxBackoff().toNanos());
    }
  }

  private Duration timeLeft() {
    return hasEnd
        ? Duration.ofNanos(Math.max(1_000_000, endNanos - clock.nanos()))
        : Duration.ofMinutes(1);
  }
}
