package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.wire.remotewrite.Batch;

/// One batch of a shard, and what is known once it is delivered. Owned by the reader until it is
/// handed to the shard's queue, and by the shard's courier from then on.
final class Load implements Work {
  final Batch batch;

  /// The place in the log before its first record.
  final WalPosition before;

  /// When its first column was read.
  final long firstNanos;

  /// How far the shard is once this is delivered.
  Progress after;

  /// Series of neighbouring scrapes share entries: a backlog.
  final boolean mergeSeries;

  // As it was put into the queue; what is too old is taken out of the batch later.
  private int samples;
  private long bytes;

  Load(Batch batch, WalPosition before, long firstNanos, Progress after, boolean mergeSeries) {
    this.batch = batch;
    this.before = before;
    this.firstNanos = firstNanos;
    this.after = after;
    this.mergeSeries = mergeSeries;
  }

  /// Nothing is added any more.
  Load sealed() {
    samples = batch.sampleCount();
    bytes = batch.heldBytes();
    return this;
  }

  /// Samples in it when it was sealed.
  int samples() {
    return samples;
  }

  @Override
  public WalPosition before() {
    return before;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
