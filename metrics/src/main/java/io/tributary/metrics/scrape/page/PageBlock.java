package io.tributary.metrics.scrape.page;

import io.tributary.model.layout.SeriesBlock;
import org.jspecify.annotations.Nullable;

/// A block of a page and what became of it: the final label sets of the rows that relabelling kept.
///
/// Immutable and shared by every page that holds the same text under the same rules.
///
/// @param keptRow for each exposed row the row of `series`, −1 where it was dropped; null when all
///   were kept
record PageBlock(PageText text, SeriesBlock series, int @Nullable [] keptRow) {
  int exposedRows() {
    return text.rows();
  }
}
