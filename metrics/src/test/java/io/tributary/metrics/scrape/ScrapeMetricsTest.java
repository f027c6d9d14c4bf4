package io.tributary.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.tributary.base.memory.HeapRoom;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.discovery.TargetGroup;
import io.tributary.metrics.scrape.ScriptedTargets.Answer;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layouts;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.scrape.ScrapeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What moves the metrics of scraping, and what makes them go.
class ScrapeMetricsTest {
  private static final Duration TICK = Duration.ofMinutes(1);
  private static final String PREFIX = "prometheus_target_";

  /// A heap in which there is always room.
  private static final HeapRoom ROOM =
      new HeapRoom() {
        @Override
        public boolean isScarce() {
          return false;
        }

        @Override
        public boolean has(long bytes) {
          return true;
        }
      };

  private final ScriptedTargets targets = new ScriptedTargets(1_700_000_000_000L);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ScrapeManager manager =
      new ScrapeManager(
          new ScrapeEnvironment(
              targets,
              this::transport,
              new RecordedSeries(),
              new Layouts(),
              targets.clock,
              ROOM,
              new ScrapeMetrics(registry),
              "Prometheus/3.14.0",
              2,
              0,
              0,
              MemberShare.ALL));
  private final ScrapeSettings job =
      ScrapeSettings.defaults("j").withTiming(TICK, Duration.ofSeconds(5));

  /// Whether a file that transports need is away.
  private boolean lacksCertificate;

  private ScrapeTransport transport(HttpClientSettings client) {
    if (lacksCertificate) {
      throw new UncheckedIOException("no certificate", new IOException());
    }
    return targets;
  }

  @BeforeEach
  void answer() {
    targets.answers.put("http://a:1/metrics", Answer.text("a 1\n"));
  }

  private void discover(String... labels) {
    manager.update("j", List.of(new TargetGroup("0", List.of(Labels.of(labels)), Labels.EMPTY)));
    targets.runTasks();
  }

  /// Every series of these families, with its value; how often something was observed where that is
  /// what the family counts.
  private SortedMap<String, Double> series(String... names) {
    var wanted = List.of(names);
    var all = new TreeMap<String, Double>();
    for (MetricSnapshot family : registry.scrape()) {
      String name = family.getMetadata().getPrometheusName();
      if (!name.startsWith(PREFIX) || !wanted.contains(name.substring(PREFIX.length()))) {
        continue;
      }
      for (DataPointSnapshot point : family.getDataPoints()) {
        var text = new StringBuilder(name.substring(PREFIX.length()));
        for (Label label : point.getLabels()) {
          text.append(' ').append(label.getName()).append('=').append(label.getValue());
        }
        all.put(
            text.toString(),
            switch (point) {
              case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
              case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
              case SummarySnapshot.SummaryDataPointSnapshot summary -> (double) summary.getCount();
              case HistogramSnapshot.HistogramDataPointSnapshot histogram ->
                  (double) histogram.getCount();
              default -> throw new AssertionError(point);
            });
      }
    }
    return all;
  }

  private static final String[] OF_A_POOL = {
    "scrape_pool_sync",
    "scrape_pool_targets",
    "scrape_pool_target_limit",
    "scrape_pool_symboltable_items",
    "sync_failed",
    "sync_length_seconds",
    "sync_length_histogram_seconds"
  };

  @Test
  void aReloadThatChangesAJobKeepsItsMetricsAndARemovalEndsThem() {
    manager.apply(List.of(job));
    discover("__address__", "a:1");
    assertThat(series(OF_A_POOL)).hasSize(OF_A_POOL.length);

    manager.apply(List.of(job.withLimits(new ScrapeLimits(0, 0, 7, 0, 0, 0, 0, 0, 0))));
    targets.runTasks();
    assertThat(series(OF_A_POOL))
        .hasSize(OF_A_POOL.length)
        .containsEntry("scrape_pool_targets scrape_job=j", 1.0)
        .containsEntry("scrape_pool_target_limit scrape_job=j", 7.0)
        .containsEntry("scrape_pool_sync scrape_job=j", 2.0);

    manager.apply(List.of());
    assertThat(series(OF_A_POOL)).isEmpty();
  }

  /// `PrometheusTargetSyncFailure` asks whether the counter rose.
  @Test
  void targetsThatAReloadMakesInvalidAreCounted() {
    manager.apply(List.of(job));
    discover("__address__", "a:1", "__scrape_timeout__", "50s");
    assertThat(series("sync_failed")).containsExactly(Map.entry("sync_failed scrape_job=j", 0.0));

    manager.apply(List.of(job.withTiming(Duration.ofSeconds(10), Duration.ofSeconds(5))));
    assertThat(series("sync_failed")).containsExactly(Map.entry("sync_failed scrape_job=j", 1.0));
  }

  @Test
  void showsTheLimitOfAJobBeforeItHasTargets() {
    manager.apply(List.of(job));
    assertThat(series("scrape_pool_target_limit"))
        .containsOnlyKeys("scrape_pool_target_limit scrape_job=j");
  }

  @Test
  void aReloadIsNoCreationAndAFailedOneIsAnAttempt() {
    String[] counted = {
      "scrape_pools", "scrape_pools_failed", "scrape_pool_reloads", "scrape_pool_reloads_failed"
    };
    manager.apply(List.of(job));
    manager.apply(List.of(job.withTiming(TICK, TICK)));
    assertThat(series(counted).values()).containsExactly(1.0, 0.0, 1.0, 0.0);

    lacksCertificate = true;
    manager.apply(List.of(job, ScrapeSettings.defaults("another")));
    assertThat(series(counted))
        .containsEntry("scrape_pools", 2.0)
        .containsEntry("scrape_pools_failed", 1.0)
        .containsEntry("scrape_pool_reloads", 2.0)
        .containsEntry("scrape_pool_reloads_failed", 1.0);
  }

  /// `interval="1m30s"` and the like, from Go's `time.Duration`.
  @Test
  void intervalsAreThoseOfTheTargetInTheWordsOfGo() {
    manager.apply(List.of(job));
    discover("__address__", "a:1");
    targets.advance(TICK.multipliedBy(3));
    assertThat(series("interval_length_seconds", "interval_length_histogram_seconds"))
        .containsOnlyKeys(
            "interval_length_seconds interval=1m0s",
            "interval_length_histogram_seconds interval=1m0s");

    discover("__address__", "a:1", "__scrape_interval__", "90s");
    targets.advance(TICK.multipliedBy(6));
    assertThat(series("interval_length_seconds"))
        .containsOnlyKeys(
            "interval_length_seconds interval=1m0s", "interval_length_seconds interval=1m30s");

    manager.apply(List.of(job.withTiming(Duration.ofHours(1), TICK)));
    assertThat(series("reload_length_seconds"))
        .containsOnlyKeys("reload_length_seconds interval=1h0m0s");
  }

  @Test
  void theDurationOfScrapesIsMeasuredWhereExtraMetricsAreWanted() {
    manager.apply(List.of(job));
    discover("__address__", "a:1");
    targets.advance(TICK);
    assertThat(series("scrape_duration_seconds")).containsEntry("scrape_duration_seconds", 0.0);

    manager.apply(
        List.of(
            job.withSamples(
                new SampleSettings(
                    false, true, false, false, false, false, true, NameValidation.UTF8))));
    targets.runTasks();
    targets.advance(TICK);
    assertThat(series("scrape_duration_seconds")).containsEntry("scrape_duration_seconds", 1.0);
  }
}
