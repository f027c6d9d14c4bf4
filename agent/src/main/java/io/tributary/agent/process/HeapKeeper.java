package io.tributary.agent.process;

import io.tributary.base.time.Clock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Collects the old generation when enough of it is garbage.
///
/// The serial collector by itself extends the old generation for whatever survives young
/// collections, and collects it only at the largest heap. Where series come and go, or while many
/// targets are read for the first time, resident memory would grow up to that bound and stay there.
/// A full collection takes a millisecond or two for each megabyte in use, so it waits until
/// [#LEAST_GARBAGE_BYTES], and one part in [#GARBAGE_FRACTION] of what was in use last, have come
/// on top, and until collections take no more than one part in [#SHARE_OF_TIME] of the time. Where
/// there is more garbage than is in use, it waits as many times less.
///
/// What was in use then may have been let go of since. Whoever does that with much memory says so,
/// and then a collection is certain to be worthwhile: it is not put off where one part in
/// [#LET_GO_FRACTION] is gone, nor, with one part in [#QUIET_FRACTION], when no more follows.
///
/// Other collectors need no help; with them [#start] starts nothing. Owns one virtual thread.
final class HeapKeeper implements AutoCloseable {
  static final long CHECK_NANOS = 1_000_000_000L;
  static final long LEAST_GARBAGE_BYTES = 4L << 20;
  static final int GARBAGE_FRACTION = 3;
  static final int SHARE_OF_TIME = 100;
  static final int LET_GO_FRACTION = 2;
  static final int QUIET_FRACTION = 8;

  /// The old generation.
  interface OldGeneration {
    long usedBytes();

    /// In use right after the last full collection, 0 before the first.
    long keptBytes();

    void collect();
  }

  private final OldGeneration old;
  private final Clock clock;
  private final LongSupplier letGoBytes;
  private long letGoBefore;
  private long letGoSeen;
  private long endNanos;
  private long restNanos;
  private @Nullable Thread thread;

  /// @param letGoBytes all that was ever let go of
  HeapKeeper(OldGeneration old, LongSupplier letGoBytes, Clock clock) {
    this.old = old;
    this.letGoBytes = letGoBytes;
    this.clock = clock;
    this.endNanos = clock.nanos();
  }

  /// Keeps this process' heap small; empty where its collector does so itself.
  static Optional<HeapKeeper> start(LongSupplier letGoBytes, Clock clock) {
    Optional<HeapKeeper> keeper =
        SerialHeap.find().map(heap -> new HeapKeeper(heap, letGoBytes, clock));
    keeper.ifPresent(one -> one.thread = Thread.ofVirtual().name("heap-keeper").start(one::keep));
    return keeper;
  }

  private void keep() {
    try {
      while (true) {
        clock.sleepUntil(clock.nanos() + CHECK_NANOS);
        check();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Collects where that is worthwhile and not too soon.
  void check() {
    long start = clock.nanos();
    long kept = old.keptBytes();
    long letGoEver = letGoBytes.getAsLong();
    long letGo = Math.min(letGoEver - letGoBefore, kept);
    long garbage = old.usedBytes() - kept + letGo;
    int fraction = letGoEver == letGoSeen ? QUIET_FRACTION : LET_GO_FRACTION;
    letGoSeen = letGoEver;
    boolean isCertain = letGo >= Math.max(LEAST_GARBAGE_BYTES, kept / fraction);
    boolean isDue =
        garbage >= Math.max(LEAST_GARBAGE_BYTES, kept / GARBAGE_FRACTION)
            && start - endNanos >= restNanos * Math.min(1.0, (double) kept / garbage);
    if (isCertain || isDue) {
      letGoBefore = letGoEver;
      old.collect();
      endNanos = clock.nanos();
      restNanos = (endNanos - start) * SHARE_OF_TIME;
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /// The tenured generation of the serial collector.
  private record SerialHeap(MemoryPoolMXBean pool) implements OldGeneration {
    private static final String POOL_NAME = "Tenured Gen";

    static Optional<OldGeneration> find() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals(POOL_NAME))
          .<OldGeneration>map(SerialHeap::new)
          .findFirst();
    }

    @Override
    public long usedBytes() {
      return pool.getUsage().getUsed();
    }

    @Override
    public long keptBytes() {
      MemoryUsage usage = pool.getCollectionUsage();
      return usage == null ? 0 : usage.getUsed();
    }

    @Override
    public void collect() {
      System.gc();
    }
  }
}
