package io.tributary.metrics.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FamiliesTest {
  private static final Families<Queue> FAMILIES =
      new Families<Queue>(_ -> 1_700_000_000_000L)
          .counter("queue_taken_total", "Items that were taken.", queue -> queue.taken.sum())
          .gauge("queue_items", "Items that wait.", queue -> queue.items);

  private static final class Queue {
    final Count taken = new Count();
    int items;
  }

  @Test
  void showsWhatMetricObjectsOfTheLibraryWould() {
    var registry = new PrometheusRegistry();
    var queue = new Queue();
    registry.register(FAMILIES.collector(queue));
    queue.taken.inc();
    queue.taken.inc(41);
    queue.items = 7;

    var reference = new PrometheusRegistry();
    Counter.builder()
        .name("queue_taken_total")
        .help("Items that were taken.")
        .register(reference)
        .inc(42);
    Gauge.builder().name("queue_items").help("Items that wait.").register(reference).set(7);

    assertThat(text(registry.scrape())).hasSize(4).isEqualTo(text(reference.scrape()));
  }

  @Test
  void showsWhatNeverMoved() {
    var registry = new PrometheusRegistry();
    registry.register(FAMILIES.collector(new Queue()));
    assertThat(text(registry.scrape())).contains("counter 0.0{}", "gauge 0.0{}");
  }

  @Test
  void givesEachOwnerAPointUnderItsLabels() {
    var one = new Queue();
    one.taken.inc(3);
    var families =
        FAMILIES.of(Map.of(Labels.of("name", "a"), one, Labels.of("name", "b"), new Queue()));
    assertThat(text(new MetricSnapshots(families)))
        .contains("counter 3.0{name=\"a\"}", "counter 0.0{name=\"b\"}");
  }

  @Test
  void tellsSinceWhenACounterCounts() {
    var counter = (CounterSnapshot) FAMILIES.of(new Queue()).getFirst();
    assertThat(counter.getDataPoints().getFirst().getCreatedTimestampMillis())
        .isEqualTo(1_700_000_000_000L);
  }

  @Test
  void aDeferredMetricIsThereOnceItIsUsed() {
    var gauge = new Deferred<>(() -> Gauge.builder().name("depth").build());
    assertThat(gauge.collect()).isEmpty();
    gauge.get().set(1);
    assertThat(gauge.get()).isSameAs(gauge.get());
    assertThat(gauge.collect()).isPresent();
  }

  /// What an exposition would show.
  private static List<String> text(MetricSnapshots snapshots) {
    var lines = new ArrayList<String>();
    for (MetricSnapshot family : snapshots) {
      MetricMetadata metadata = family.getMetadata();
      lines.add(metadata.getPrometheusName() + ": " + metadata.getHelp());
      for (DataPointSnapshot point : family.getDataPoints()) {
        lines.add(
            switch (point) {
                  case CounterDataPointSnapshot counter -> "counter " + counter.getValue();
                  case GaugeDataPointSnapshot gauge -> "gauge " + gauge.getValue();
                  default -> throw new AssertionError(point);
                }
                + point.getLabels());
      }
    }
    return lines;
  }
}
