package io.tributary.base.memory;

import io.tributary.base.time.Clock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The heap of this virtual machine.
///
/// What lives is only known after a collection of the old generation; what is in use in between is
/// mostly garbage. So [#isScarce] asks what the last collection left, and where that was too much a
/// collection is made now and then, or nobody would notice that it is over.
public final class JvmHeap implements HeapRoom {
  /// The old generation counts as full from here on.
  private static final double FULL = 0.9;

  /// One part in so many of the heap stays free of what is large, for the many small things that
  /// must go on.
  private static final int RESERVE_SHARE = 8;

  private static final long COLLECTION_INTERVAL_NANOS = 10_000_000_000L;

  private final Clock clock;
  private final Optional<MemoryPoolMXBean> old;
  private final AtomicLong nextCollectionNanos;
  private final AtomicLong letGoBytes = new AtomicLong();

  public JvmHeap(Clock clock) {
    this.clock = clock;
    nextCollectionNanos = new AtomicLong(clock.nanos());
    // Of the pools that say what a collection left, the old generation is the largest.
    old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .filter(pool -> pool.getUsage().getMax() > 0)
            .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
    old.ifPresent(
        pool -> pool.setCollectionUsageThreshold((long) (FULL * pool.getUsage().getMax())));
  }

  @Override
  public boolean isScarce() {
    if (old.isEmpty() || !old.get().isCollectionUsageThresholdExceeded()) {
      return false;
    }
    if (isCollectionDue()) {
      Thread.ofVirtual().name("heap-check").start(System::gc);
    }
    return true;
  }

  @Override
  public boolean has(long bytes) {
    long wanted = bytes + Runtime.getRuntime().maxMemory() / RESERVE_SHARE;
    if (freeBytes() >= wanted) {
      return true;
    }
    if (!isCollectionDue()) {
      return false;
    }
    System.gc();
    return freeBytes() >= wanted;
  }

  @Override
  public void letGo(long bytes) {
    letGoBytes.addAndGet(bytes);
  }

  /// All that was let go of so far.
  public long letGoBytes() {
    return letGoBytes.get();
  }

  private boolean isCollectionDue() {
    long now = clock.nanos();
    long due = nextCollectionNanos.get();
    return now - due >= 0
        && nextCollectionNanos.compareAndSet(due, now + COLLECTION_INTERVAL_NANOS);
  }

  private static long freeBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }
}
