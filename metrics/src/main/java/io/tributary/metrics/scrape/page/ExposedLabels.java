package io.tributary.metrics.scrape.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSink;
import io.tributary.wire.exposition.LabelViews;
import java.util.Arrays;

/// The labels of one exposed series, copied out of the parser's views. Reusable; owned by one
/// thread.
final class ExposedLabels {
  private static final byte[] METRIC_NAME = "__name__".getBytes(UTF_8);

  private final ByteSink bytes = new ByteSink(512);

  /// name from, name to, value from, value to for each label.
  private int[] ranges = new int[64];

  private int size;

  ExposedLabels() {}

  /// Reads labels that [#encode] wrote; returns the offset behind them.
  int decode(byte[] from, int offset) {
    bytes.clear();
    int at = offset;
    int count = fixedInt(from, at);
    at += 4;
    if (ranges.length < 4 * count) {
      ranges = new int[8 * count];
    }
    size = count;
    for (int i = 0; i < 2 * count; i++) {
      int length = fixedInt(from, at);
      at += 4;
      ranges[2 * i] = bytes.size();
      bytes.put(from, at, length);
      ranges[2 * i + 1] = bytes.size();
      at += length;
    }
    return at;
  }

  /// Copies the labels of a parser's sample to `to`, so that they can be resolved later.
  static void encode(LabelViews views, ByteSink to) {
    to.putInt(views.size());
    for (int i = 0; i < views.size(); i++) {
      int name = views.nameEnd(i) - views.nameStart(i);
      to.putInt(name);
      to.put(views.nameArray(i), views.nameStart(i), name);
      int value = views.valueEnd(i) - views.valueStart(i);
      to.putInt(value);
      to.put(views.valueArray(i), views.valueStart(i), value);
    }
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes.array();
  }

  int nameFrom(int label) {
    return ranges[4 * label];
  }

  int nameTo(int label) {
    return ranges[4 * label + 1];
  }

  int nameLength(int label) {
    return nameTo(label) - nameFrom(label);
  }

  int valueLength(int label) {
    return ranges[4 * label + 3] - ranges[4 * label + 2];
  }

  String name(int label) {
    return text(ranges[4 * label], ranges[4 * label + 1]);
  }

  String value(int label) {
    return text(ranges[4 * label + 2], ranges[4 * label + 3]);
  }

  boolean isMetricName(int label) {
    return Arrays.equals(
        bytes.array(), nameFrom(label), nameTo(label), METRIC_NAME, 0, METRIC_NAME.length);
  }

  boolean hasName(String name) {
    byte[] wanted = name.getBytes(UTF_8);
    for (int i = 0; i < size; i++) {
      if (Arrays.equals(bytes.array(), nameFrom(i), nameTo(i), wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  int compareNames(int left, int right) {
    byte[] array = bytes.array();
    return Arrays.compareUnsigned(
        array, nameFrom(left), nameTo(left), array, nameFrom(right), nameTo(right));
  }

  /// Writes the label in the form of a row (see [io.tributary.model.layout.SeriesBlock]).
  void put(int label, ByteSink row) {
    int name = nameTo(label) - nameFrom(label);
    int value = valueLength(label);
    row.putVarint(name);
    row.put(bytes.array(), nameFrom(label), name);
    row.putVarint(value);
    row.put(bytes.array(), ranges[4 * label + 2], value);
  }

  private String text(int from, int to) {
    return new String(bytes.array(), from, to - from, UTF_8);
  }

  private static int fixedInt(byte[] from, int at) {
    return (from[at] & 0xFF)
        | (from[at + 1] & 0xFF) << 8
        | (from[at + 2] & 0xFF) << 16
        | from[at + 3] << 24;
  }

  /// Name and labels, cut: for messages.
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (int i = 0; i < size && text.length() < 200; i++) {
      String value = value(i);
      text.append(i > 0 ? ", " : "")
          .append(name(i))
          .append("=\"")
          .append(value.length() > 60 ? value.substring(0, 50) + "…" : value)
          .append('"');
    }
    return text.append('}').toString();
  }
}
