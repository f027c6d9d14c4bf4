package io.tributary.metrics.wal;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.ScrapeColumn;

/// Counts what is appended to a [Log], whose lock the caller holds.
final class AppendedCounts {
  private long floatSamples;
  private long histogramSamples;
  private long exemplars;
  private long records;
  private long bytes;

  /// One record of that many bytes.
  void record(int recordBytes) {
    bytes += recordBytes;
    records++;
  }

  /// What a scrape consists of.
  void samples(ScrapeColumn column) {
    int histograms = 0;
    var side = column.side();
    if (side != null) {
      exemplars += side.exemplars().size();
      var all = side.histograms();
      int rows = column.layout().rowCount();
      for (int row = 0; all != null && row < rows; row++) {
        NativeHistogram histogram = all[row];
        boolean isSelected = column.selected() == null || column.selected().get(row);
        histograms += histogram != null && isSelected ? 1 : 0;
      }
    }
    histogramSamples += histograms;
    floatSamples += column.sampleCount() - histograms;
  }

  WalStatistics.Appended now() {
    return new WalStatistics.Appended(floatSamples, histogramSamples, exemplars, records, bytes);
  }
}
