package io.tributary.metrics.remotewrite;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.ColumnSink;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import org.jspecify.annotations.Nullable;

/// Counts what goes into the log, for the metrics of remote storage that have no destination.
///
/// Source: prometheus/prometheus `storage/remote/write.go`.
public final class IncomingMetrics implements ColumnSink {
  private final ColumnSink log;
  private final Counter samples;
  private final Counter exemplars;
  private final Counter histograms;
  private final Gauge highestSeconds;
  private long highestMs = Long.MIN_VALUE; // guarded by this

  /// Counts what passes on its way to `log`.
  public IncomingMetrics(ColumnSink log, PrometheusRegistry registry) {
    this.log = log;
    samples =
        Counter.builder()
            .name("prometheus_remote_storage_samples_in_total")
            .help("Samples that came in, to be sent to every destination.")
            .register(registry);
    exemplars =
        Counter.builder()
            .name("prometheus_remote_storage_exemplars_in_total")
            .help("Exemplars that came in, to be sent to every destination.")
            .register(registry);
    histograms =
        Counter.builder()
            .name("prometheus_remote_storage_histograms_in_total")
            .help("Native histograms that came in, to be sent to every destination.")
            .register(registry);
    highestSeconds =
        Gauge.builder()
            .name("prometheus_remote_storage_highest_timestamp_in_seconds")
            .help("Newest timestamp that came in, in seconds.")
            .register(registry);
    Counter.builder()
        .name("prometheus_remote_storage_string_interner_zero_reference_releases_total")
        .help("Always zero: strings are not counted by reference.")
        .register(registry);
  }

  @Override
  public void append(ScrapeColumn column) {
    log.append(column);
    int histogramCount = histogramCount(column);
    samples.inc(column.sampleCount() - histogramCount);
    if (histogramCount > 0) {
      histograms.inc(histogramCount);
    }
    SideColumns side = column.side();
    if (side != null && !side.exemplars().isEmpty()) {
      exemplars.inc(side.exemplars().size());
    }
    synchronized (this) {
      if (column.timestampMs() > highestMs) {
        highestMs = column.timestampMs();
        highestSeconds.set((double) Math.floorDiv(highestMs, 1000));
      }
    }
  }

  @Override
  public void sync() throws InterruptedException {
    log.sync();
  }

  private static int histogramCount(ScrapeColumn column) {
    SideColumns side = column.side();
    @Nullable NativeHistogram @Nullable [] all = side == null ? null : side.histograms();
    if (all == null) {
      return 0;
    }
    int count = 0;
    for (int row = 0; row < all.length; row++) {
      if (all[row] != null && (column.selected() == null || column.selected().get(row))) {
        count++;
      }
    }
    return count;
  }
}
