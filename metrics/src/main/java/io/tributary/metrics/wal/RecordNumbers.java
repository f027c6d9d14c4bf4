package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import java.util.zip.CRC32C;

/// Ends records with their checksum and the next number of the log. Owned by one thread at a time.
final class RecordNumbers {
  private final CRC32C crc = new CRC32C();
  private long next;

  void startAt(long sequence) {
    next = sequence;
  }

  /// The sequence number that the next record gets.
  long next() {
    return next;
  }

  /// Completes the record that [Frame#begin] began at `start`.
  void end(ByteSink to, int start, byte type) {
    Frame.end(to, start, type, next, crc);
    next++;
  }
}
