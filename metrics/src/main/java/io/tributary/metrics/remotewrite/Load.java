package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.wire.remotewrite.Batch;

/// One batch of a shard on its way, and what is known once it is delivered. Owned by the reader
/// until it is handed to the shard.
final class Load {
  final Batch batch;

  /// The place in the log before its first record.
  final WalPosition before;

  /// When its first column was read.
  final long firstNanos;

  /// How far the shard is once this is delivered.
  Progress after;

  /// Series of neighbouring scrapes share entries: a backlog.
  final boolean mergeSeries;

  Load(Batch batch, WalPosition before, long firstNanos, Progress after, boolean mergeSeries) {
    this.batch = batch;
    this.before = before;
    this.firstNanos = firstNanos;
    this.after = after;
    this.mergeSeries = mergeSeries;
  }

  long newestMs() {
    long newest = Long.MIN_VALUE;
    for (var slice : batch.slices()) {
      newest = Math.max(newest, slice.timestampMs());
    }
    return newest;
  }

  long oldestMs() {
    return batch.isEmpty() ? Long.MAX_VALUE : batch.slices().getFirst().timestampMs();
  }
}
