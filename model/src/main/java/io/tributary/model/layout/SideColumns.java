package io.tributary.model.layout;

import io.tributary.model.histogram.NativeHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a scrape does not fit a column of doubles. Absent parts are null or empty; arrays are
/// indexed by row.
///
/// @param timestampsMs explicit timestamps, [#NO_TIMESTAMP] where the scrape's own applies
/// @param startTimestampsMs start of counting, 0 where unset
/// @param histograms native histograms; null entries are ordinary samples. A row with one has no
///   value in the column
/// @param exemplars in order of row
public record SideColumns(
    long @Nullable [] timestampsMs,
    long @Nullable [] startTimestampsMs,
    @Nullable NativeHistogram @Nullable [] histograms,
    List<Exemplar> exemplars) {
  /// Marks a row without an explicit timestamp.
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  // Spelled out: in a compact constructor the compiler loses that the arrays may be null.
  public SideColumns(
      long @Nullable [] timestampsMs,
      long @Nullable [] startTimestampsMs,
      @Nullable NativeHistogram @Nullable [] histograms,
      List<Exemplar> exemplars) {
    this.timestampsMs = timestampsMs;
    this.startTimestampsMs = startTimestampsMs;
    this.histograms = histograms;
    this.exemplars = List.copyOf(exemplars);
  }
}
