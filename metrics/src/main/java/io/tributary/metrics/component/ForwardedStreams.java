package io.tributary.metrics.component;

import io.tributary.metrics.scrape.page.PageDiff;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.relabel.LayoutMapper.Mapped;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each stream was forwarded as, so that series can be ended that other rules take out of it.
///
/// A stream that was silent for five minutes is forgotten: its series have ended by themselves for
/// whoever reads them. Owned by a [RelabelSink].
final class ForwardedStreams {
  private static final long FORGET_MS = 5 * 60_000;
  private static final int FIRST_PURGE = 1024;

  /// By the stream as it arrives.
  private final Map<Stream, Last> streams = new HashMap<>();

  private int purgeAt = FIRST_PURGE;

  private static final class Last {
    Layout source;
    Mapped image;
    long timestampMs;
    int generation;

    Last(Layout source, Mapped image) {
      this.source = source;
      this.image = image;
    }
  }

  /// Notes a column and what it becomes under the rules of `generation`; gives the markers of the
  /// series that the rules before let through and these do not, null where there are none.
  @Nullable ScrapeColumn follow(ScrapeColumn column, Mapped image, int generation) {
    Last last = streams.get(column.stream());
    ScrapeColumn ended = null;
    if (last == null) {
      last = new Last(column.layout(), image);
      purge(column.timestampMs());
      streams.put(column.stream(), last);
    } else if (last.generation != generation
        && column.timestampMs() - last.timestampMs <= FORGET_MS) {
      ended = ended(last, column, image);
    }
    last.source = column.layout();
    last.image = image;
    last.timestampMs = column.timestampMs();
    last.generation = generation;
    return ended;
  }

  private static @Nullable ScrapeColumn ended(Last last, ScrapeColumn column, Mapped image) {
    Layout before = last.image.layout();
    if (before == image.layout() && last.image.stream().equals(image.stream())) {
      return null;
    }
    BitSet rows = PageDiff.byLabels(before, last.image.stream(), image.layout(), image.stream());
    removeTimed(rows, last, column);
    if (rows.isEmpty()) {
      return null;
    }
    long[] markers = new long[before.rowCount()];
    Arrays.fill(markers, ScrapeColumn.STALE_NAN_BITS);
    return new ScrapeColumn(last.image.stream(), before, column.timestampMs(), markers, rows, null);
  }

  /// Series with timestamps of their own end by themselves.
  private static void removeTimed(BitSet rows, Last last, ScrapeColumn column) {
    SideColumns side = column.side();
    long[] timestampsMs = side == null ? null : side.timestampsMs();
    if (timestampsMs == null || column.layout() != last.source) {
      return;
    }
    int[] rowMap = last.image.rowMap();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (timestampsMs[rowMap == null ? row : rowMap[row]] != SideColumns.NO_TIMESTAMP) {
        rows.clear(row);
      }
    }
  }

  private void purge(long nowMs) {
    if (streams.size() >= purgeAt) {
      streams.values().removeIf(last -> nowMs - last.timestampMs > FORGET_MS);
      purgeAt = Math.max(FIRST_PURGE, 2 * streams.size());
    }
  }

  /// Streams that are remembered.
  int size() {
    return streams.size();
  }
}
