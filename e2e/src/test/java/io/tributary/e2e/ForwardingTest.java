package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real node_exporter, the agent, and a real Prometheus that is asked in PromQL what arrived.
class ForwardingTest {
  @TempDir Path directory;

  @Test
  void whatANodeExporterExposesCanBeQueried() throws Exception {
    int exporterPort = ChildProcess.freePort();
    int receiverPort = ChildProcess.freePort();
    try (var exporter = ChildProcess.nodeExporter(directory, exporterPort).ready("/metrics");
        var receiver = ChildProcess.prometheusReceiver(directory, receiverPort).ready("/-/ready")) {
      Path config = config(exporterPort, receiverPort);
      try (var agent =
          ChildProcess.tributary(directory, config, ChildProcess.freePort()).ready("/-/ready")) {
        eventually(receiver, "up{job=\"node\",cluster=\"e2e\"}", 1);
        assertThat(scalar(receiver, "count({job=\"node\"})"))
            .isCloseTo(exposed(exporter) + 5, org.assertj.core.data.Offset.offset(20.0));
        assertThat(scalar(receiver, "node_memory_MemTotal_bytes > bool 1e8")).isEqualTo(1);
        assertThat(scalar(receiver, "count(node_cpu_seconds_total{mode=\"idle\"}) >= bool 1"))
            .isEqualTo(1);

        exporter.kill();
        eventually(receiver, "up{job=\"node\"}", 0);
        eventually(receiver, "absent(node_memory_MemTotal_bytes)", 1);
        assertThat(agent.get("/api/v1/targets").body()).contains("\"health\":\"down\"");
        assertThat(agent.terminate()).isZero();
      }
    }
  }

  @Test
  void aKillAndAnOutageLoseNothing() throws Exception {
    int exporterPort = ChildProcess.freePort();
    int receiverPort = ChildProcess.freePort();
    Path config = config(exporterPort, receiverPort);
    try (var _ = ChildProcess.nodeExporter(directory, exporterPort).ready("/metrics")) {
      long downSince = System.currentTimeMillis();
      // Nobody receives: what is scraped now waits in the log, and outlives the process.
      try (var agent =
          ChildProcess.tributary(directory, config, ChildProcess.freePort()).ready("/-/ready")) {
        Eventually.holds(
            Duration.ofSeconds(60),
            () -> scrapes(agent) >= 5,
            () -> "no scrapes:\n" + agent.output());
        agent.kill();
      }
      try (var receiver =
              ChildProcess.prometheusReceiver(directory, receiverPort).ready("/-/ready");
          var _ =
              ChildProcess.tributary(directory, config, ChildProcess.freePort())
                  .ready("/-/ready")) {
        String before =
            "count_over_time(up{job=\"node\"}[1h]) > bool 4 and min_over_time(timestamp(up{job=\"node\"})[1h:1s]) >= 0";
        Eventually.holds(
            Duration.ofSeconds(60),
            () -> scalar(receiver, before) == 1,
            () ->
                "the backlog did not arrive, scraped since "
                    + downSince
                    + ":\n"
                    + receiver.output());
      }
    }
  }

  private Path config(int exporterPort, int receiverPort) throws Exception {
    return Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global:
          scrape_interval: 1s
          external_labels: {cluster: e2e}
        scrape_configs:
          - job_name: node
            static_configs: [{targets: ['127.0.0.1:%d']}]
        remote_write:
          - url: http://127.0.0.1:%d/api/v1/write
            queue_config: {batch_send_deadline: 1s}
        """
            .formatted(exporterPort, receiverPort));
  }

  private static long scrapes(ChildProcess agent) throws Exception {
    var matcher =
        Pattern.compile("(?m)^prometheus_agent_samples_appended_total\\{type=\"float\"} (\\S+)$")
            .matcher(agent.get("/metrics").body());
    return matcher.find() ? (long) (Double.parseDouble(matcher.group(1)) / 500) : 0;
  }

  private static double exposed(ChildProcess exporter) throws Exception {
    return exporter.get("/metrics").body().lines().filter(line -> !line.startsWith("#")).count();
  }

  private static void eventually(ChildProcess prometheus, String query, double wanted)
      throws InterruptedException {
    Eventually.holds(
        Duration.ofSeconds(60),
        () -> scalar(prometheus, query) == wanted,
        () -> query + " never became " + wanted + ":\n" + prometheus.output());
  }

  /// The value of the first sample that the query gives, NaN where it gives none.
  private static double scalar(ChildProcess prometheus, String query) throws Exception {
    String body =
        prometheus
            .get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
            .body();
    var value = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"]").matcher(body);
    return value.find() ? Double.parseDouble(value.group(1)) : Double.NaN;
  }
}
