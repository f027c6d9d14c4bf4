package io.tributary.metrics.wal;

import java.nio.ByteBuffer;
import java.util.List;

/// A run of records for the writer, from `from` to `to` in `segment`.
///
/// @param sinceNanos when the first of them was appended
record Batch(
    Segment segment, WalPosition from, WalPosition to, long sinceNanos, List<ByteBuffer> slices) {}
