package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first bytes of every file of the log, written twice so that one flipped bit costs nothing.
///
/// ```
/// copies at 0 and at 512, records from 1024
///  0  magic "TRBTRWAL"                                      8
///  8  version                                               4
/// 12  part                                                  4
/// 16  segment                                               8
/// 24  first offset: of the segment, in this part            8
/// 32  sequence and samples before the segment               8 each
/// 48  creation of the segment, wall clock, milliseconds     8
/// 56  how long the log had been open then, milliseconds     8
/// 64  CRC32C of all before                                  4
/// ```
///
/// A segment has one part unless the disk failed under it; a later part goes on at its first
/// offset, whatever the part before holds there.
///
/// @param openMs counts only time during which the log was open, over all runs: an age that no step
///   of the wall clock can forge
record SegmentHeader(
    long segment,
    int part,
    long firstOffset,
    long baseSequence,
    long baseSamples,
    long createdMs,
    long openMs) {
  static final int BYTES = 1024;
  static final int VERSION = 2;

  private static final int COPY_AT = 512;
  private static final int LENGTH = 68;
  private static final long MAGIC = 0x4C41575254425254L;

  byte[] encode() {
    var sink = new ByteSink(BYTES);
    sink.putLong(MAGIC);
    sink.putInt(VERSION);
    sink.putInt(part);
    sink.putLong(segment);
    sink.putLong(firstOffset);
    sink.putLong(baseSequence);
    sink.putLong(baseSamples);
    sink.putLong(createdMs);
    sink.putLong(openMs);
    sink.putInt(checksum(sink.array(), 0));
    byte[] bytes = new byte[BYTES];
    System.arraycopy(sink.array(), 0, bytes, 0, LENGTH);
    System.arraycopy(sink.array(), 0, bytes, COPY_AT, LENGTH);
    return bytes;
  }

  /// The header of `file`; null when it has none of this version.
  static @Nullable SegmentHeader read(DiskFile file) throws IOException {
    byte[] bytes = new byte[BYTES];
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
      // Reads on.
    }
    return decode(bytes);
  }

  /// The header in the first [#BYTES] of a file; null when neither copy is one of this version.
  static @Nullable SegmentHeader decode(byte[] bytes) {
    var first = decode(bytes, 0);
    return first == null ? decode(bytes, COPY_AT) : first;
  }

  private static @Nullable SegmentHeader decode(byte[] bytes, int at) {
    if (bytes.length < at + LENGTH) {
      return null;
    }
    var source = new ByteSource(bytes, at, at + LENGTH);
    if (source.getLong() != MAGIC || source.getInt() != VERSION) {
      return null;
    }
    int part = source.getInt();
    var header =
        new SegmentHeader(
            source.getLong(),
            part,
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong());
    boolean isPlausible =
        header.segment > 0
            && part >= 0
            && header.firstOffset >= 0
            && header.baseSequence >= 0
            && header.baseSamples >= 0;
    return isPlausible && source.getInt() == checksum(bytes, at) ? header : null;
  }

  private static int checksum(byte[] bytes, int at) {
    var crc = new CRC32C();
    crc.update(bytes, at, LENGTH - 4);
    return (int) crc.getValue();
  }
}
