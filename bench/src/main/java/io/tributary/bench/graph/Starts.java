package io.tributary.bench.graph;

import io.tributary.base.time.Clock;
import io.tributary.bench.agents.Running;
import io.tributary.bench.process.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Starts of `./tributary run` on the same files, one after the other.
record Starts(List<Start> all) {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  /// What the log says then. Requests would have the agent do more than start.
  private static final String READY = "Server is ready";

  /// From the start of the process until its log says that it is ready, and what that took.
  record Start(long readyMs, long cpuMs, long residentBytes) {}

  /// `folder` is where they leave their data and logs.
  static Starts of(Path program, Path configuration, Path folder, int count, Clock clock)
      throws IOException, InterruptedException {
    var all = new ArrayList<Start>();
    for (int i = 0; i < count; i++) {
      Path data = folder.resolve("data-" + i);
      Path log = folder.resolve("log-" + i);
      all.add(start(command(program, configuration, data), log, clock));
    }
    return new Starts(all);
  }

  private static List<String> command(Path program, Path configuration, Path data) {
    return List.of(
        program.toString(),
        "run",
        "--server.http.listen-addr=127.0.0.1:" + Running.freePort(),
        "--storage.path=" + data,
        configuration.toString());
  }

  private static Start start(List<String> command, Path log, Clock clock)
      throws IOException, InterruptedException {
    long from = clock.nanos();
    try (var running = Running.start(command, log, 0, "")) {
      while (!Files.readString(log).contains(READY)) {
        if (clock.nanos() - from > PATIENCE_NANOS || !running.isAlive()) {
          throw new IllegalStateException("not ready: " + Files.readString(log));
        }
        clock.sleepUntil(clock.nanos() + POLL_NANOS);
      }
      long readyMs = (clock.nanos() - from) / 1_000_000;
      Usage usage = running.usage();
      running.terminate();
      return new Start(readyMs, usage.userMillis() + usage.systemMillis(), usage.residentBytes());
    }
  }

  long median(ToLongFunction<Start> figure) {
    long[] sorted = all.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  long fastestMs() {
    return all.stream().mapToLong(Start::readyMs).min().orElse(0);
  }
}
