package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;

/// What waits in a shard's queue: a load of live data, or the shard's part of a stretch of backlog.
sealed interface Work permits Load, Window {
  /// The place in the log before its first record.
  WalPosition before();

  /// Heap bytes that it holds on to, about.
  long bytes();
}
