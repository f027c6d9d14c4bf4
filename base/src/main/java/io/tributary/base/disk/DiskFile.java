package io.tributary.base.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file with positional access. Reads may run beside one writer.
public interface DiskFile extends AutoCloseable {
  /// Reads up to `to.remaining()` bytes at `position`; −1 at the end of the file.
  int read(ByteBuffer to, long position) throws IOException;

  /// Writes all of `from` at `position`. After an exception any part may have been written.
  void write(ByteBuffer from, long position) throws IOException;

  /// Makes what was written durable. After an exception nothing is known about any byte written
  /// since the last success, and a later success says nothing about them either: write them
  /// elsewhere.
  void force() throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;

  @Override
  void close();
}
