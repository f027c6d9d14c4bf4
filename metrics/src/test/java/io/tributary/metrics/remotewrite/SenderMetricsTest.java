package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The families that dashboards and alerts know, as Prometheus has them on its own page.
class SenderMetricsTest {
  /// Recorded from `/metrics` of Prometheus 3.5.3 in agent mode while it wrote to a receiver; the
  /// families of drops, which that page shows from the first drop on, and the one marked with a
  /// star, which came later, from the sources.
  private static final String ORIGINAL =
      """
      prometheus_remote_storage_bytes_total                                   | counter   | remote_name url
      prometheus_remote_storage_enqueue_retries_total                         | counter   | remote_name url
      prometheus_remote_storage_exemplars_dropped_total                       | counter   | reason remote_name url
      prometheus_remote_storage_exemplars_failed_total                        | counter   | remote_name url
      prometheus_remote_storage_exemplars_in_total                            | counter   |
      prometheus_remote_storage_exemplars_pending                             | gauge     | remote_name url
      prometheus_remote_storage_exemplars_retried_total                       | counter   | remote_name url
      prometheus_remote_storage_exemplars_total                               | counter   | remote_name url
      prometheus_remote_storage_highest_timestamp_in_seconds                  | gauge     |
      prometheus_remote_storage_histograms_dropped_total                      | counter   | reason remote_name url
      prometheus_remote_storage_histograms_failed_total                       | counter   | remote_name url
      prometheus_remote_storage_histograms_in_total                           | counter   |
      prometheus_remote_storage_histograms_pending                            | gauge     | remote_name url
      prometheus_remote_storage_histograms_retried_total                      | counter   | remote_name url
      prometheus_remote_storage_histograms_total                              | counter   | remote_name url
      prometheus_remote_storage_max_samples_per_send                          | gauge     | remote_name url
      prometheus_remote_storage_metadata_bytes_total                          | counter   | remote_name url
      prometheus_remote_storage_metadata_failed_total                         | counter   | remote_name url
      prometheus_remote_storage_metadata_retried_total                        | counter   | remote_name url
      prometheus_remote_storage_metadata_total                                | counter   | remote_name url
      prometheus_remote_storage_queue_highest_sent_timestamp_seconds          | gauge     | remote_name url
      prometheus_remote_storage_queue_highest_timestamp_seconds*              | gauge     | remote_name url
      prometheus_remote_storage_samples_dropped_total                         | counter   | reason remote_name url
      prometheus_remote_storage_samples_failed_total                          | counter   | remote_name url
      prometheus_remote_storage_samples_in_total                              | counter   |
      prometheus_remote_storage_samples_pending                               | gauge     | remote_name url
      prometheus_remote_storage_samples_retried_total                         | counter   | remote_name url
      prometheus_remote_storage_samples_total                                 | counter   | remote_name url
      prometheus_remote_storage_sent_batch_duration_seconds                   | histogram | remote_name url
      prometheus_remote_storage_shard_capacity                                | gauge     | remote_name url
      prometheus_remote_storage_shards                                        | gauge     | remote_name url
      prometheus_remote_storage_shards_desired                                | gauge     | remote_name url
      prometheus_remote_storage_shards_max                                    | gauge     | remote_name url
      prometheus_remote_storage_shards_min                                    | gauge     | remote_name url
      prometheus_remote_storage_string_interner_zero_reference_releases_total | counter   |
      prometheus_wal_watcher_current_segment                                  | gauge     | consumer
      prometheus_wal_watcher_notifications_skipped_total                      | counter   | consumer
      prometheus_wal_watcher_record_decode_failures_total                     | counter   | consumer
      prometheus_wal_watcher_records_read_total                               | counter   | consumer type
      prometheus_wal_watcher_samples_sent_pre_tailing_total                   | counter   | consumer
      """;

  @TempDir Path directory;
  private SenderFixture fixture;
  private RemoteWriteReceiver receiver;

  @BeforeEach
  void start() {
    fixture = new SenderFixture(directory);
    receiver = RemoteWriteReceiver.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
    receiver.close();
  }

  private record Family(String type, String labels) {}

  private static Map<String, Family> original() {
    var families = new TreeMap<String, Family>();
    ORIGINAL
        .lines()
        .forEach(line -> {
          String[] parts = line.split("\\|", -1);
          families.put(
              parts[0].strip().replace("*", ""), new Family(parts[1].strip(), parts[2].strip()));
        });
    return families;
  }

  private static Map<String, Family> ours(PrometheusRegistry registry) {
    var families = new TreeMap<String, Family>();
    for (MetricSnapshot family : registry.scrape()) {
      String name = family.getMetadata().getPrometheusName();
      if (!name.startsWith("prometheus_remote_storage_")
          && !name.startsWith("prometheus_wal_watcher_")) {
        continue;
      }
      String type =
          switch (family) {
            case CounterSnapshot _ -> "counter";
            case GaugeSnapshot _ -> "gauge";
            case HistogramSnapshot _ -> "histogram";
            default -> family.getClass().getSimpleName();
          };
      var labels = new TreeSet<String>();
      for (DataPointSnapshot point : family.getDataPoints()) {
        for (Label label : point.getLabels()) {
          labels.add(label.getName());
        }
      }
      assertThat(family.getMetadata().getHelp()).as(name).isNotBlank();
      families.put(
          type.equals("counter") ? name + "_total" : name,
          new Family(type, String.join(" ", labels)));
    }
    return families;
  }

  @Test
  void familiesHaveTheNamesTypesAndLabelsOfTheOriginal() {
    var _ = new IncomingMetrics(_ -> {}, fixture.registry);
    fixture.apply(SenderFixture.to(receiver));
    fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(ours(fixture.registry)).isEqualTo(original());
  }

  @Test
  void aDestinationThatIsGoneShowsNothingAnyMore() {
    fixture.apply(SenderFixture.to(receiver));
    fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    fixture.turnUntilDelivered(receiver, 10);
    fixture.apply();
    for (MetricSnapshot family : fixture.registry.scrape()) {
      for (DataPointSnapshot point : family.getDataPoints()) {
        assertThat(point.getLabels().get("remote_name"))
            .as(family.getMetadata().getPrometheusName())
            .isNull();
      }
    }
  }

  private static final String NEWEST = "prometheus_remote_storage_queue_highest_timestamp_seconds";
  private static final String SETTLED =
      "prometheus_remote_storage_queue_highest_sent_timestamp_seconds";

  private double behindSeconds() {
    return fixture.metric(NEWEST) - fixture.metric(SETTLED);
  }

  /// `PrometheusRemoteWriteBehind`: newest less settled, for longer than two minutes.
  @Test
  void aReceiverThatIsAwayPutsTheDestinationBehind() {
    fixture.apply(SenderFixture.to(receiver));
    fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    fixture.turnUntil(receiver, "the first sample", () -> fixture.metric(SETTLED) > 0);
    assertThat(behindSeconds()).isZero();

    receiver.otherwise(Answer.status(503));
    for (int i = 0; i < 20; i++) {
      fixture.clock.advance(Duration.ofSeconds(15));
      fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    }
    assertThat(behindSeconds()).isGreaterThanOrEqualTo(300);

    receiver.otherwise(Answer.ok());
    fixture.turnUntil(receiver, "all of it", () -> behindSeconds() == 0);
    fixture.turnUntilDelivered(receiver, 210);
  }

  @Test
  void aDestinationThatWantsNothingIsNotBehind() {
    var nothing =
        RelabelRule.builder()
            .sourceLabels("__name__")
            .regex("nothing")
            .action(RelabelAction.KEEP)
            .build(NameValidation.UTF8);
    fixture.apply(withRules(SenderFixture.to(receiver), nothing));
    for (int i = 0; i < 20; i++) {
      fixture.clock.advance(Duration.ofSeconds(15));
      fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    }
    assertThat(fixture.metric(NEWEST)).isPositive();
    fixture.turnUntil(receiver, "all of it", () -> behindSeconds() == 0);
    assertThat(receiver.requests()).isEmpty();
  }

  private static RemoteWriteSettings withRules(RemoteWriteSettings base, RelabelRule... rules) {
    return new RemoteWriteSettings(
        base.name(),
        base.configHash(),
        base.url(),
        base.message(),
        base.remoteTimeout(),
        base.headers(),
        base.client(),
        List.of(rules),
        base.sendExemplars(),
        base.sendNativeHistograms(),
        base.roundRobinDns(),
        base.failedRequestLogging(),
        base.queue(),
        base.metadata());
  }

  @Test
  void samplesThatAReceiverKeepsOutAreRetried() {
    receiver.otherwise(Answer.status(401));
    fixture.apply(SenderFixture.to(receiver));
    fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    fixture.turnUntil(
        receiver,
        "parking",
        () -> fixture.metric("prometheus_remote_storage_samples_retried") >= 10);
    assertThat(fixture.metric("prometheus_remote_storage_samples_failed")).isZero();
    receiver.otherwise(Answer.ok());
    fixture.turnUntilDelivered(receiver, 10);
  }

  @Test
  void aRequestThatIsSentElsewhereIsOneAttempt() {
    try (var elsewhere = RemoteWriteReceiver.start()) {
      receiver.otherwise(Answer.status(308).withHeader("Location", elsewhere.url().toString()));
      fixture.apply(SenderFixture.to(receiver));
      fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
      fixture.turnUntilDelivered(elsewhere, 10);
      fixture.assertBalanced(elsewhere, "main");
      assertThat(fixture.metric("prometheus_remote_storage_samples")).isEqualTo(10);
    }
  }

  @Test
  void theMetricsOfReadingSurviveAnotherUrlUnderTheSameName() {
    fixture.apply(SenderFixture.to(receiver));
    try (var second = RemoteWriteReceiver.start()) {
      fixture.apply(SenderFixture.to(second));
      assertThat(ours(fixture.registry).get("prometheus_wal_watcher_notifications_skipped_total"))
          .isEqualTo(new Family("counter", "consumer"));
      fixture.apply();
    }
  }

  /// Rows 0 and 1 are native histograms, rows 2 to 4 have an exemplar each.
  private void scrapeWithExtras(Layout layout) {
    @Nullable NativeHistogram[] histograms = new @Nullable NativeHistogram[layout.rowCount()];
    var buckets =
        new IntBuckets(3, 0, new Span[] {new Span(0, 1)}, new long[] {3}, new Span[0], new long[0]);
    for (int row = 0; row < 2; row++) {
      histograms[row] =
          new NativeHistogram(NativeHistogram.ResetHint.UNKNOWN, 0, 0, 6.0, buckets, new double[0]);
    }
    var exemplars = new ArrayList<Exemplar>();
    for (int row = 2; row < 5; row++) {
      exemplars.add(
          new Exemplar(
              row,
              Labels.of("trace_id", "t" + row),
              Double.doubleToRawLongBits(1),
              fixture.clock.wallMs()));
    }
    fixture.wal.append(
        new ScrapeColumn(
            SenderFixture.target(1),
            layout,
            fixture.clock.wallMs(),
            new long[layout.rowCount()],
            null,
            new SideColumns(null, null, histograms, exemplars)));
  }

  private void assertPending(double samples, double histograms, double exemplars) {
    String prefix = "prometheus_remote_storage_";
    fixture.turnUntil(
        receiver,
        samples + " samples pending",
        () -> fixture.metric(prefix + "samples_pending") == samples);
    assertThat(fixture.metric(prefix + "histograms_pending")).isEqualTo(histograms);
    assertThat(fixture.metric(prefix + "exemplars_pending")).isEqualTo(exemplars);
  }

  @Test
  void whatIsOnItsWayIsPendingUntilItIsSettled() {
    receiver.otherwise(Answer.status(503));
    var base = SenderFixture.to(receiver);
    fixture.apply(
        new RemoteWriteSettings(
            base.name(),
            base.configHash(),
            base.url(),
            base.message(),
            base.remoteTimeout(),
            base.headers(),
            base.client(),
            base.writeRelabelRules(),
            true,
            true,
            false,
            false,
            base.queue(),
            base.metadata()));
    scrapeWithExtras(fixture.layout("m", 10));
    assertPending(8, 2, 3);
    fixture.turnUntil(
        receiver,
        "another attempt",
        () -> fixture.metric("prometheus_remote_storage_histograms_retried") > 0);
    receiver.otherwise(Answer.ok());
    assertPending(0, 0, 0);
    assertThat(receiver.histograms()).hasSize(2);
    assertThat(receiver.exemplars()).hasSize(3);
    assertThat(fixture.metric("prometheus_remote_storage_exemplars_retried")).isPositive();
    fixture.assertBalanced(receiver, "main");
  }

  /// The one thread that reads and delivers is busy with the request all the while.
  @Test
  void whatAReceiverHangsOverIsPending() {
    receiver.otherwise(Answer.hang());
    fixture.apply(SenderFixture.batchesOf(SenderFixture.to(receiver), 10));
    fixture.scrape(SenderFixture.target(1), fixture.layout("m", 10));
    fixture.turnUntil(receiver, "a request", () -> receiver.requests().size() == 1);
    assertPending(10, 0, 0);
    assertThat(fixture.metric("prometheus_remote_storage_queue_highest_timestamp_seconds"))
        .isEqualTo(SenderFixture.START_MS / 1000);
  }

  @Test
  void whatNobodyAskedForIsNotPending() {
    receiver.otherwise(Answer.status(503));
    fixture.apply(SenderFixture.to(receiver));
    scrapeWithExtras(fixture.layout("m", 10));
    assertPending(8, 0, 0);
    receiver.otherwise(Answer.ok());
    assertPending(0, 0, 0);
    assertThat(fixture.senders.ledger("main").dropped("native_histograms_off")).isEqualTo(2);
    fixture.assertBalanced(receiver, "main");
  }
}
