package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.wire.remotewrite.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One lane of a destination: the loads of the streams that belong to it, in order, and how far it
/// got.
///
/// Filled by the reader between rounds, emptied by its courier during one.
final class Shard {
  final Courier courier;

  /// Sealed loads, oldest first.
  final Deque<Load> sealed = new ArrayDeque<>();

  private final int maxSamples;
  private @Nullable Load open;
  private long openDone;
  Progress progress;

  Shard(Courier courier, int maxSamples, long record) {
    this.courier = courier;
    this.maxSamples = maxSamples;
    this.progress = Progress.through(record);
    this.openDone = record;
  }

  /// Takes the rows of a mapped column from `fromRow` on, which lie in the log behind `before`.
  void add(
      ScrapeColumn column,
      int @Nullable [] rowMap,
      int fromRow,
      long record,
      WalPosition before,
      long nowNanos) {
    int rows = column.layout().rowCount();
    Load load = open;
    if (load != null && load.batch.sampleCount() + column.sampleCount() > maxSamples) {
      seal();
      load = null;
    }
    int from = fromRow;
    while (true) {
      if (load == null) {
        load = new Load(new Batch(), before, nowNanos, Progress.through(openDone), false);
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
      seal();
      load = null;
      from = to;
    }
    if (load.batch.sampleCount() >= maxSamples) {
      seal();
    }
  }

  /// Closes the open load, so that it goes out with the next round.
  void seal() {
    if (open != null) {
      sealed.add(open);
      open = null;
    }
  }

  boolean hasSealed() {
    return !sealed.isEmpty();
  }

  int openSamples() {
    return open == null ? 0 : open.batch.sampleCount();
  }

  int samples() {
    int samples = openSamples();
    for (Load load : sealed) {
      samples += load.batch.sampleCount();
    }
    return samples;
  }

  long bytes() {
    long bytes = open == null ? 0 : open.batch.heldBytes();
    for (Load load : sealed) {
      bytes += load.batch.heldBytes();
    }
    return bytes;
  }

  /// When the open load began; [Long#MAX_VALUE] where there is none.
  long openSinceNanos() {
    return open == null ? Long.MAX_VALUE : open.firstNanos;
  }

  /// The place before the first record that is not settled; null when there is none.
  @Nullable WalPosition pendingSince() {
    Load first = sealed.peek();
    return first != null ? first.before : open != null ? open.before : null;
  }
}
