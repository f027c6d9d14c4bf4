package io.tributary.metrics.scrape.page;

import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SeriesBlock;
import org.jspecify.annotations.Nullable;

/// A block of a page and what became of it: the final label sets of the rows that relabelling kept.
///
/// Immutable and shared by every page that holds the same text under the same rules.
final class PageBlock {
  private final PageText text;
  private final SeriesBlock series;
  private final int @Nullable [] keptRow;
  private long @Nullable [] hashes;
  private volatile boolean shared;

  /// @param keptRow for each exposed row the row of `series`, −1 where it was dropped; null when
  ///   all were kept
  PageBlock(PageText text, SeriesBlock series, int @Nullable [] keptRow) {
    this.text = text;
    this.series = series;
    this.keptRow = keptRow;
  }

  PageText text() {
    return text;
  }

  SeriesBlock series() {
    return series;
  }

  int @Nullable [] keptRow() {
    return keptRow;
  }

  /// Whether a page other than the first has asked for it.
  boolean isShared() {
    return shared;
  }

  void share() {
    shared = true;
  }

  int exposedRows() {
    return text.rows();
  }

  /// Whether relabelling kept the exposed row.
  boolean keeps(int row) {
    return keptRow == null || keptRow[row] >= 0;
  }

  /// A hash of the final label set of each row that was kept. Made when first asked for, which only
  /// pages that change do; two threads that ask at once make the same.
  long[] hashes() {
    long[] known = hashes;
    if (known == null) {
      known = new long[series.rowCount()];
      var cursor = new RowCursor().reset(series);
      for (int row = 0; cursor.next(); row++) {
        known[row] = PageDiff.hash(cursor);
      }
      hashes = known;
    }
    return known;
  }
}
