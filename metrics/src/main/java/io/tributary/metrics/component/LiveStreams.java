package io.tributary.metrics.component;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The series that are written now, so that all of them can be ended at once.
///
/// A series with timestamps of its own ends by itself, and so does one that was silent for five
/// minutes. Thread-safe.
final class LiveStreams {
  private static final long FORGET_MS = 5 * 60_000;
  private static final int FIRST_PURGE = 1024;

  /// Guarded by this, as is all that follows.
  private final Map<Stream, Last> streams = new HashMap<>();

  private int purgeAt = FIRST_PURGE;

  /// The last column of a stream: which of its rows are to be ended.
  private record Last(Layout layout, long timestampMs, BitSet rows) {}

  /// Notes a column that was written.
  synchronized void follow(ScrapeColumn column) {
    Last last = streams.get(column.stream());
    if (isEnd(column)) {
      if (last != null && last.layout == column.layout()) {
        last.rows.andNot(rows(column));
        if (last.rows.isEmpty()) {
          streams.remove(column.stream());
        }
      }
      return;
    }
    if (last == null && streams.size() >= purgeAt) {
      streams.values().removeIf(silent -> column.timestampMs() - silent.timestampMs > FORGET_MS);
      purgeAt = Math.max(FIRST_PURGE, 2 * streams.size());
    }
    BitSet rows = rows(column);
    removeTimed(rows, column.side());
    streams.put(column.stream(), new Last(column.layout(), column.timestampMs(), rows));
  }

  /// Whether all that the column says is that series have ended.
  private static boolean isEnd(ScrapeColumn column) {
    long[] values = column.values();
    BitSet rows = column.selected();
    for (int row = 0; row < values.length; row++) {
      if ((rows == null || rows.get(row)) && values[row] != ScrapeColumn.STALE_NAN_BITS) {
        return false;
      }
    }
    return true;
  }

  private static BitSet rows(ScrapeColumn column) {
    BitSet selected = column.selected();
    if (selected != null) {
      return (BitSet) selected.clone();
    }
    var all = new BitSet();
    all.set(0, column.values().length);
    return all;
  }

  private static void removeTimed(BitSet rows, @Nullable SideColumns side) {
    long[] timestampsMs = side == null ? null : side.timestampsMs();
    if (timestampsMs != null) {
      for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        if (timestampsMs[row] != SideColumns.NO_TIMESTAMP) {
          rows.clear(row);
        }
      }
    }
  }

  /// The ends of all series; behind them nothing is written any more.
  synchronized List<ScrapeColumn> markers(long nowMs) {
    var columns = new ArrayList<ScrapeColumn>();
    streams.forEach((stream, last) -> {
      if (!last.rows.isEmpty() && nowMs - last.timestampMs <= FORGET_MS) {
        long[] markers = new long[last.layout.rowCount()];
        Arrays.fill(markers, ScrapeColumn.STALE_NAN_BITS);
        columns.add(
            new ScrapeColumn(
                stream,
                last.layout,
                Math.max(nowMs, last.timestampMs + 1),
                markers,
                last.rows,
                null));
      }
    });
    streams.clear();
    return columns;
  }
}
