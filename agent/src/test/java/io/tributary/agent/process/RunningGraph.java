package io.tributary.agent.process;

import io.tributary.base.time.Clock;
import io.tributary.component.Stability;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An agent that runs the River files of a folder, on a free port.
public final class RunningGraph implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Clock clock = Clock.system();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Agent<GraphWork> agent;
  private @Nullable LoadResult first;
  private Optional<String> failure = Optional.empty();

  private RunningGraph(Path folder, LoadMode mode) throws IOException {
    this.folder = folder;
    Path configuration = Files.createDirectories(folder.resolve("config"));
    agent =
        GraphWork.agent(
            new GraphSettings(
                new RiverConfiguration(configuration),
                RuntimeSettings.in(folder.resolve("data"))
                    .with(mode)
                    .with(Stability.EXPERIMENTAL)
                    .withShutdownDeadline(Duration.ofSeconds(20)),
                "127.0.0.1:0",
                "",
                "node",
                Duration.ofSeconds(1),
                Map.of("storage.path", "data")),
            (_, result) -> first = result,
            clock);
  }

  /// Starts with one file; whether that goes well, [#failure] tells.
  public static RunningGraph of(Path folder, String river) throws IOException {
    return of(folder, LoadMode.LENIENT, Map.of("agent.river", river));
  }

  static RunningGraph of(Path folder, LoadMode mode, Map<String, String> files) throws IOException {
    var graph = new RunningGraph(folder, mode);
    for (var file : files.entrySet()) {
      graph.write(file.getKey(), file.getValue());
    }
    graph.failure = graph.agent.start(_ -> {});
    return graph;
  }

  /// Writes a file of the configuration, which the next reload will see.
  public void write(String name, String river) throws IOException {
    Files.writeString(folder.resolve("config").resolve(name), river);
  }

  /// Where it listens.
  public String url() {
    return "http://127.0.0.1:" + agent.port();
  }

  public Optional<String> failure() {
    return failure;
  }

  LoadResult first() {
    return Optional.ofNullable(first).orElseThrow();
  }

  public Agent<GraphWork> agent() {
    return agent;
  }

  public HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public String get(String path) throws IOException, InterruptedException {
    return send("GET", path).body();
  }

  /// Asks until the answer has `part` in it.
  public String getUntil(String path, String part) throws IOException, InterruptedException {
    long deadline = clock.nanos() + PATIENCE.toNanos();
    String answer = get(path);
    while (!answer.contains(part) && clock.nanos() < deadline) {
      clock.parkUntil(clock.nanos() + 50_000_000);
      answer = get(path);
    }
    return answer;
  }

  @Override
  public void close() {
    agent.close();
    client.close();
  }
}
