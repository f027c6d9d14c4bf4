package io.tributary.metrics.wal;

/// A record that is intact by its checksum and still is not one that this version writes.
final class MalformedRecordException extends RuntimeException {
  MalformedRecordException(String message) {
    super(message);
  }
}
