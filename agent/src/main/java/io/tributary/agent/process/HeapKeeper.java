package io.tributary.agent.process;

import io.tributary.base.time.Clock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the old generation when enough of it is garbage.
///
/// The serial collector by itself extends the old generation for whatever survives young
/// collections, and collects it only at the largest heap. Where series come and go, or while many
/// targets are read for the first time, resident memory would grow up to that bound and stay there.
/// A full collection takes a millisecond or two for each megabyte in use, so it waits until
/// [#LEAST_GARBAGE_BYTES], and one part in [#GARBAGE_FRACTION] of what was in use last, have come
/// on top, and until collections take no more than one part in [#SHARE_OF_TIME] of the time.
///
/// Other collectors need no help; with them [#start] starts nothing. Owns one virtual thread.
final class HeapKeeper implements AutoCloseable {
  static final long CHECK_NANOS = 1_000_000_000L;
  static final long LEAST_GARBAGE_BYTES = 8L << 20;
  static final int GARBAGE_FRACTION = 3;
  static final int SHARE_OF_TIME = 100;

  /// The old generation.
  interface OldGeneration {
    long usedBytes();

    /// In use right after the last full collection, 0 before the first.
    long keptBytes();

    void collect();
  }

  private final OldGeneration old;
  private final Clock clock;
  private long notBeforeNanos;
  private @Nullable Thread thread;

  HeapKeeper(OldGeneration old, Clock clock) {
    this.old = old;
    this.clock = clock;
    this.notBeforeNanos = clock.nanos();
  }

  /// Keeps this process' heap small; empty where its collector does so itself.
  static Optional<HeapKeeper> start(Clock clock) {
    Optional<HeapKeeper> keeper = SerialHeap.find().map(heap -> new HeapKeeper(heap, clock));
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
    long garbage = old.usedBytes() - kept;
    if (start - notBeforeNanos >= 0
        && garbage >= Math.max(LEAST_GARBAGE_BYTES, kept / GARBAGE_FRACTION)) {
      old.collect();
      long end = clock.nanos();
      notBeforeNanos = end + (end - start) * SHARE_OF_TIME;
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
