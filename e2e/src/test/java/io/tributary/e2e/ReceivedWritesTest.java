package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus writes to `prometheus.receive_http`, which is killed again and again: what was
/// acknowledged, Prometheus forgets, so that it must arrive behind.
class ReceivedWritesTest {
  private static final int KILLS = 3;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
    int writePort = ChildProcess.freePort();
    try (var target = new ScriptedExporter();
        var receiver = RemoteWriteReceiver.start()) {
      target.serve(
          "/metrics",
          number -> ScriptedExporter.Page.of(ScriptedExporter.TEXT, ScrapeNumbers.line(number)));
      receiver.otherwise(Answer.status(503));
      Path river = river(writePort, receiver);
      try (var _ =
          ChildProcess.prometheusAgent(
                  directory, sender(target, writePort), ChildProcess.freePort())
              .ready("/-/ready")) {
        for (int kill = 0; kill < KILLS; kill++) {
          try (var agent = agent(river)) {
            awaitMore(target, agent);
            agent.kill();
          }
        }
        receiver.otherwise(Answer.ok());
        try (var agent = agent(river)) {
          ScrapeNumbers.awaitMore(receiver, 10);
          int served = target.requestCount("/metrics");
          receiver.await(
              "what was scraped", () -> ScrapeNumbers.of(receiver).contains((long) served - 1));
          assertThat(agent.terminate()).isZero();
        }
        assertThat(ScrapeNumbers.of(receiver).getFirst()).isLessThan(5);
        assertThat(ScrapeNumbers.lost(receiver)).isZero();
        var report = receiver.ledger().report();
        assertThat(report.conflictingDuplicates() + report.outOfOrder()).as("%s", report).isZero();
      }
    }
  }

  private ChildProcess agent(Path river) throws Exception {
    return ChildProcess.tributaryGraph(directory, river, ChildProcess.freePort()).ready("/-/ready");
  }

  /// Until requests were acknowledged by this process.
  private static void awaitMore(ScriptedExporter target, ChildProcess agent) throws Exception {
    int before = target.requestCount("/metrics");
    Eventually.holds(
        Duration.ofSeconds(60),
        () ->
            target.requestCount("/metrics") >= before + 5
                && agent
                    .get("/metrics")
                    .body()
                    .lines()
                    .anyMatch(line ->
                        line.startsWith("prometheus_receive_http_request_duration_seconds_count")
                            && line.contains("status_code=\"204\"")),
        () -> "nothing was acknowledged:\n" + agent.output());
  }

  private Path river(int port, RemoteWriteReceiver receiver) throws Exception {
    return Files.writeString(
        directory.resolve("receive.river"),
        """
        prometheus.receive_http "in" {
          http { listen_port = %d }
          forward_to = [prometheus.remote_write.out.receiver]
        }
        prometheus.remote_write "out" {
          endpoint {
            url = "%s"
            queue_config {
              batch_send_deadline = "200ms"
              max_backoff         = "500ms"
            }
          }
        }
        """
            .formatted(port, receiver.url()));
  }

  private Path sender(ScriptedExporter target, int port) throws Exception {
    return Files.writeString(
        directory.resolve("sender.yml"),
        """
        global:
          scrape_interval: 400ms
          scrape_timeout: 400ms
        scrape_configs:
          - job_name: numbered
            static_configs: [{targets: ['127.0.0.1:%d']}]
        remote_write:
          - url: http://127.0.0.1:%d/api/v1/metrics/write
            queue_config: {batch_send_deadline: 200ms, max_backoff: 500ms}
        """
            .formatted(target.port(), port));
  }
}
