package io.tributary.bench.graph;

import io.tributary.base.time.Clock;
import io.tributary.bench.agents.Agent;
import io.tributary.bench.graph.Starts.Start;
import io.tributary.bench.process.Options;
import io.tributary.bench.process.Usage;
import io.tributary.bench.report.Tables;
import io.tributary.runtime.api.ComponentJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Loads a graph of a thousand components, reloads it a thousand times while it scrapes, breaks
/// fifty of a thousand files, and prints what that took. Started by `bench/graph`.
public final class GraphFigures {
  private static final Set<String> OPTIONS =
      Set.of("components", "starts", "reloads", "scraped", "broken");
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Clock CLOCK = Clock.system();

  private final Path folder;
  private final List<String[]> rows = new ArrayList<>();
  private boolean isGood = true;

  private GraphFigures(Path folder) {
    this.folder = folder;
    rows.add(new String[] {"figure", "value", "goal"});
  }

  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments, OPTIONS);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/graph: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(String.join(", ", Usage.machine()) + "\n");
    Path folder = Files.createTempDirectory("bench-graph-");
    boolean isGood;
    try {
      isGood = new GraphFigures(folder).run(options);
    } finally {
      delete(folder);
    }
    System.exit(isGood ? 0 : 1);
  }

  private boolean run(Options options) throws Exception {
    int components = options.number("components", 1000);
    start(components, options.number("starts", 5));
    loadAndReload(components, options.number("scraped", 20), options.number("reloads", 1000));
    breakSome(1000, options.number("broken", 50));
    System.out.println(Tables.of(rows));
    return isGood;
  }

  private void row(String figure, String value, String goal, boolean isReached) {
    rows.add(new String[] {figure, value + (isReached ? "" : "  (missed)"), goal});
    isGood &= isReached;
  }

  /// The launcher's own start, to tell the load from what a process takes anyway.
  private void start(int components, int starts) throws Exception {
    Path program =
        Agent.TRIBUTARY.program(Path.of(System.getProperty("bench.root", "."))).orElseThrow();
    // Builds what is out of date.
    var _ = Agent.TRIBUTARY.version(program);
    try (var targets = new Targets(500, CLOCK)) {
      for (int size : new int[] {1, components}) {
        Path place = Files.createDirectory(folder.resolve("start-" + size));
        Path files = place.resolve("graph");
        Graphs.write(files, size, targets.port(), 0, "1s");
        startRow(size, Starts.of(program, files, place, starts, CLOCK));
      }
    }
  }

  private void startRow(int components, Starts starts) {
    long medianMs = starts.median(Start::readyMs);
    row(
        "process start to ready, components %,d: median, fastest of %d"
            .formatted(components, starts.all().size()),
        medianMs + " ms, " + starts.fastestMs() + " ms",
        "<= 1000 ms",
        medianMs <= 1000);
    row(
        "CPU, resident memory then",
        "%d ms, %.0f MB"
            .formatted(starts.median(Start::cpuMs), starts.median(Start::residentBytes) / 1e6),
        "",
        true);
  }

  private void loadAndReload(int components, int scraped, int reloads) throws Exception {
    Path files = folder.resolve("graph");
    try (var targets = new Targets(500, CLOCK)) {
      Graphs.write(files, components, targets.port(), scraped, "1s");
      Graphs.writeChanging(files, 0);
      try (var host = new Host(files, folder.resolve("data"), CLOCK)) {
        // Every target has been scraped a few times.
        CLOCK.sleepUntil(CLOCK.nanos() + 4 * INTERVAL_NANOS);
        State before = State.now();
        CLOCK.sleepUntil(CLOCK.nanos() + 2 * INTERVAL_NANOS);
        targets.forget();
        double cpuFrom = cpuMs();
        double[] millis = reloads(host, files, reloads);
        double cpu = (cpuMs() - cpuFrom) / reloads;
        CLOCK.sleepUntil(CLOCK.nanos() + 2 * INTERVAL_NANOS);
        Targets.Regularity regularity = targets.regularity(INTERVAL_NANOS);
        State after = State.now();
        reloadRows(millis, cpu);
        regularityRows(regularity, scraped);
        stateRows(before, after);
      }
    }
  }

  private double[] reloads(Host host, Path files, int reloads) throws IOException {
    var millis = new double[reloads];
    for (int i = 0; i < reloads; i++) {
      Graphs.writeChanging(files, i + 1);
      long from = CLOCK.nanos();
      host.work()
          .reload()
          .ifPresent(failure -> {
            throw new IllegalStateException(failure);
          });
      millis[i] = (CLOCK.nanos() - from) / 1e6;
    }
    return millis;
  }

  /// CPU time of this process so far.
  private static double cpuMs() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  private void reloadRows(double[] millis, double cpuMs) {
    row(
        "first reload that changes one component",
        "%.0f ms".formatted(millis[0]),
        "<= 100 ms",
        millis[0] <= 100);
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    row(
        sorted.length + " such reloads: median, slowest, CPU",
        "%.1f ms, %.0f ms, %.1f ms".formatted(median, sorted[sorted.length - 1], cpuMs),
        "<= 100 ms",
        median <= 100);
  }

  private void regularityRows(Targets.Regularity seen, int scraped) {
    row(
        "scrapes of " + scraped + " targets meanwhile",
        seen.scrapes() + ", missed " + seen.missed(),
        "missed 0",
        seen.missed() == 0 && seen.targets() >= scraped);
    row(
        "shifted by: 99th of a hundred, farthest",
        "%.1f ms, %.0f ms".formatted(seen.typicalMs(), seen.shiftMs()),
        "less than half an interval",
        seen.shiftMs() < INTERVAL_NANOS / 2e6);
  }

  private void stateRows(State before, State after) {
    row(
        "heap in use before and after, collected",
        "%.1f MB, %.1f MB".formatted(before.heapBytes / 1e6, after.heapBytes / 1e6),
        "the same",
        after.heapBytes <= before.heapBytes * 1.1 + 2e6);
    row(
        "threads, open files before and after",
        "%d, %d; %d, %d".formatted(before.threads, before.files, after.threads, after.files),
        "the same",
        after.threads <= before.threads + 3 && after.files <= before.files + 5);
  }

  private void breakSome(int files, int broken) throws Exception {
    Path configuration = folder.resolve("broken");
    Graphs.writeBroken(configuration, files, broken);
    try (var host = new Host(configuration, folder.resolve("data-broken"), CLOCK)) {
      long patience = CLOCK.nanos() + Duration.ofSeconds(20).toNanos();
      while (healthy(host) < files - broken && CLOCK.nanos() < patience) {
        CLOCK.sleepUntil(CLOCK.nanos() + Duration.ofMillis(100).toNanos());
      }
      long healthy = healthy(host);
      row(
          "of %d files with %d broken run".formatted(files, broken),
          healthy + ", listed as broken " + host.first().leftOut().size(),
          (files - broken) + ", " + broken,
          healthy == files - broken && host.first().leftOut().size() == broken);
    }
  }

  private static long healthy(Host host) {
    return host.work().graph().allComponents().stream()
        .map(ComponentJson::health)
        .filter(health -> health.state().equals("healthy"))
        .count();
  }

  /// What could grow.
  private record State(long heapBytes, int threads, long files) {
    static State now() throws IOException {
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return new State(heap, ManagementFactory.getThreadMXBean().getThreadCount(), open.count());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
