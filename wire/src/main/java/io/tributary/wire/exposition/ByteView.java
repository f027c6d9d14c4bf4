package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A range of bytes in someone else's array: `array[start, end)`. Mutable and reused by its owner;
/// who receives one copies what must outlive the call.
public final class ByteView {
  private byte[] array = new byte[0];
  private int start;
  private int end;

  public ByteView() {}

  public ByteView set(byte[] array, int start, int end) {
    this.array = array;
    this.start = start;
    this.end = end;
    return this;
  }

  public byte[] array() {
    return array;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  public int length() {
    return end - start;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(array, start, end);
  }

  public boolean contentEquals(ByteView other) {
    return Arrays.equals(array, start, end, other.array, other.start, other.end);
  }

  public boolean contentEquals(byte[] other) {
    return Arrays.equals(array, start, end, other, 0, other.length);
  }

  /// The bytes as UTF-8 text.
  @Override
  public String toString() {
    return new String(array, start, end - start, UTF_8);
  }
}
