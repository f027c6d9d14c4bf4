package io.tributary.metrics.scrape.page;

import io.tributary.model.layout.Layout;
import io.tributary.wire.exposition.ExpositionFormat;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a target exposed at its last scrape, without the numbers.
///
/// Immutable. *Exposed* rows are the sample lines of the body; *column* rows are those of `layout`:
/// the exposed rows that relabelling kept, in the same order, and behind them the rows of the
/// scrape's own report.
///
/// @param format of the body it was read from
/// @param tail what follows the last sample line
/// @param matchable whether a body can be compared with it byte by byte
/// @param repeated column rows whose series stands earlier in the page, or is one of the report's;
///   null when there are none
public record Page(
    ExpositionFormat format,
    List<PageBlock> blocks,
    byte[] tail,
    boolean matchable,
    Layout layout,
    int exposedRows,
    int keptRows,
    @Nullable BitSet repeated) {

  /// Whether a timestamp behind a value is a whole number of milliseconds.
  boolean integerTimestamps() {
    return format == ExpositionFormat.TEXT;
  }

  /// Different series among the rows that relabelling kept.
  public int distinctRows() {
    return keptRows - (repeated == null ? 0 : repeated.cardinality());
  }

  /// Whether relabelling dropped rows, so that exposed rows are not column rows.
  boolean drops() {
    return exposedRows != keptRows;
  }

  /// Moves what is indexed by exposed row to the column rows, in place.
  public void compact(long[] byExposedRow) {
    if (!drops()) {
      return;
    }
    int from = 0;
    int to = 0;
    for (PageBlock block : blocks) {
      int[] kept = block.keptRow();
      int rows = block.exposedRows();
      if (kept == null) {
        System.arraycopy(byExposedRow, from, byExposedRow, to, rows);
        to += rows;
      } else {
        for (int i = 0; i < rows; i++) {
          if (kept[i] >= 0) {
            byExposedRow[to++] = byExposedRow[from + i];
          }
        }
      }
      from += rows;
    }
  }
}
