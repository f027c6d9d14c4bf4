package io.tributary.metrics.wal;

/// The storage directory cannot be used by this process, and only an operator can change that.
public final class StorageException extends RuntimeException {
  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
