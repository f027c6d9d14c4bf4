package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.wire.remotewrite.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The shards of a destination: what waits in each, and how far each got.
///
/// Between the reader, which fills them, and those who deliver. Shards do not wait for one another:
/// each may be ahead by what its queue holds, and all together by the bound on memory. Thread-safe;
/// touched once per load, not per scrape.
final class Lanes {
  /// A batch that became larger, for a scrape with far more rows than are sent, is not kept.
  private static final long MAX_SPARE_BYTES_PER_SAMPLE = 16;

  private final int maxSamples;
  private final int capacity;
  private final long maxBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();

  // Guarded by lock.
  private List<Shard> shards = List.of();
  private long bytes;
  private boolean isClosed;
  private boolean hasFailed;

  /// Nothing more of a window is to be delivered before the next division.
  private boolean isPaused;

  /// While a window is being filled, the place before its first record.
  private @Nullable WalPosition filling;

  /// Everything before was taken from the log. Written by the reader, after what it took is in a
  /// shard.
  private volatile WalPosition taken;

  /// @param capacity samples that may wait in one shard before the reader does
  /// @param maxBytes most memory of all that waits or is on its way
  Lanes(int maxSamples, int capacity, long maxBytes, WalPosition start) {
    this.maxSamples = maxSamples;
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.taken = start;
  }

  /// What the cursor may say: everything before `before` is settled, and behind it what the shards
  /// know.
  ///
  /// @param isAhead some shard has delivered something behind `before`
  record Place(WalPosition before, List<Progress> shards, boolean isAhead) {}

  WalPosition taken() {
    return taken;
  }

  void taken(WalPosition position) {
    taken = position;
  }

  /// Divides into `couriers.size()` shards, and what is left of windows among them. Nothing may be
  /// on its way, and nothing but windows may wait.
  List<Shard> divide(List<Courier> couriers) {
    lock.lock();
    try {
      List<Window> waiting = retireAll();
      WalPosition from = waiting.isEmpty() ? taken : waiting.getFirst().before();
      var fresh = new ArrayList<Shard>();
      for (Courier courier : couriers) {
        fresh.add(
            new Shard(
                fresh.size(),
                courier,
                maxSamples,
                from.sequence(),
                taken.sequence(),
                lock.newCondition()));
      }
      shards = List.copyOf(fresh);
      waiting.forEach(window -> hand(window.divided(fresh.size())));
      isPaused = false;
      return shards;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the windows out of the queues, oldest first.
  private List<Window> retireAll() {
    var waiting = new ArrayList<Window>();
    for (Shard old : shards) {
      for (Work work : old.queue) {
        if (work instanceof Window window && !waiting.contains(window)) {
          waiting.add(window);
          bytes -= window.bytes();
        }
      }
      old.queue.clear();
      old.isRetired = true;
      old.hasWork.signalAll();
    }
    waiting.sort(Comparator.comparing(Window::before));
    return waiting;
  }

  List<Shard> shards() {
    lock.lock();
    try {
      return shards;
    } finally {
      lock.unlock();
    }
  }

  /// An empty batch for a load of `shard` that begins behind `before`.
  Batch open(Shard shard, WalPosition before) {
    lock.lock();
    try {
      shard.openSince = before;
      Batch spare = shard.spare;
      shard.spare = null;
      return spare == null ? new Batch() : spare;
    } finally {
      lock.unlock();
    }
  }

  void enqueue(Shard shard, Load load) {
    lock.lock();
    try {
      shard.openSince = null;
      shard.queue.add(load);
      shard.queuedSamples += load.samples();
      bytes += load.bytes();
      shard.hasWork.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A window that begins behind `before` is going to be filled.
  void fillFrom(WalPosition before) {
    lock.lock();
    try {
      filling = before;
    } finally {
      lock.unlock();
    }
  }

  /// Hands the window to those shards that have a part of it.
  void enqueue(Window window) {
    lock.lock();
    try {
      filling = null;
      hand(window);
    } finally {
      lock.unlock();
    }
  }

  private void hand(Window window) {
    if (window.parts() > 0) {
      bytes += window.bytes();
    }
    for (Shard shard : shards) {
      if (window.hasPart(shard.index)) {
        shard.queue.add(window);
        shard.hasWork.signalAll();
      }
    }
  }

  /// Lets the shards stop behind the request that each is at, so that they can be divided anew:
  /// what they have not delivered of their windows is divided with them. Where live data waits
  /// behind a window, they go on until nothing waits.
  void pause() {
    lock.lock();
    try {
      isPaused = shards.stream().noneMatch(Lanes::hasLoadBehindWindow);
    } finally {
      lock.unlock();
    }
  }

  private static boolean hasLoadBehindWindow(Shard shard) {
    boolean behind = false;
    for (Work work : shard.queue) {
      if (behind && work instanceof Load) {
        return true;
      }
      behind |= work instanceof Window;
    }
    return false;
  }

  /// There is no new division after all.
  void resume() {
    lock.lock();
    try {
      isPaused = false;
      shards.forEach(shard -> shard.hasWork.signalAll());
    } finally {
      lock.unlock();
    }
  }

  /// Whether `shard` may deliver one more load of the window at the head of its queue.
  boolean goesOn(Shard shard) {
    lock.lock();
    try {
      shard.isAtWindow = !isPaused;
      if (isPaused) {
        settled.signalAll();
      }
      return shard.isAtWindow;
    } finally {
      lock.unlock();
    }
  }

  /// Whether `shard` may take more.
  boolean hasRoom(Shard shard) {
    lock.lock();
    try {
      return roomFor(shard);
    } finally {
      lock.unlock();
    }
  }

  private boolean roomFor(Shard shard) {
    // The load that is on its way does not count.
    return bytes == 0 || (shard.queuedSamples < capacity + maxSamples && bytes < maxBytes);
  }

  /// Waits until `shard` may take more; false where a shard cannot go on.
  boolean awaitRoom(Shard shard) {
    lock.lock();
    try {
      while (!hasFailed && !roomFor(shard)) {
        settled.awaitUninterruptibly();
      }
      return !hasFailed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is room for a window of half the size at least, or `mostMs` have passed;
  /// true when there is.
  boolean awaitRoomForWindow(long mostMs) {
    return await(() -> bytes <= maxBytes / 2, mostMs);
  }

  /// Waits until nothing waits or is on its way, or a shard cannot go on, or `mostMs` have passed;
  /// true when nothing is.
  boolean awaitIdle(long mostMs) {
    return await(this::isIdle, mostMs);
  }

  /// As [#awaitIdle], but after [#pause] windows may wait.
  boolean awaitRest(long mostMs) {
    return await(this::isAtRest, mostMs);
  }

  private boolean await(BooleanSupplier state, long mostMs) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(mostMs);
      while (!hasFailed && !state.getAsBoolean() && left > 0) {
        try {
          left = settled.awaitNanos(left);
        } catch (InterruptedException _) {
          // Nobody interrupts the reader here to any purpose.
        }
      }
      return state.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    for (Shard shard : shards) {
      if (!shard.queue.isEmpty() || shard.openSince != null) {
        return false;
      }
    }
    return true;
  }

  private boolean isAtRest() {
    if (!isPaused) {
      return isIdle();
    }
    for (Shard shard : shards) {
      if (shard.isAtWindow || shard.openSince != null || shard.queue.peek() instanceof Load) {
        return false;
      }
    }
    return true;
  }

  /// The work that is next in `shard`, at once; null where there is none.
  @Nullable Work peek(Shard shard) {
    lock.lock();
    try {
      return shard.queue.peek();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for work of `shard`; null when no more will come.
  @Nullable Work next(Shard shard) {
    lock.lock();
    try {
      while (!isClosed && !shard.isRetired && !hasWork(shard)) {
        shard.hasWork.awaitUninterruptibly();
      }
      return shard.queue.peek();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork(Shard shard) {
    Work next = shard.queue.peek();
    return next instanceof Load || (next != null && !isPaused);
  }

  Progress progress(Shard shard) {
    lock.lock();
    try {
      return shard.progress;
    } finally {
      lock.unlock();
    }
  }

  /// A load of `shard` is settled: one of its queue, or of the window at the head of it. Its batch
  /// may be used again.
  void settled(Shard shard, Load load) {
    lock.lock();
    try {
      shard.progress = load.after;
      if (shard.queue.peek() == load) {
        shard.queue.remove();
        shard.queuedSamples -= load.samples();
        bytes -= load.bytes();
        load.batch.clear();
        if (load.batch.heldBytes() <= MAX_SPARE_BYTES_PER_SAMPLE * maxSamples) {
          shard.spare = load.batch;
        }
        settled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// `shard` has settled its part of the window.
  void settled(Shard shard, Window window) {
    lock.lock();
    try {
      shard.progress = Progress.through(window.end());
      shard.isAtWindow = false;
      shard.queue.remove();
      if (window.partDone() == 0) {
        bytes -= window.bytes();
      }
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A shard cannot go on: the destination stops.
  void fail() {
    lock.lock();
    try {
      hasFailed = true;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasFailed() {
    lock.lock();
    try {
      return hasFailed;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come; what is there is still delivered.
  void close() {
    lock.lock();
    try {
      isClosed = true;
      isPaused = false;
      shards.forEach(shard -> shard.hasWork.signalAll());
    } finally {
      lock.unlock();
    }
  }

  /// Memory of all that waits or is on its way.
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  Place place() {
    lock.lock();
    try {
      // Read before the shards are looked at: what is taken from now on is in one of them by then.
      WalPosition through = filling == null ? taken : filling;
      WalPosition before = through;
      var progress = new ArrayList<Progress>(shards.size());
      for (Shard shard : shards) {
        Work first = shard.queue.peek();
        WalPosition since = first == null ? shard.openSince : first.before();
        if (since != null && since.compareTo(before) < 0) {
          before = since;
        }
        progress.add(since == null ? Progress.through(through.sequence()) : shard.progress);
      }
      boolean isAhead = false;
      for (Progress each : progress) {
        isAhead |= each.knownThrough() > before.sequence();
      }
      return new Place(before, progress, isAhead);
    } finally {
      lock.unlock();
    }
  }
}
