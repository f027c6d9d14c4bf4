package io.tributary.metrics.wal;

import java.io.IOException;
import java.util.zip.CRC32C;

/// Finds the intact records of a segment, one after another, and the next one behind damage.
///
/// Owned by one thread.
final class FrameScanner {
  /// The bytes of one segment.
  interface Bytes {
    /// Copies bytes from `offset` of the segment on, at most `most`; 0 when there are none.
    int read(long offset, byte[] to, int at, int most) throws IOException;

    /// Where to go on when there is nothing at `offset`.
    long behindHole(long offset);
  }

  private static final int READ_BYTES = 128 << 10;

  /// A buffer larger than this is given back once its record is done.
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private final CRC32C crc = new CRC32C();
  private byte[] buffer = new byte[READ_BYTES + ColumnDecoder.SLACK];
  private long bufferOffset;
  private int bufferLength;

  private long next;
  private long expected;
  private long lost;
  private int frameAt;
  private long sequence;

  FrameScanner() {}

  /// Goes to the start of a segment.
  void reset(long baseSequence) {
    reset(baseSequence, 0);
  }

  /// Goes to any offset of a segment, which need not be the start of a record: what lies before the
  /// next one counts as damage.
  void reset(long baseSequence, long offset) {
    next = offset;
    bufferOffset = offset;
    bufferLength = 0;
    expected = baseSequence;
  }

  /// Moves to the next intact record before `endOffset` with a number below `endSequence`; false
  /// when there is none, and then [#offset] is `endOffset`.
  boolean next(Bytes bytes, long endOffset, long endSequence) throws IOException {
    while (next + Frame.HEADER_BYTES <= endOffset) {
      if (!ensure(bytes, Frame.HEADER_BYTES, endOffset)) {
        next = Math.min(Math.max(bytes.behindHole(next), next + 1), endOffset);
        continue;
      }
      int at = (int) (next - bufferOffset);
      if (isFrame(bytes, at, endOffset, endSequence)) {
        return true;
      }
      skipToMagic();
    }
    next = endOffset;
    return false;
  }

  private boolean isFrame(Bytes bytes, int start, long endOffset, long endSequence)
      throws IOException {
    if (!Frame.looksValid(buffer, start)) {
      return false;
    }
    int bytesInFrame = Frame.HEADER_BYTES + Frame.length(buffer, start);
    long number = Frame.sequence(buffer, start, expected);
    if (bytesInFrame > endOffset - next
        || number >= endSequence
        || !ensure(bytes, bytesInFrame, endOffset)) {
      return false;
    }
    int at = (int) (next - bufferOffset);
    if (!Frame.isIntact(buffer, at, crc)) {
      return false;
    }
    frameAt = at;
    sequence = number;
    lost += number - expected;
    expected = number + 1;
    next += bytesInFrame;
    return true;
  }

  private void skipToMagic() {
    byte first = (byte) Frame.MAGIC;
    int at = (int) (next - bufferOffset) + 1;
    while (at < bufferLength && buffer[at] != first) {
      at++;
    }
    next = bufferOffset + at;
  }

  /// Whether `count` bytes from [#offset] on are in the buffer, reading them if need be.
  private boolean ensure(Bytes bytes, int count, long endOffset) throws IOException {
    int at = (int) Math.min(next - bufferOffset, bufferLength);
    if (bufferLength - at >= count) {
      return true;
    }
    int left = bufferLength - at;
    byte[] to = buffer;
    if (count + ColumnDecoder.SLACK > buffer.length) {
      to = new byte[count + ColumnDecoder.SLACK];
    } else if (buffer.length > MAX_KEPT_BYTES && count <= READ_BYTES && left <= READ_BYTES) {
      to = new byte[READ_BYTES + ColumnDecoder.SLACK];
    }
    System.arraycopy(buffer, at, to, 0, left);
    buffer = to;
    bufferOffset = next;
    bufferLength = left;
    while (bufferLength < count) {
      long from = bufferOffset + bufferLength;
      int most =
          (int) Math.min(buffer.length - ColumnDecoder.SLACK - bufferLength, endOffset - from);
      int read = bytes.read(from, buffer, bufferLength, most);
      if (read <= 0) {
        return false;
      }
      bufferLength += read;
    }
    return true;
  }

  int bufferBytes() {
    return buffer.length;
  }

  byte[] array() {
    return buffer;
  }

  byte type() {
    return Frame.type(buffer, frameAt);
  }

  int payloadFrom() {
    return frameAt + Frame.HEADER_BYTES;
  }

  int payloadTo() {
    return payloadFrom() + Frame.length(buffer, frameAt);
  }

  long sequence() {
    return sequence;
  }

  /// Behind the record.
  long offset() {
    return next;
  }

  /// The number of the next record if none is missing.
  long expectedSequence() {
    return expected;
  }

  /// Records that were missing or damaged since the last call.
  long takeLost() {
    long taken = lost;
    lost = 0;
    return taken;
  }

  /// Where the next read of the disk begins.
  long readOffset() {
    return bufferOffset + bufferLength;
  }
}
