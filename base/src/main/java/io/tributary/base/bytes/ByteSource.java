package io.tributary.base.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A cursor over bytes that were written with [ByteSink]; every read is checked against the end.
///
/// Reads past the end and malformed varints throw [TruncatedException], whatever the bytes are.
/// Owned by one thread; can be pointed at new bytes with [#reset].
public final class ByteSource {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// The bytes ended, or a varint did not, where a value was expected.
  public static final class TruncatedException extends RuntimeException {
    TruncatedException(String message) {
      super(message);
    }
  }

  private byte[] array;
  private int position;
  private int end;

  public ByteSource(byte[] array, int from, int end) {
    this.array = array;
    this.position = from;
    this.end = end;
  }

  public ByteSource(byte[] array) {
    this(array, 0, array.length);
  }

  public void reset(byte[] newArray, int from, int newEnd) {
    array = newArray;
    position = from;
    end = newEnd;
  }

  public byte[] array() {
    return array;
  }

  public int position() {
    return position;
  }

  public void position(int newPosition) {
    position = newPosition;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasRemaining() {
    return position < end;
  }

  public int get() {
    need(1);
    return array[position++] & 0xFF;
  }

  public int getInt() {
    need(4);
    int value = (int) INT.get(array, position);
    position += 4;
    return value;
  }

  public long getLong() {
    need(8);
    long value = (long) LONG.get(array, position);
    position += 8;
    return value;
  }

  public long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      need(1);
      byte b = array[position++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new TruncatedException("cannot read varint at " + position + ": longer than ten bytes");
  }

  /// A varint that must fit a non-negative `int` not above `limit`: lengths and counts.
  public int getLength(int limit) {
    long value = getVarint();
    if (value < 0 || value > limit) {
      throw new TruncatedException(
          "cannot read length at " + position + ": " + value + " is above " + limit);
    }
    return (int) value;
  }

  public byte[] getBytes(int length) {
    need(length);
    position += length;
    return Arrays.copyOfRange(array, position - length, position);
  }

  public byte[] getLengthPrefixed() {
    return getBytes(getLength(remaining()));
  }

  public void skip(int length) {
    need(length);
    position += length;
  }

  private void need(int bytes) {
    if (bytes < 0 || end - position < bytes) {
      throw new TruncatedException(
          "cannot read "
              + bytes
              + " bytes at "
              + position
              + ": only "
              + (end - position)
              + " left");
    }
  }
}
