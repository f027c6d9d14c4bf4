package io.tributary.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.Checkout;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.net.server.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `docs/metrics.md` lists what a running agent exports: all of it, and nothing else.
class MetricsDocumentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What the alerts and dashboards of the Prometheus mixin ask for, without what an agent of
  /// Prometheus does not have either, and Kubernetes discovery.
  private static final List<String> OF_THE_MIXIN =
      List.of(
          "process_start_time_seconds",
          "prometheus_build_info",
          "prometheus_config_last_reload_successful",
          "prometheus_remote_storage_enqueue_retries_total",
          "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
          "prometheus_remote_storage_queue_highest_timestamp_seconds",
          "prometheus_remote_storage_samples_dropped_total",
          "prometheus_remote_storage_samples_failed_total",
          "prometheus_remote_storage_samples_in_total",
          "prometheus_remote_storage_samples_pending",
          "prometheus_remote_storage_samples_retried_total",
          "prometheus_remote_storage_samples_total",
          "prometheus_remote_storage_shard_capacity",
          "prometheus_remote_storage_shards",
          "prometheus_remote_storage_shards_desired",
          "prometheus_remote_storage_shards_max",
          "prometheus_remote_storage_shards_min",
          "prometheus_sd_discovered_targets",
          "prometheus_sd_refresh_failures_total",
          "prometheus_target_interval_length_seconds",
          "prometheus_target_metadata_cache_entries",
          "prometheus_target_scrape_pool_exceeded_label_limits_total",
          "prometheus_target_scrape_pool_exceeded_target_limit_total",
          "prometheus_target_scrapes_exceeded_body_size_limit_total",
          "prometheus_target_scrapes_exceeded_sample_limit_total",
          "prometheus_target_scrapes_sample_duplicate_timestamp_total",
          "prometheus_target_scrapes_sample_out_of_bounds_total",
          "prometheus_target_scrapes_sample_out_of_order_total",
          "prometheus_target_sync_failed_total",
          "prometheus_target_sync_length_seconds",
          "prometheus_tsdb_wal_segment_current",
          "prometheus_wal_watcher_current_segment");

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "process_* need /proc");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        directory.resolve("targets.json"), "[{\"targets\": [\"127.0.0.1:%d\"]}]".formatted(port));
  }

  @AfterEach
  void stop() {
    client.close();
  }

  /// The type of a family, and its labels.
  private record Family(String type, String labels) {}

  @Test
  @Timeout(120)
  void theDocumentListsWhatAnAgentExports() throws Exception {
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, configuration("100ms"));
    PrometheusTree.Loaded loaded = PrometheusWork.load(TestSettings.of(file, port));
    assertThat(loaded.result().errors()).isEmpty();
    SortedMap<String, Family> documented = documented();
    Clock clock = Clock.system();
    try (var agent = PrometheusWork.agent(TestSettings.of(file, port), loaded, clock)) {
      assertThat(agent.start(routes -> routes.post("/receiver", _ -> Response.empty(204))))
          .isEmpty();
      Files.writeString(file, configuration("200ms"));
      agent.reload();
      long patience = clock.nanos() + PATIENCE.toNanos();
      while (!exported().keySet().containsAll(documented.keySet()) && clock.nanos() < patience) {
        clock.parkUntil(clock.nanos() + 100_000_000);
      }
      SortedMap<String, Family> exported = exported();
      assertThat(exported).isEqualTo(documented);
      assertThat(exported.keySet()).containsAll(OF_THE_MIXIN);
    }
  }

  private String configuration(String interval) {
    return """
    scrape_configs:
      - job_name: self
        scrape_interval: %s
        scrape_timeout: 100ms
        static_configs: [{targets: ['127.0.0.1:%d']}]
      - job_name: files
        file_sd_configs: [{files: ['%s']}]
      - job_name: polled
        http_sd_configs: [{url: 'http://127.0.0.1:1/'}]
    remote_write:
      - url: http://127.0.0.1:%d/receiver
        write_relabel_configs: [{source_labels: [__name__], regex: 'jvm_.*', action: drop}]
    """
        .formatted(interval, port, directory.resolve("targets.json"), port);
  }

  private SortedMap<String, Family> exported() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
    String page = client.send(request.build(), BodyHandlers.ofString()).body();
    var types = new TreeMap<String, String>();
    var labels = new TreeMap<String, TreeSet<String>>();
    String family = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        family = words[2];
        types.put(family, words[3]);
      } else if (!line.startsWith("#")) {
        TreeSet<String> names = labels.computeIfAbsent(family, _ -> new TreeSet<>());
        java.util.regex.Pattern.compile("[{,]([a-z_]+)=\"")
            .matcher(line)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.equals("le") && !name.equals("quantile"))
            .forEach(names::add);
      }
    }
    var families = new TreeMap<String, Family>();
    types.forEach((name, type) ->
        families.put(
            name, new Family(type, String.join(", ", labels.getOrDefault(name, new TreeSet<>())))));
    return families;
  }

  /// The rows of tables with four columns.
  private static SortedMap<String, Family> documented() throws IOException {
    var families = new TreeMap<String, Family>();
    java.util.regex.Pattern.compile(
            "(?m)^\\| `([a-z_]+)` \\| ([a-z]+) \\| ([a-z_, ]*) ?\\| .+ \\|$")
        .matcher(Files.readString(Checkout.file("docs/metrics.md")))
        .results()
        .forEach(row -> {
          var family = new Family(row.group(2), row.group(3).strip());
          assertThat(families.put(row.group(1), family)).as(row.group(1)).isNull();
        });
    assertThat(families).hasSizeGreaterThan(100);
    return families;
  }
}
