package io.tributary.wire.compress;

import io.tributary.base.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes one block of snappy's format element by element, for those who know what repeats where.
///
/// ```
/// block    = length of the message (varint)  element*
/// literal  = (n-1)<<2 | 0  bytes                               n up to 60, else 60..63 and n-1 in 1..4 bytes
/// copy 1   = offset>>8<<5 | (n-4)<<2 | 1  offset & 255         n 4 to 11, offset below 2,048
/// copy 2   = (n-1)<<2 | 2  offset (2 bytes, little-endian)     n 1 to 64
/// copy 4   = (n-1)<<2 | 3  offset (4 bytes, little-endian)     n 1 to 64
/// ```
///
/// Offsets count back from where the copy goes; a copy may overlap what it writes. The compressors
/// in use never look back further than 64 KiB nor across a boundary of 64 KiB, but decoders must
/// not rely on it, and these boundaries mean nothing here.
///
/// Owned by one thread; [#bytes] is valid until the next [#clear].
///
/// Source: google/snappy `format_description.txt`.
public final class SnappyBlock {
  /// Largest offset that a copy of three bytes can say.
  public static final int NEAR = 65_535;

  /// Bytes that one copy can yield.
  public static final int MAX_COPY = 64;

  private static final int VERY_NEAR = 2_047;
  private static final int SHORT_COPY = 11;
  private static final int SHORTEST_COPY = 4;

  /// Room for the length in front, which is known last.
  private static final int FRONT = 5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1 << 12];
  private int end = FRONT;
  private int start = FRONT;

  public void clear() {
    end = FRONT;
  }

  /// Makes room for elements of `most` bytes together.
  public void reserve(int most) {
    if (bytes.length - end < most) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), end + most));
    }
  }

  /// Room that `length` bytes need at most, as literals.
  public static int literalBytes(int length) {
    return length + FRONT;
  }

  /// Needs room: see [#reserve].
  public void literal(byte[] from, int offset, int length) {
    if (length == 0) {
      return;
    }
    byte[] out = bytes;
    int at = end;
    int n = length - 1;
    if (n < 60) {
      out[at++] = (byte) (n << 2);
    } else if (n < 1 << 8) {
      out[at++] = (byte) (60 << 2);
      out[at++] = (byte) n;
    } else if (n < 1 << 16) {
      out[at++] = (byte) (61 << 2);
      SHORT.set(out, at, (short) n);
      at += 2;
    } else {
      out[at++] = (byte) (63 << 2);
      INT.set(out, at, n);
      at += 4;
    }
    if (length <= 8) {
      for (int i = 0; i < length; i++) {
        out[at + i] = from[offset + i];
      }
    } else {
      System.arraycopy(from, offset, out, at, length);
    }
    end = at + length;
  }

  /// The lowest `length` bytes of `value`, at most eight, lowest first. Needs room for nine bytes.
  public void literal(long value, int length) {
    bytes[end] = (byte) ((length - 1) << 2);
    LONG.set(bytes, end + 1, value);
    end += 1 + length;
  }

  /// Repeats `length` bytes, at most [#MAX_COPY], from `offset` before. Needs room for five bytes.
  public void copy(int offset, int length) {
    byte[] out = bytes;
    int at = end;
    if (offset <= VERY_NEAR && length <= SHORT_COPY && length >= SHORTEST_COPY) {
      out[at] = (byte) (((offset >>> 8) << 5) | ((length - 4) << 2) | 1);
      out[at + 1] = (byte) offset;
      end = at + 2;
    } else if (offset <= NEAR) {
      out[at] = (byte) (((length - 1) << 2) | 2);
      SHORT.set(out, at + 1, (short) offset);
      end = at + 3;
    } else {
      out[at] = (byte) (((length - 1) << 2) | 3);
      INT.set(out, at + 1, offset);
      end = at + 5;
    }
  }

  /// Compresses a part of the message by itself and appends its elements.
  public void append(Snappy codec, byte[] from, int offset, int length) {
    if (length == 0) {
      return;
    }
    int compressed = codec.compress(from, offset, length);
    byte[] elements = codec.output();
    int behindLength = Varint.size(length);
    reserve(compressed);
    System.arraycopy(elements, behindLength, bytes, end, compressed - behindLength);
    end += compressed - behindLength;
  }

  /// Ends the block, whose elements yield `messageBytes`. It lies in [#bytes] from [#start] up to
  /// [#end].
  public void finish(int messageBytes) {
    start = FRONT - Varint.size(messageBytes);
    Varint.put(bytes, start, messageBytes);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }
}
