package io.tributary.base.disk;

import java.io.IOException;

/// An exclusive lock on a file, held until closed.
///
/// The operating system lets go of it when the process dies, however that happens.
public interface DiskLock extends AutoCloseable {
  /// The lock is with another process, or was taken before by this one; the message says which.
  final class HeldException extends IOException {
    public HeldException(String message) {
      super(message);
    }
  }

  /// Whether the file was there before: its owner did not end in good order.
  boolean isLeftover();

  /// Deletes the file, unless another process has it by now, and lets go.
  @Override
  void close();
}
