package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.wire.remotewrite.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// One lane of a destination: the loads of the streams that belong to it, in order, and how far it
/// got.
///
/// The reader fills the open load; [Lanes] holds what is sealed; whoever delivers takes it from
/// there.
final class Shard {
  final int index;
  final Courier courier;

  // Guarded by the lock of the lanes.

  /// Oldest first; the first stays here until it is settled.
  final Deque<Work> queue = new ArrayDeque<>();

  /// In sealed loads.
  int queuedSamples;

  Progress progress;

  /// The place before the first record of the open load; null while there is none.
  @Nullable WalPosition openSince;

  /// The batch of the last load, for the next: its array has the size that loads have.
  @Nullable Batch spare;

  /// It delivers a load of the window at the head of its queue.
  boolean isAtWindow;

  /// It has no part any more in a new division into shards.
  boolean isRetired;

  final Condition hasWork;

  // Owned by the reader.
  private final int maxSamples;
  private @Nullable Load open;

  /// All records up to this were handed to the queue or belong to others.
  private long openDone;

  /// @param done everything up to this record was delivered
  /// @param read everything up to this record was delivered, or will be put into the queue
  Shard(int index, Courier courier, int maxSamples, long done, long read, Condition hasWork) {
    this.index = index;
    this.courier = courier;
    this.maxSamples = maxSamples;
    this.progress = Progress.through(done);
    this.openDone = read;
    this.hasWork = hasWork;
  }

  /// Takes the rows of a mapped column from `fromRow` on, which lie in the log behind `before`.
  void add(
      Lanes lanes,
      ScrapeColumn column,
      int @Nullable [] rowMap,
      int fromRow,
      long record,
      WalPosition before,
      long nowNanos) {
    int rows = column.layout().rowCount();
    if (open != null && open.batch.sampleCount() + column.sampleCount() > maxSamples) {
      seal(lanes);
    }
    int from = fromRow;
    while (true) {
      Load load = open;
      if (load == null) {
        load =
            new Load(lanes.open(this, before), before, nowNanos, Progress.through(openDone), false);
        open = load;
      }
      int to = column.selected() == null ? Math.min(rows, from + maxSamples) : rows;
      Window.addTo(load.batch, column, rowMap, from, to);
      if (to == rows) {
        openDone = record;
        load.after = Progress.through(record);
        break;
      }
      load.after = Progress.through(openDone).withPartial(record, to);
      seal(lanes);
      from = to;
    }
    if (openSamples() >= maxSamples) {
      seal(lanes);
    }
  }

  /// Closes the open load, so that it goes out next.
  void seal(Lanes lanes) {
    Load load = open;
    if (load != null) {
      open = null;
      lanes.enqueue(this, load.sealed());
    }
  }

  /// Everything up to `record` is in the queue.
  void skipTo(long record) {
    openDone = record;
  }

  int openSamples() {
    return open == null ? 0 : open.batch.sampleCount();
  }

  long openBytes() {
    return open == null ? 0 : open.batch.heldBytes();
  }

  /// When the open load began; [Long#MAX_VALUE] where there is none.
  long openSinceNanos() {
    return open == null ? Long.MAX_VALUE : open.firstNanos;
  }
}
