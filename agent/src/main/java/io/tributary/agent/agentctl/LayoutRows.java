package io.tributary.agent.agentctl;

import io.tributary.metrics.wal.LogScan;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.Stream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each row of each layout is to a report, so that a scrape costs no look at labels: a number,
/// or less than zero for nothing.
///
/// Belongs to one reading. What it knows of a segment is forgotten at the end of it.
abstract class LayoutRows implements LogScan.Visitor {
  private static final int NOTHING = -1;

  private record Key(Stream stream, Layout layout) {}

  /// The numbers of the rows; one where they are all the same.
  private record Rows(int[] numbers, int all) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    int of(int row) {
      return numbers.length == 0 ? all : numbers[row];
    }
  }

  private final Map<Key, Rows> known = new HashMap<>();

  /// The number of a series; less than zero where it does not count.
  abstract int number(Labels labels);

  /// Some samples of a number at a time.
  abstract void samples(int number, long timestampMs, int count);

  @Override
  public void segment(long number) {
    known.clear();
  }

  @Override
  public void scrape(Stream stream, Layout layout, long timestampMs, @Nullable BitSet selected) {
    Rows rows = known.computeIfAbsent(new Key(stream, layout), _ -> rows(stream, layout));
    int rowCount = layout.rowCount();
    if (rows.numbers().length == 0) {
      count(rows.all(), timestampMs, selected == null ? rowCount : selected.cardinality());
      return;
    }
    // Rows of one number stand together as a rule: told at once.
    int run = 0;
    int number = NOTHING;
    for (int row = 0; row < rowCount; row++) {
      if (selected != null && !selected.get(row)) {
        continue;
      }
      if (rows.of(row) != number) {
        count(number, timestampMs, run);
        number = rows.of(row);
        run = 0;
      }
      run++;
    }
    count(number, timestampMs, run);
  }

  private void count(int number, long timestampMs, int count) {
    if (number >= 0 && count > 0) {
      samples(number, timestampMs, count);
    }
  }

  private Rows rows(Stream stream, Layout layout) {
    int[] numbers = new int[layout.rowCount()];
    boolean isOne = true;
    var cursor = new RowCursor();
    for (int block = 0; block < layout.blockCount(); block++) {
      cursor.reset(layout.block(block));
      for (int row = layout.firstRow(block); cursor.next(); row++) {
        numbers[row] = number(layout.labels(cursor, stream));
        isOne &= numbers[row] == numbers[0];
      }
    }
    return isOne
        ? new Rows(new int[0], numbers.length == 0 ? NOTHING : numbers[0])
        : new Rows(numbers, NOTHING);
  }
}
