package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.tributary.base.time.ManualClock;
import io.tributary.model.layout.Layouts;
import io.tributary.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The log's metrics, as dashboards read them.
class WalMetricsTest {
  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(4));
  private final ManualClock clock = new ManualClock(1_700_000_000_000L);
  private final Layouts layouts = new Layouts();
  private final Fleet fleet = new Fleet(8, layouts, 4);
  private PrometheusRegistry registry = new PrometheusRegistry();

  private Wal open() {
    registry = new PrometheusRegistry();
    var settings = WalSettings.of(Path.of("/data")).withSegments(20_000, Duration.ofHours(2));
    return Wal.openStepped(settings, disk, clock, layouts, new WalMetrics(registry));
  }

  private void append(Wal wal, int scrapes) {
    for (int i = 0; i < scrapes; i++) {
      wal.append(fleet.next());
    }
    clock.advance(Duration.ofSeconds(40));
    wal.step();
  }

  private List<? extends DataPointSnapshot> points(String name) {
    return registry.scrape(name::equals).stream()
        .flatMap(family -> family.getDataPoints().stream())
        .toList();
  }

  private double gauge(String name) {
    return points(name).stream()
        .mapToDouble(point -> ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
        .sum();
  }

  /// Dashboards show the segment that is written beside those that are read.
  @Test
  void theCurrentSegmentIsKnownBeforeAnythingIsWritten() {
    long segment;
    try (var wal = open()) {
      append(wal, 500);
      segment = wal.end().segment();
      assertThat(segment).isGreaterThan(1);
      assertThat(gauge("prometheus_tsdb_wal_segment_current")).isEqualTo((double) segment);
    }
    try (var wal = open()) {
      assertThat(wal.end().segment()).isGreaterThan(segment);
      assertThat(gauge("prometheus_tsdb_wal_segment_current"))
          .isEqualTo((double) wal.end().segment());
    }
  }

  @Test
  void lossesAreZeroBeforeTheFirst() {
    try (var wal = open()) {
      wal.registerConsumer("a", ConsumerBudget.UNLIMITED, wal.oldest(), LossListener.NONE);
      assertThat(points("tributary_wal_lost_samples"))
          .hasSize(LossReason.values().length)
          .allSatisfy(point ->
              assertThat(((CounterSnapshot.CounterDataPointSnapshot) point).getValue()).isZero());
    }
  }

  @Test
  void theDurationOfTruncationsHasNoQuantiles() {
    try (var _ = open()) {
      assertThat(points("prometheus_agent_truncate_duration_seconds"))
          .singleElement()
          .satisfies(point -> {
            var summary = (SummarySnapshot.SummaryDataPointSnapshot) point;
            assertThat(summary.getQuantiles().size()).isZero();
            assertThat(summary.getCount()).isZero();
          });
    }
  }
}
