package io.tributary.metrics.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.layout.Stream;

/// How far one shard got, in record numbers of the log. Immutable.
///
/// Live data is delivered in the order of the log: everything up to `done`, and the first rows of
/// one record more. A backlog is delivered window by window, and inside a window stream by stream
/// in order of [#hash]: all of the streams before `markHash`, of that stream everything up to
/// `markDone`, and the first `markRows` rows of the records from there up to `markRunEnd`.
record Progress(
    long done,
    long partialRecord,
    int partialRows,
    long windowEnd,
    long markHash,
    long markDone,
    long markRunEnd,
    int markRows) {

  static final int ENCODED_BYTES = 56;

  static Progress through(long record) {
    return new Progress(record, 0, 0, 0, 0, 0, 0, 0);
  }

  Progress withPartial(long record, int rows) {
    return new Progress(done, record, rows, 0, 0, 0, 0, 0);
  }

  Progress withMark(long newWindowEnd, long hash, long markedDone, long runEnd, int rows) {
    return new Progress(done, 0, 0, newWindowEnd, hash, markedDone, runEnd, rows);
  }

  /// Knowing of whole records alone.
  Progress withoutRows() {
    return new Progress(done, 0, 0, windowEnd, markHash, markDone, 0, 0);
  }

  /// Without what it knows of records behind `record`.
  Progress upTo(long record) {
    if (knownThrough() <= record) {
      return this;
    }
    boolean hasPartial = partialRecord <= record;
    return new Progress(
        Math.min(done, record),
        hasPartial ? partialRecord : 0,
        hasPartial ? partialRows : 0,
        Math.min(windowEnd, record),
        markHash,
        Math.min(markDone, record),
        Math.min(markRunEnd, record),
        markRows);
  }

  /// The last record that this knows anything about.
  long knownThrough() {
    return Math.max(Math.max(done, partialRecord), windowEnd);
  }

  /// Rows at the front of a record that were delivered; [Integer#MAX_VALUE] for all.
  int deliveredRows(long record, long hash) {
    if (record <= done) {
      return Integer.MAX_VALUE;
    }
    if (record == partialRecord) {
      return partialRows;
    }
    if (record > windowEnd) {
      return 0;
    }
    int order = Long.compareUnsigned(hash, markHash);
    if (order != 0) {
      return order < 0 ? Integer.MAX_VALUE : 0;
    }
    if (record <= markDone) {
      return Integer.MAX_VALUE;
    }
    return record <= markRunEnd ? markRows : 0;
  }

  /// Orders the streams of a window; the same after a restart.
  static long hash(Stream stream) {
    long h = stream.key() * 0x9E3779B97F4A7C15L;
    for (int slot = 0; slot < stream.slotValues().size(); slot++) {
      h = (h ^ stream.slotValue(slot).hashCode()) * 0xBF58476D1CE4E5B9L;
      h ^= h >>> 31;
    }
    return h;
  }

  void writeTo(ByteSink to) {
    to.putLong(done);
    to.putLong(partialRecord);
    to.putInt(partialRows);
    to.putLong(windowEnd);
    to.putLong(markHash);
    to.putLong(markDone);
    to.putLong(markRunEnd);
    to.putInt(markRows);
  }

  static Progress readFrom(ByteSource from) {
    return new Progress(
        from.getLong(),
        from.getLong(),
        from.getInt(),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        from.getInt());
  }
}
