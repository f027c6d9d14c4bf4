package io.tributary.base.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growable, reusable byte array that codecs write to.
///
/// Owned by one thread. [#array] is the live array: valid up to [#size] until the next write.
/// Little-endian where width is fixed. The array never exceeds `Integer.MAX_VALUE - 8` bytes;
/// callers bound what they write long before.
public final class ByteSink {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] array;
  private int size;

  public ByteSink(int initialBytes) {
    array = new byte[Math.max(initialBytes, 16)];
  }

  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  /// Forgets what lies behind `newSize`; never grows.
  public void truncate(int newSize) {
    if (newSize > size || newSize < 0) {
      throw new IllegalStateException("BUG: truncate to " + newSize + " of " + size);
    }
    size = newSize;
  }

  public void clear() {
    size = 0;
  }

  /// Makes room for `more` bytes and returns the array, so that hot code can write to it directly
  /// and then [#advance].
  public byte[] reserve(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length + (array.length >> 1), size + more));
    }
    return array;
  }

  /// Counts `bytes` written directly into the reserved room.
  public void advance(int bytes) {
    size += bytes;
  }

  public void put(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  public void put(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, array, size, length);
    size += length;
  }

  public void put(byte[] from) {
    put(from, 0, from.length);
  }

  public void putInt(int value) {
    reserve(4);
    INT.set(array, size, value);
    size += 4;
  }

  public void putLong(long value) {
    reserve(8);
    LONG.set(array, size, value);
    size += 8;
  }

  public void setInt(int offset, int value) {
    INT.set(array, offset, value);
  }

  /// Unsigned LEB128, as protobuf writes it.
  public void putVarint(long value) {
    reserve(10);
    size = Varint.put(array, size, value);
  }

  /// A length in front of the bytes.
  public void putLengthPrefixed(byte[] from) {
    putVarint(from.length);
    put(from);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }
}
