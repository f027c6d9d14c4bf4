package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Label pairs as byte ranges, in the order of the input: neither sorted nor checked for names that
/// occur twice. In a sample the first pair is `__name__` and the metric's name.
///
/// A range lies in the body, or in the parser's scratch when the written form had escapes or was
/// normalised; hence the array beside each pair of offsets. Reused by its owner.
public final class LabelViews {
  private byte[][] arrays = new byte[32][];
  private int[] ranges = new int[64];
  private int size;

  /// How many pairs there are.
  public int size() {
    return size;
  }

  public byte[] nameArray(int i) {
    return arrays[2 * i];
  }

  public int nameStart(int i) {
    return ranges[4 * i];
  }

  public int nameEnd(int i) {
    return ranges[4 * i + 1];
  }

  public byte[] valueArray(int i) {
    return arrays[2 * i + 1];
  }

  public int valueStart(int i) {
    return ranges[4 * i + 2];
  }

  public int valueEnd(int i) {
    return ranges[4 * i + 3];
  }

  /// The name as a new string: for cold code.
  public String name(int i) {
    return new String(nameArray(i), nameStart(i), nameEnd(i) - nameStart(i), UTF_8);
  }

  /// The value as a new string: for cold code.
  public String value(int i) {
    return new String(valueArray(i), valueStart(i), valueEnd(i) - valueStart(i), UTF_8);
  }

  public boolean nameEquals(int i, byte[] name) {
    return Arrays.equals(nameArray(i), nameStart(i), nameEnd(i), name, 0, name.length);
  }

  /// The pairs as `{name="value", …}`, unescaped: for messages and tests.
  @Override
  public String toString() {
    var out = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : ", ").append(name(i)).append("=\"").append(value(i)).append('"');
    }
    return out.append('}').toString();
  }

  void clear() {
    size = 0;
  }

  /// Starts a pair with its name; [#value] completes it.
  void name(byte[] array, int start, int end) {
    if (4 * size == ranges.length) {
      arrays = Arrays.copyOf(arrays, arrays.length * 2);
      ranges = Arrays.copyOf(ranges, ranges.length * 2);
    }
    arrays[2 * size] = array;
    ranges[4 * size] = start;
    ranges[4 * size + 1] = end;
  }

  void value(byte[] array, int start, int end) {
    arrays[2 * size + 1] = array;
    ranges[4 * size + 2] = start;
    ranges[4 * size + 3] = end;
    size++;
  }

  void add(byte[] name, byte[] valueArray, int valueStart, int valueEnd) {
    name(name, 0, name.length);
    value(valueArray, valueStart, valueEnd);
  }

  void addAll(LabelViews other) {
    for (int i = 0; i < other.size; i++) {
      name(other.nameArray(i), other.nameStart(i), other.nameEnd(i));
      value(other.valueArray(i), other.valueStart(i), other.valueEnd(i));
    }
  }

  /// Reserves the first pair for a metric name that is only known later.
  void reserveFirst() {
    size = 1;
  }

  void setFirst(byte[] name, byte[] valueArray, int valueStart, int valueEnd) {
    int kept = size;
    size = 0;
    name(name, 0, name.length);
    value(valueArray, valueStart, valueEnd);
    size = kept;
  }

  void remove(int i) {
    System.arraycopy(arrays, 2 * i + 2, arrays, 2 * i, 2 * (size - i - 1));
    System.arraycopy(ranges, 4 * i + 4, ranges, 4 * i, 4 * (size - i - 1));
    size--;
  }

  /// Replaces the value of pair `i`.
  void setValue(int i, byte[] array, int start, int end) {
    arrays[2 * i + 1] = array;
    ranges[4 * i + 2] = start;
    ranges[4 * i + 3] = end;
  }
}
