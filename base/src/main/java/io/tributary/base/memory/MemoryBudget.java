package io.tributary.base.memory;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that many take from and give back; who gets none has to do without. Thread-safe.
public final class MemoryBudget {
  private final long totalBytes;
  private final AtomicLong used = new AtomicLong();

  public MemoryBudget(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  /// A `1/share` of the largest heap.
  public static MemoryBudget ofHeap(int share) {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / share);
  }

  /// Takes `bytes`, or nothing and says so.
  public boolean take(long bytes) {
    if (used.addAndGet(bytes) <= totalBytes) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /// Gives back what was taken.
  public void give(long bytes) {
    if (used.addAndGet(-bytes) < 0) {
      throw new IllegalStateException("BUG: more memory given back than taken");
    }
  }

  public long usedBytes() {
    return used.get();
  }

  public long totalBytes() {
    return totalBytes;
  }
}
