package io.tributary.model.layout;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// One scrape of one target: what travels between the parts of the pipeline, at the cost of one
/// call.
///
/// `values` are the raw bits of the doubles (a staleness marker is a NaN whose payload must
/// survive), indexed by row; the array belongs to the sender of the column and is valid until the
/// call that hands it over returns.
///
/// @param timestampMs of all rows without an explicit timestamp in `side`
/// @param selected the rows that carry a sample; null means all
/// @param side what does not fit the column; null means nothing
public record ScrapeColumn(
    Stream stream,
    Layout layout,
    long timestampMs,
    long[] values,
    @Nullable BitSet selected,
    @Nullable SideColumns side) {
  /// The value that marks the end of a series.
  ///
  /// Source: remote-write specification 1.0, "Stale markers".
  public static final long STALE_NAN_BITS = 0x7ff0000000000002L;

  /// The one NaN that parsed text gives.
  public static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

  /// Samples in this column: floats and histograms.
  public int sampleCount() {
    return selected == null ? layout.rowCount() : selected.cardinality();
  }
}
