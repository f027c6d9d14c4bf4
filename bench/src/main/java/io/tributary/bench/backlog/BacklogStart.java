package io.tributary.bench.backlog;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import io.tributary.bench.fleet.Fleet;
import io.tributary.bench.process.Child;
import io.tributary.bench.process.Options;
import io.tributary.bench.process.Usage;
import io.tributary.bench.report.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Starts Tributary with an empty log and with a backlog, kills it in between, and says how long it
/// took to be ready and to scrape for the first time.
///
/// Started by `bench/backlog`. The receiver is away the whole time, so that the backlog stays; the
/// folder is deleted at the end.
public final class BacklogStart {
  private static final Set<String> OPTIONS = Set.of("gigabytes", "starts", "fleet");
  private static final Duration FIRST_LIFE = Duration.ofSeconds(4);
  private static final Duration LIFE = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The reliability contract: always, whatever is on the disk.
  private static final long LONGEST_START_MS = 5_000;

  private final Path program;
  private final Path folder;
  private final Course course;
  private final int starts;

  private BacklogStart(Path program, Path folder, Course course, int starts) {
    this.program = program;
    this.folder = folder;
    this.course = course;
    this.starts = starts;
  }

  public static void main(String[] arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments, OPTIONS);
    } catch (IllegalArgumentException e) {
      System.err.println("bench/backlog: " + e.getMessage());
      System.exit(2);
      return;
    }
    var root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    var program = Agent.TRIBUTARY.program(root).orElseThrow();
    System.out.println(
        String.join(", ", Usage.machine()) + "; " + Agent.TRIBUTARY.version(program) + "\n");
    var folder = root.resolve("build/bench/backlog-" + Instant.now().getEpochSecond());
    Files.createDirectories(folder);
    var course = Course.parse(options.text("fleet", "similar-10x1000@1s"), true, 2);
    long bytes = Long.parseLong(options.text("gigabytes", "2")) * 1_000_000_000L;
    long slowest;
    try {
      slowest = new BacklogStart(program, folder, course, options.number("starts", 5)).run(bytes);
    } finally {
      delete(folder);
    }
    System.exit(slowest <= LONGEST_START_MS ? 0 : 1);
  }

  /// Times of one start, in milliseconds; resident bytes when ready, and some seconds later.
  private record Start(long readyMs, long firstScrapeMs, long readyBytes, long laterBytes) {}

  private long run(long bytes) throws IOException, InterruptedException {
    var rows = new ArrayList<String[]>();
    rows.add(
        new String[] {
          "log",
          "segments",
          "ready ms",
          "slowest",
          "first scrape ms",
          "slowest",
          "RSS MB at ready",
          "RSS MB later"
        });
    long slowest;
    try (var fleet =
        Child.start(
            Fleet.class, Fleet.JVM_FLAGS, course.fleetArguments(), folder.resolve("fleet.log"))) {
      first(fleet);
      slowest = row("empty", 0, fleet, rows);
      var filled = Filling.fill(folder.resolve("data"), bytes);
      System.out.printf(
          "the log has %,d bytes in %d segments: %,d samples%n%n",
          filled.bytes(), filled.segments(), filled.samples());
      slowest =
          Math.max(
              slowest,
              row("%.1f GB".formatted(filled.bytes() / 1e9), filled.segments(), fleet, rows));
    }
    System.out.println(Tables.of(rows));
    return slowest;
  }

  private long row(String log, int segments, Child fleet, List<String[]> rows)
      throws InterruptedException {
    var all = new ArrayList<Start>();
    for (int i = 0; i < starts; i++) {
      all.add(start(fleet));
    }
    long slowest = all.stream().mapToLong(Start::readyMs).max().orElse(0);
    rows.add(
        new String[] {
          log,
          "" + segments,
          "" + median(all.stream().mapToLong(Start::readyMs).toArray()),
          "" + slowest,
          "" + median(all.stream().mapToLong(Start::firstScrapeMs).toArray()),
          "" + all.stream().mapToLong(Start::firstScrapeMs).max().orElse(0),
          Tables.number(median(all.stream().mapToLong(Start::readyBytes).toArray()) / 1e6, 1),
          Tables.number(median(all.stream().mapToLong(Start::laterBytes).toArray()) / 1e6, 1)
        });
    return slowest;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /// A life that ends in good order and leaves a cursor.
  private void first(Child fleet) throws InterruptedException {
    try (var running = launch(fleet)) {
      running.readyAfterMs(PATIENCE);
      Thread.sleep(FIRST_LIFE);
      running.terminate();
    }
  }

  private Start start(Child fleet) throws InterruptedException {
    fleet.ask("forget");
    try (var running = launch(fleet)) {
      long readyMs = running.readyAfterMs(PATIENCE);
      if (readyMs < 0) {
        throw new IllegalStateException("not ready: see " + folder.resolve("agent.log"));
      }
      long readyBytes = running.usage().residentBytes();
      Thread.sleep(LIFE);
      long firstScrapeMs = fleet.ask("stats").number("firstRequestAtMs") - running.startedAtMs();
      long laterBytes = running.usage().residentBytes();
      running.kill();
      return new Start(readyMs, firstScrapeMs, readyBytes, laterBytes);
    }
  }

  private Running launch(Child fleet) {
    int port = Running.freePort();
    var nowhere = "http://127.0.0.1:" + 1 + "/api/v1/write";
    var ports = List.of(fleet.greeting().text("ports").split(","));
    var command = Agent.TRIBUTARY.command(program, folder, course, ports, nowhere, port);
    return Running.start(command, folder.resolve("agent.log"), port, Agent.TRIBUTARY.readyPath());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
