package io.tributary.exporters.unix;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The real one, started on loopback and ended with the test.
final class NodeExporter implements AutoCloseable {
  private static final String PROGRAM = "prometheus-node-exporter";
  private static final Duration START = Duration.ofSeconds(30);

  private final Process process;
  private final URI page;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeExporter(Process process, int port, Path log) {
    this.process = process;
    this.log = log;
    page = URI.create("http://127.0.0.1:" + port + "/metrics");
  }

  /// Skips the test, saying why, where it is not installed.
  static NodeExporter start(Path folder, List<String> flags) throws IOException {
    int port = freePort();
    var command = new ArrayList<String>();
    command.add(program());
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.add("--web.disable-exporter-metrics");
    command.addAll(flags);
    Path log = folder.resolve("node-exporter.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new NodeExporter(process, port, log);
  }

  /// Its page, once it answers.
  String page() throws IOException, InterruptedException {
    long deadlineNanos = Clock.system().nanos() + START.toNanos();
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException("answered " + answer.statusCode() + ": " + log());
        }
        return answer.body();
      } catch (ConnectException e) {
        if (!process.isAlive() || Clock.system().nanos() > deadlineNanos) {
          throw new IllegalStateException("does not answer: " + log(), e);
        }
        Clock.system().sleepUntil(Clock.system().nanos() + TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String log() throws IOException {
    return Files.readString(log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String program() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(folder, PROGRAM);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    Assumptions.abort(PROGRAM + " is not installed: ./check installs it");
    throw new IllegalStateException("BUG: abort returned");
  }
}
