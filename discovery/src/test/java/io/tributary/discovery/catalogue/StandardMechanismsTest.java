package io.tributary.discovery.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.time.Clock;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.DiscoveryManager;
import io.tributary.discovery.DiscoveryMetrics;
import io.tributary.discovery.DiscoverySettings;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.TargetListener;
import io.tributary.discovery.dns.DnsDiscoverySettings;
import io.tributary.discovery.file.FileDiscoverySettings;
import io.tributary.discovery.http.HttpDiscoverySettings;
import io.tributary.discovery.statics.StaticDiscoverySettings;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardMechanismsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpClients clients = new HttpClients(Clock.system());
  private final StandardMechanisms mechanisms =
      new StandardMechanisms(
          clients::open, "Prometheus/test", DiscoveryLimits.DEFAULTS, Clock.system(), registry);

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void makesADiscovererForEachOfItsSettings() throws Exception {
    Duration interval = Duration.ofSeconds(60);
    List<DiscoverySettings> all =
        List.of(
            new DnsDiscoverySettings(List.of("a.example"), "A", 80, interval),
            new FileDiscoverySettings(List.of("/none/a.yml"), interval),
            new HttpDiscoverySettings("http://127.0.0.1/", interval, HttpClientSettings.DEFAULTS),
            new StaticDiscoverySettings(List.of()));

    for (DiscoverySettings settings : all) {
      Discoverer discoverer = mechanisms.create(settings, "job");
      discoverer.close();
    }

    assertThat(all.stream().map(DiscoverySettings::mechanism))
        .containsExactlyElementsOf(StandardMechanisms.NAMES);
    assertThatThrownBy(() -> mechanisms.create(() -> "consul", "job"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("consul");
  }

  @Test
  void registersTheMetricsOfPrometheus() {
    var metrics = new DiscoveryMetrics(registry);
    assertThat(metrics).isNotNull();

    assertThat(registry.scrape().stream().map(StandardMechanismsTest::nameInPrometheus))
        .contains(
            "prometheus_sd_file_read_errors_total",
            "prometheus_sd_file_watcher_errors_total",
            "prometheus_sd_file_scan_duration_seconds",
            "prometheus_sd_http_failures_total",
            "prometheus_sd_dns_lookups_total",
            "prometheus_sd_dns_lookup_failures_total");
  }

  private static String nameInPrometheus(MetricSnapshot snapshot) {
    boolean counter = snapshot instanceof io.prometheus.metrics.model.snapshots.CounterSnapshot;
    return snapshot.getMetadata().getPrometheusName() + (counter ? "_total" : "");
  }

  /// The whole way: settings of two mechanisms, a manager, targets that change on disk.
  @Test
  void bringsTargetsFromFilesAndSettingsToAJob(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.json");
    Files.writeString(file, "[{\"targets\": [\"a:1\"]}]");
    TargetGroup group =
        new TargetGroup("0", List.of(Labels.of("__address__", "s:1")), Labels.of("env", "x"));
    BlockingQueue<List<TargetGroup>> deliveries = new LinkedBlockingQueue<>();
    try (var manager =
        new DiscoveryManager(
            "scrape",
            Duration.ofMillis(10),
            DiscoveryLimits.DEFAULTS,
            Clock.system(),
            mechanisms,
            new DiscoveryMetrics(registry),
            TargetListener.joined((_, groups) -> deliveries.add(groups)))) {
      manager.apply(
          Map.of(
              "job",
              List.of(
                  new FileDiscoverySettings(List.of(directory + "/*.json"), Duration.ofMinutes(5)),
                  new StaticDiscoverySettings(List.of(group)))));

      awaitAddresses(deliveries, "a:1", "s:1");
      Files.writeString(file, "[{\"targets\": [\"a:2\"]}]");
      awaitAddresses(deliveries, "a:2", "s:1");
    }
  }

  private static void awaitAddresses(BlockingQueue<List<TargetGroup>> deliveries, String... wanted)
      throws InterruptedException {
    List<String> seen = List.of();
    while (!seen.equals(List.of(wanted))) {
      List<TargetGroup> groups = deliveries.poll(20, TimeUnit.SECONDS);
      assertThat(groups).as("waited in vain for %s, last %s", List.of(wanted), seen).isNotNull();
      seen =
          java.util.Objects.requireNonNull(groups).stream()
              .flatMap(found -> found.targets().stream())
              .map(target -> target.getOrEmpty("__address__"))
              .toList();
    }
  }
}
