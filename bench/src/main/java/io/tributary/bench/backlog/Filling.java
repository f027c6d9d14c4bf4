package io.tributary.bench.backlog;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.bench.loops.Scrapes;
import io.tributary.metrics.wal.ForcePolicy;
import io.tributary.metrics.wal.Wal;
import io.tributary.metrics.wal.WalMetrics;
import io.tributary.metrics.wal.WalSettings;
import io.tributary.model.layout.ScrapeColumn;
import java.nio.file.Path;

/// Fills the log of an agent that is not running, as hours without a receiver would.
///
/// The agent must have run there before: the cursors that it left keep what is appended.
final class Filling {
  private static final int TARGETS = 100;
  private static final int SCRAPES = 8;
  private static final int INTERVAL_MS = 15_000;

  /// What was written.
  record Result(long bytes, long samples, int segments) {}

  private Filling() {}

  static Result fill(Path data, long bytes) {
    var settings = WalSettings.of(data).withForce(new ForcePolicy.Never());
    var metrics = new WalMetrics(new PrometheusRegistry());
    var columns = Scrapes.columns(TARGETS, SCRAPES);
    long timestampMs = columns.getFirst().timestampMs();
    try (var wal =
        Wal.openStepped(settings, Disk.real(), Clock.system(), Scrapes.LAYOUTS, metrics)) {
      if (wal.statistics().consumers().isEmpty()) {
        throw new IllegalStateException("no cursor in " + data + ": nothing would be kept");
      }
      long before = wal.end().samples();
      for (int next = 0; wal.statistics().bytes() < bytes; next += TARGETS) {
        timestampMs += INTERVAL_MS;
        for (int target = 0; target < TARGETS; target++) {
          wal.append(at(columns.get((next + target) % columns.size()), timestampMs));
          wal.step();
        }
      }
      var statistics = wal.statistics();
      return new Result(
          statistics.bytes(), statistics.end().samples() - before, statistics.segments());
    }
  }

  private static ScrapeColumn at(ScrapeColumn column, long timestampMs) {
    return new ScrapeColumn(
        column.stream(),
        column.layout(),
        timestampMs,
        column.values(),
        column.selected(),
        column.side());
  }
}
