package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The frame around each record of a segment.
///
/// ```
///  0  magic C5 7B    2
///  2  type           1
///  3  zero           1
///  4  payload bytes  4
///  8  sequence       4   low half; the rest follows from the segment's first
/// 12  CRC32C         4   of bytes 2 to 11 and the payload
/// 16  payload
/// ```
///
/// All numbers are little-endian. The magic bytes let a reader find the next record behind damage.
final class Frame {
  static final int HEADER_BYTES = 16;

  /// No record is larger; what would be is not appended.
  static final int MAX_PAYLOAD_BYTES = 512 << 20;

  static final byte BLOCK = 1;
  static final byte LAYOUT = 2;
  static final byte STREAM = 3;
  static final byte SCRAPE = 4;
  static final byte FORGET = 5;

  static final short MAGIC = 0x7BC5;
  private static final int TYPE_OFFSET = 2;
  private static final int LENGTH_OFFSET = 4;
  private static final int SEQUENCE_OFFSET = 8;
  private static final int CRC_OFFSET = 12;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Frame() {}

  /// Leaves room for the header; the payload follows. Returns where the frame begins.
  static int begin(ByteSink to) {
    int start = to.size();
    to.reserve(HEADER_BYTES);
    to.advance(HEADER_BYTES);
    return start;
  }

  /// Fills in the header of the frame at `start`, which ends where the sink does.
  static void end(ByteSink to, int start, byte type, long sequence, CRC32C crc) {
    byte[] array = to.array();
    SHORT.set(array, start, MAGIC);
    array[start + TYPE_OFFSET] = type;
    array[start + TYPE_OFFSET + 1] = 0;
    int payload = to.size() - start - HEADER_BYTES;
    INT.set(array, start + LENGTH_OFFSET, payload);
    INT.set(array, start + SEQUENCE_OFFSET, (int) sequence);
    INT.set(array, start + CRC_OFFSET, checksum(array, start, payload, crc));
  }

  /// Whether the bytes at `at` can be the header of a frame; [#HEADER_BYTES] must be readable.
  static boolean looksValid(byte[] from, int at) {
    int length = length(from, at);
    return (short) SHORT.get(from, at) == MAGIC
        && from[at + TYPE_OFFSET] >= BLOCK
        && from[at + TYPE_OFFSET] <= FORGET
        && from[at + TYPE_OFFSET + 1] == 0
        && length >= 0
        && length <= MAX_PAYLOAD_BYTES;
  }

  static byte type(byte[] from, int at) {
    return from[at + TYPE_OFFSET];
  }

  /// Bytes of the payload.
  static int length(byte[] from, int at) {
    return (int) INT.get(from, at + LENGTH_OFFSET);
  }

  /// The full sequence number, given one at most 2^32 below it.
  static long sequence(byte[] from, int at, long base) {
    int low = (int) INT.get(from, at + SEQUENCE_OFFSET);
    return base + (low - (int) base & 0xFFFFFFFFL);
  }

  /// Whether the whole frame, which must be readable, is as it was written.
  static boolean isIntact(byte[] from, int at, CRC32C crc) {
    return (int) INT.get(from, at + CRC_OFFSET) == checksum(from, at, length(from, at), crc);
  }

  private static int checksum(byte[] array, int start, int payload, CRC32C crc) {
    crc.reset();
    crc.update(array, start + TYPE_OFFSET, CRC_OFFSET - TYPE_OFFSET);
    crc.update(array, start + HEADER_BYTES, payload);
    return (int) crc.getValue();
  }
}
