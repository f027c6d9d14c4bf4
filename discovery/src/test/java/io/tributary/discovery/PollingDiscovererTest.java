package io.tributary.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.time.ManualClock;
import io.tributary.model.labels.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollingDiscovererTest {
  private static final TargetGroup GROUP =
      new TargetGroup("g", List.of(Labels.of("__address__", "a:1")), Labels.EMPTY);

  private final ManualClock clock = new ManualClock(0);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RefreshMetrics metrics = new RefreshMetrics(registry);
  private final RecordingSink sink = new RecordingSink();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final AtomicInteger cleanUps = new AtomicInteger();
  private volatile boolean fails;

  private final PollingDiscoverer discoverer =
      new PollingDiscoverer(
          new PollingDiscoverer.Context("http", "job", clock, metrics),
          Duration.ofSeconds(60),
          _ -> refresh(),
          cleanUps::incrementAndGet);

  private List<TargetGroup> refresh() throws IOException {
    refreshes.incrementAndGet();
    if (fails) {
      throw new IOException("cannot ask");
    }
    return List.of(GROUP);
  }

  @AfterEach
  void close() {
    discoverer.close();
  }

  @Test
  void asksAtOnceAndThenAtEachTick() throws Exception {
    discoverer.start(sink);
    sink.awaitPublished(1);
    assertThat(refreshes).hasValue(1);

    clock.advance(Duration.ofSeconds(60));
    sink.awaitPublished(2);
    clock.advance(Duration.ofSeconds(60));
    sink.awaitPublished(3);

    assertThat(refreshes).hasValue(3);
  }

  @Test
  void publishesNothingWhenItFailsAndTriesAgainAtTheNextTick() throws Exception {
    discoverer.start(sink);
    sink.awaitPublished(1);

    fails = true;
    clock.advance(Duration.ofSeconds(60));
    sink.awaitFailed(1);
    assertThat(sink.groups()).containsExactly(GROUP);
    assertThat(text("prometheus_sd_refresh_failures")).contains("config=\"job\"", "value=1.0");

    fails = false;
    clock.advance(Duration.ofSeconds(60));
    sink.awaitPublished(2);
  }

  @Test
  void freesWhatItHoldsOnceAndTakesItsMetricsAlong() throws Exception {
    discoverer.start(sink);
    sink.awaitPublished(1);
    assertThat(text("prometheus_sd_refresh_duration_seconds")).contains("mechanism=\"http\"");
    assertThat(text("prometheus_sd_refresh_duration_histogram_seconds")).contains("http");

    discoverer.close();
    discoverer.close();

    assertThat(cleanUps).hasValue(1);
    assertThat(registry.scrape().stream().map(MetricSnapshot::getDataPoints))
        .noneMatch(points -> points.toString().contains("job"));
  }

  /// Labels and, where there is one, the value of a metric's first point.
  private String text(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .map(snapshot -> {
          var point = snapshot.getDataPoints().getFirst();
          return point.getLabels()
              + (point
                      instanceof
                      io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot
                          counter
                  ? " value=" + counter.getValue()
                  : "");
        })
        .findFirst()
        .orElse("none");
  }
}
