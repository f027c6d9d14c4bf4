package io.tributary.wire.exposition;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import java.util.Arrays;

/// The `_created` lines of one OpenMetrics family, by family name and labels without `le` and
/// `quantile`. Labels are compared in the order in which they stand.
///
/// An open-addressed table over an arena of keys; both are kept from family to family.
final class CreatedTimes {
  private static final byte[] CREATED = {'_', 'c', 'r', 'e', 'a', 't', 'e', 'd'};

  private final OpenMetricsParser lineParser = new OpenMetricsParser(ExpositionOptions.DEFAULT);
  private final ByteSink keys = new ByteSink(256);
  private final ByteView family = new ByteView();
  private int[] slots = new int[16];
  private int[] keyEnds = new int[8];
  private long[] times = new long[8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /// Replaces the content by the `_created` lines from `start` to the next metadata line. A line
  /// that cannot be parsed is left for the parser itself to report.
  void collect(byte[] b, int start, int limit, MetricType type) {
    clear();
    int line = start;
    while (line < limit && b[line] != '#') {
      int stop = line;
      while (stop < limit && b[stop] != '\n') {
        stop++;
      }
      if (stop == limit) {
        return;
      }
      if (mentionsCreated(b, line, stop)) {
        try {
          lineParser.parseLines(b, line, stop + 1, MetricType.UNKNOWN, sample -> add(sample, type));
        } catch (WireException _) {
          return;
        }
      }
      line = stop + 1;
    }
  }

  /// The milliseconds of the line that belongs to a sample of `family` with these labels, or 0.
  long find(LabelViews labels, ByteView family, MetricType type) {
    int from = keys.size();
    putKey(labels, family, type);
    int slot = slotOf(from);
    keys.truncate(from);
    return slots[slot] == 0 ? 0 : times[slots[slot] - 1];
  }

  private void add(ExposedSample sample, MetricType type) {
    LabelViews labels = sample.labels();
    int nameEnd = labels.valueEnd(0) - CREATED.length;
    family.set(labels.valueArray(0), labels.valueStart(0), nameEnd);
    if (nameEnd < labels.valueStart(0)
        || !Arrays.equals(
            labels.valueArray(0), nameEnd, labels.valueEnd(0), CREATED, 0, CREATED.length)) {
      return;
    }
    int from = keys.size();
    putKey(labels, family, type);
    int slot = slotOf(from);
    if (slots[slot] != 0) {
      keys.truncate(from);
      return; // The first line counts.
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      keyEnds = Arrays.copyOf(keyEnds, size * 2);
    }
    times[size] = (long) (sample.value() * 1000);
    keyEnds[size] = keys.size();
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
  }

  private void clear() {
    keys.clear();
    size = 0;
    Arrays.fill(slots, 0);
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      int slot = hash(keyStart(i), keyEnds[i]) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  private void putKey(LabelViews labels, ByteView family, MetricType type) {
    keys.put(family.array(), family.start(), family.length());
    for (int i = 1; i < labels.size(); i++) {
      if ((type == MetricType.HISTOGRAM && labels.nameEquals(i, LineParser.LE))
          || (type == MetricType.SUMMARY && labels.nameEquals(i, LineParser.QUANTILE))) {
        continue;
      }
      keys.put(0xff); // No byte of UTF-8, so what it separates cannot be mistaken.
      keys.put(labels.nameArray(i), labels.nameStart(i), labels.nameEnd(i) - labels.nameStart(i));
      keys.put(0xff);
      keys.put(
          labels.valueArray(i), labels.valueStart(i), labels.valueEnd(i) - labels.valueStart(i));
    }
  }

  /// The slot of the key that is the end of the arena from `from` on, or the free one for it.
  private int slotOf(int from) {
    int to = keys.size();
    byte[] arena = keys.array();
    int slot = hash(from, to) & (slots.length - 1);
    while (slots[slot] != 0) {
      int i = slots[slot] - 1;
      if (Arrays.equals(arena, keyStart(i), keyEnds[i], arena, from, to)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int keyStart(int i) {
    return i == 0 ? 0 : keyEnds[i - 1];
  }

  private int hash(int from, int to) {
    byte[] arena = keys.array();
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + arena[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  private static boolean mentionsCreated(byte[] b, int start, int stop) {
    for (int p = start; p + CREATED.length <= stop; p++) {
      if (b[p] == '_' && Arrays.equals(b, p, p + CREATED.length, CREATED, 0, CREATED.length)) {
        return true;
      }
    }
    return false;
  }
}
