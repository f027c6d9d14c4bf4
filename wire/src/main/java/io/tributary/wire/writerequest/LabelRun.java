package io.tributary.wire.writerequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.labels.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The labels of one series as ranges of bytes, on their way to a row: in order of name, without
/// those of no value. Reusable after [#clear]; owned by one thread.
final class LabelRun {
  private static final byte[] METRIC_NAME = Labels.METRIC_NAME.getBytes(UTF_8);

  private int count;
  private byte[][] bytes = new byte[16][];

  /// Of each label: where its name and its value begin and end.
  private int[] ranges = new int[64];

  void clear() {
    count = 0;
  }

  void add(byte[] of, int nameFrom, int nameTo, int valueFrom, int valueTo) {
    add(of, nameFrom, nameTo, of, valueFrom, valueTo);
  }

  private void add(
      byte[] names, int nameFrom, int nameTo, byte[] values, int valueFrom, int valueTo) {
    if (2 * count == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      ranges = Arrays.copyOf(ranges, 2 * ranges.length);
    }
    bytes[2 * count] = names;
    bytes[2 * count + 1] = values;
    ranges[4 * count] = nameFrom;
    ranges[4 * count + 1] = nameTo;
    ranges[4 * count + 2] = valueFrom;
    ranges[4 * count + 3] = valueTo;
    count++;
  }

  /// Replaces a label, or adds it.
  void set(byte[] name, byte[] value) {
    remove(name);
    add(name, 0, name.length, value, 0, value.length);
  }

  private void remove(byte[] name) {
    for (int i = count - 1; i >= 0; i--) {
      if (isNamed(i, name)) {
        count--;
        System.arraycopy(bytes, 2 * i + 2, bytes, 2 * i, 2 * (count - i));
        System.arraycopy(ranges, 4 * i + 4, ranges, 4 * i, 4 * (count - i));
      }
    }
  }

  private boolean isNamed(int label, byte[] name) {
    return Arrays.equals(
        bytes[2 * label], ranges[4 * label], ranges[4 * label + 1], name, 0, name.length);
  }

  /// The value of `__name__`, empty without one.
  String metricName() {
    for (int i = 0; i < count; i++) {
      if (isNamed(i, METRIC_NAME)) {
        return value(i);
      }
    }
    return "";
  }

  private String name(int label) {
    int from = ranges[4 * label];
    return new String(bytes[2 * label], from, ranges[4 * label + 1] - from, UTF_8);
  }

  private String value(int label) {
    int from = ranges[4 * label + 2];
    return new String(bytes[2 * label + 1], from, ranges[4 * label + 3] - from, UTF_8);
  }

  /// Writes the row; says what is wrong with the labels, null where nothing is.
  @Nullable String write(ByteSink row) {
    sort();
    boolean hasName = false;
    for (int i = 0; i < count; i++) {
      int from = ranges[4 * i];
      int to = ranges[4 * i + 1];
      int valueFrom = ranges[4 * i + 2];
      int valueTo = ranges[4 * i + 3];
      if (i > 0 && compare(i - 1, i) == 0) {
        return "invalid labels for series, labels " + labels() + ", duplicated label " + name(i);
      }
      boolean isMetricName = isNamed(i, METRIC_NAME);
      if (!NameValidation.UTF8.isValidLabelName(bytes[2 * i], from, to)
          || !Utf8.isValid(bytes[2 * i + 1], valueFrom, valueTo)) {
        return "invalid metric name or labels, got " + labels();
      }
      if (valueFrom == valueTo) {
        continue;
      }
      hasName |= isMetricName;
      row.putVarint(to - from);
      row.put(bytes[2 * i], from, to - from);
      row.putVarint(valueTo - valueFrom);
      row.put(bytes[2 * i + 1], valueFrom, valueTo - valueFrom);
    }
    return hasName ? null : "invalid metric name or labels, got " + labels();
  }

  Labels labels() {
    var builder = new Labels.Builder();
    for (int i = 0; i < count; i++) {
      builder.set(name(i), value(i));
    }
    return builder.build();
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(
        bytes[2 * a],
        ranges[4 * a],
        ranges[4 * a + 1],
        bytes[2 * b],
        ranges[4 * b],
        ranges[4 * b + 1]);
  }

  /// Nothing to do for labels of a conforming sender.
  private void sort() {
    boolean isSorted = true;
    for (int i = 1; i < count && isSorted; i++) {
      isSorted = compare(i - 1, i) <= 0;
    }
    if (isSorted) {
      return;
    }
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    byte[][] sortedBytes = new byte[bytes.length][];
    int[] sortedRanges = new int[ranges.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, 2 * order[i], sortedBytes, 2 * i, 2);
      System.arraycopy(ranges, 4 * order[i], sortedRanges, 4 * i, 4);
    }
    bytes = sortedBytes;
    ranges = sortedRanges;
  }
}
