package io.tributary.agent.cli;

import io.tributary.agent.lifecycle.Signals;
import io.tributary.base.time.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The run that the start-up cache is made from; the launcher starts it once after a build.
///
/// What runs here is loaded and linked ahead in every later start: agents with a `prometheus.yml`
/// and with a River file, each asked for its metrics and stopped as a user would, then the demo,
/// which delivers something. `main` takes the folder to work in.
public final class Training {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration SCRAPES = Duration.ofSeconds(1);

  private static final Clock CLOCK = Clock.system();

  private static final String PROMETHEUS =
      """
      global:
        scrape_interval: 200ms
        scrape_timeout: 200ms
        external_labels:
          cluster: training
      scrape_configs:
        - job_name: self
          static_configs:
            - targets: ["127.0.0.1:PORT"]
              labels:
                tier: one
          relabel_configs:
            - source_labels: [__address__]
              regex: "(.*):.*"
              target_label: host
          metric_relabel_configs:
            - source_labels: [__name__]
              regex: "jvm_threads_.*"
              action: drop
      remote_write:
        - url: http://127.0.0.1:PORT/api/v1/write
          write_relabel_configs:
            - regex: host
              action: labeldrop
      """;

  private static final String RIVER =
      """
      prometheus.exporter.unix "host" { }

      discovery.relabel "host" {
        targets = array.concat(prometheus.exporter.unix.host.targets, [{"__address__" = "127.0.0.1:PORT"}])
        rule {
          source_labels = ["__address__"]
          regex         = "(.*):.*"
          target_label  = "host"
        }
      }

      prometheus.scrape "host" {
        targets         = discovery.relabel.host.output
        scrape_interval = "200ms"
        scrape_timeout  = "200ms"
        forward_to      = [prometheus.relabel.some.receiver]
      }

      prometheus.relabel "some" {
        rule {
          source_labels = ["__name__"]
          regex         = "jvm_threads_.*"
          action        = "drop"
        }
        forward_to = [prometheus.remote_write.out.receiver]
      }

      prometheus.remote_write "out" {
        external_labels = { cluster = "training" }
        endpoint {
          url = "http://127.0.0.1:PORT/api/v1/write"
        }
      }
      """;

  private Training() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var folder = Path.of(arguments[0]);
    int port = freePort();
    int first =
        visited(
            port,
            "prometheus",
            "--config.file=" + write(folder.resolve("prometheus.yml"), PROMETHEUS, port),
            "--storage.agent.path=" + folder.resolve("data"),
            "--storage.remote.flush-deadline=1s",
            "--web.listen-address=127.0.0.1:" + port);
    int second =
        visited(
            port,
            "run",
            "--storage.path=" + folder.resolve("data-run"),
            "--server.http.listen-addr=127.0.0.1:" + port,
            write(folder.resolve("agent.river"), RIVER, port).toString());
    int third = Main.run(List.of("demo", "--for", "3s"), Console.standard());
    System.exit(Math.max(Math.max(first, second), third));
  }

  private static Path write(Path file, String configuration, int port) throws IOException {
    return Files.writeString(file, configuration.replace("PORT", Integer.toString(port)));
  }

  /// Runs a command until its visitor is done; the exit code.
  private static int visited(int port, String... command) throws InterruptedException {
    var visitor = Thread.ofPlatform().daemon(true).start(() -> visit(port));
    int code = Main.run(List.of(command), Console.standard());
    visitor.join(PATIENCE);
    return code;
  }

  private static void visit(int port) {
    try {
      long deadline = CLOCK.nanos() + PATIENCE.toNanos();
      while (!"200".equals(ask(port, "/-/ready")) && CLOCK.nanos() < deadline) {
        CLOCK.sleepUntil(CLOCK.nanos() + POLL.toNanos());
      }
      CLOCK.sleepUntil(CLOCK.nanos() + SCRAPES.toNanos());
      // No page of the API: what only that needs would stay in memory in every later run.
      ask(port, "/metrics");
      Signals.raise("TERM");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The status of the answer; null while nobody listens. A plain socket, so that no client is
  /// loaded that an agent does not need.
  private static @Nullable String ask(int port, String path) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(5_000);
      var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      @Nullable String status = reader.readLine();
      while (reader.readLine() != null) {
        // To the end, as a browser would.
      }
      return status == null || status.length() < 12 ? null : status.substring(9, 12);
    } catch (IOException _) {
      return null;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
