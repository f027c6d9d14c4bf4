package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.e2e.ScriptedExporter.Page;
import io.tributary.testkit.remotewrite.ReceivedExemplar;
import io.tributary.testkit.remotewrite.ReceivedHistogram;
import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.ReceivedSeries;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Prometheus in agent mode and Tributary side by side: both scrape the same jobs, whose targets
/// give each of them the same pages in the same order, and both send to a receiver that writes down
/// what arrives.
final class Differential implements AutoCloseable {
  static final String THEIRS = "theirs";
  static final String OURS = "ours";

  /// How far beyond the pages the jobs are followed: the last page stays.
  private static final int MORE_SCRAPES = 2;

  /// A scrape job whose target gives `pages`; `settings` are further lines of its configuration.
  ///
  /// @param tolerated metric names that may differ, and [#MARKERS]
  record Job(String name, String settings, List<Page> pages, Set<String> tolerated) {
    static Job of(String name, String settings, Page... pages) {
      return new Job(name, settings, List.of(pages), Set.of());
    }

    /// Where we differ on purpose: docs/compatibility.md says why.
    Job but(String... names) {
      return new Job(name, settings, pages, Set.of(names));
    }

    Job butIf(boolean condition, String... names) {
      return condition ? but(names) : this;
    }

    int scrapes() {
      return pages.size() + MORE_SCRAPES;
    }
  }

  /// What both are told, and what only one of them understands.
  record Setup(
      String global,
      String remoteWrite,
      String ourGlobal,
      List<String> theirFlags,
      List<String> ourFlags,
      boolean isConverted) {
    static Setup of(String remoteWrite) {
      return new Setup("", remoteWrite, "", List.of(), List.of(), false);
    }

    /// The same with what `convert` makes of the configuration, run as a graph.
    Setup converted() {
      assertThat(ourFlags).as("flags of another command").isEmpty();
      return new Setup(global, remoteWrite, ourGlobal, theirFlags, ourFlags, true);
    }
  }

  /// How many series a scrape added: follows from what a reader counts as a series.
  static final String ADDED = "scrape_series_added";

  /// Tolerates other exemplars.
  static final String EXEMPLARS = "exemplars";

  /// Tolerates other markers of staleness.
  static final String MARKERS = "staleness markers";

  private final ScriptedExporter exporter = new ScriptedExporter();
  private final Map<String, RemoteWriteReceiver> receivers = new ConcurrentHashMap<>();
  private final Map<String, ChildProcess> agents = new ConcurrentHashMap<>();
  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private final Path directory;

  Differential(Path directory, Setup setup, List<Job> jobs)
      throws IOException, InterruptedException {
    this.directory = directory;
    for (String who : List.of(THEIRS, OURS)) {
      for (Job job : jobs) {
        exporter.serve(path(who, job.name()), job.pages());
      }
      receivers.put(who, RemoteWriteReceiver.start());
    }
    agents.put(
        THEIRS,
        ChildProcess.prometheusAgent(
            directory,
            config(THEIRS, setup, jobs),
            ChildProcess.freePort(),
            setup.theirFlags().toArray(String[]::new)));
    agents.put(OURS, ours(setup, config(OURS, setup, jobs)));
  }

  private ChildProcess ours(Setup setup, Path config) throws InterruptedException {
    int port = ChildProcess.freePort();
    return setup.isConverted()
        ? ChildProcess.tributaryConverted(directory, config, port)
        : ChildProcess.tributary(directory, config, port, setup.ourFlags().toArray(String[]::new));
  }

  private static String path(String who, String job) {
    return "/" + who + "/" + job;
  }

  private Path config(String who, Setup setup, List<Job> jobs) throws IOException {
    var yaml = new StringBuilder("global:\n  scrape_interval: 1s\n  scrape_timeout: 900ms\n");
    yaml.append("  external_labels: {region: eu, cluster: c1}\n");
    yaml.append(setup.global());
    yaml.append(who.equals(OURS) ? setup.ourGlobal() : "");
    yaml.append("remote_write:\n  - url: ").append(receiver(who).url()).append('\n');
    yaml.append("    queue_config: {batch_send_deadline: 200ms}\n").append(setup.remoteWrite());
    yaml.append("scrape_configs:\n");
    for (Job job : jobs) {
      yaml.append("  - job_name: ").append(job.name()).append('\n');
      if (!job.settings().contains("metrics_path:")) {
        yaml.append("    metrics_path: ").append(path(who, job.name())).append('\n');
      }
      if (!job.settings().contains("via: ")) {
        yaml.append("    static_configs: [{targets: ['127.0.0.1:")
            .append(exporter.port())
            .append("'], labels: {job_kind: x, clash: target, via: ")
            .append(job.name())
            .append("}}]\n");
      }
      job.settings()
          .replace("PORT", Integer.toString(exporter.port()))
          .replace("WHO", who)
          .replace("DIRECTORY", directory.toString())
          .lines()
          .forEach(line -> yaml.append("    ").append(line).append('\n'));
    }
    return Files.writeString(directory.resolve(who + ".yml"), yaml);
  }

  ScriptedExporter exporter() {
    return exporter;
  }

  ChildProcess agent(String who) {
    return get(agents, who);
  }

  RemoteWriteReceiver receiver(String who) {
    return get(receivers, who);
  }

  private static <T> T get(Map<String, T> map, String who) {
    T found = map.get(who);
    if (found == null) {
      throw new IllegalArgumentException(who);
    }
    return found;
  }

  private record Arrivals(
      List<ReceivedRequest> requests, Map<String, NavigableSet<Long>> ticksByTarget) {}

  /// Waits until every job was scraped as often as it has pages, and a little longer, by both.
  void awaitScrapes(List<Job> jobs) throws InterruptedException {
    Eventually.holds(
        Duration.ofSeconds(90),
        () -> {
          agents.values().forEach(ChildProcess::requireAlive);
          return missing(jobs).isEmpty();
        },
        () ->
            "not scraped often enough: "
                + missing(jobs)
                + "\ntheirs: "
                + tail(agent(THEIRS).output())
                + "\nours: "
                + tail(agent(OURS).output()));
    for (String who : List.of(THEIRS, OURS)) {
      List<ReceivedRequest> requests = receiver(who).storedRequests();
      arrivals.put(who, new Arrivals(requests, ticks(requests)));
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 4000));
  }

  private List<String> missing(List<Job> jobs) {
    var missing = new ArrayList<String>();
    for (String who : List.of(THEIRS, OURS)) {
      Map<String, NavigableSet<Long>> ticks = ticks(receiver(who).storedRequests());
      for (Job job : jobs) {
        long seen =
            ticks.entrySet().stream()
                .filter(e -> e.getKey().startsWith(job.name() + "@"))
                .mapToInt(e -> e.getValue().size())
                .max()
                .orElse(0);
        if (seen <= job.scrapes() + 1) {
          missing.add(who + " " + job.name() + " " + seen);
        }
      }
    }
    return missing;
  }

  /// When each target was scraped, by job and instance.
  private static Map<String, NavigableSet<Long>> ticks(List<ReceivedRequest> requests) {
    var ticks = new TreeMap<String, NavigableSet<Long>>();
    for (ReceivedRequest request : requests) {
      for (ReceivedSample sample : request.samples()) {
        if (sample.name().equals("up")) {
          ticks
              .computeIfAbsent(target(sample.labels()), t -> new TreeSet<>())
              .add(sample.timestampMs());
        }
      }
    }
    return ticks;
  }

  private static String target(Map<String, String> labels) {
    return labels.get("via") + "@" + labels.get("instance");
  }

  /// Every series of `job` that arrived from `who` with its samples: the number of the scrape and
  /// the value, or the timestamp and the value where the timestamp is of no scrape.
  SortedMap<String, List<String>> delivered(String who, Job job) {
    var delivered = new TreeMap<String, List<String>>();
    Arrivals arrived = get(arrivals, who);
    Map<String, NavigableSet<Long>> ticks = arrived.ticksByTarget();
    for (ReceivedRequest request : arrived.requests()) {
      for (ReceivedSeries series : request.series()) {
        if (!isOf(job, series.labels())) {
          continue;
        }
        NavigableSet<Long> times = ticks.getOrDefault(target(series.labels()), ofJob(ticks, job));
        boolean duration = "scrape_duration_seconds".equals(series.labels().get("__name__"));
        for (ReceivedSample sample : series.samples()) {
          put(
              delivered,
              series.labels(),
              "",
              job,
              times,
              sample.timestampMs(),
              duration && !sample.isStale() ? "some" : value(sample.valueBits()));
        }
        for (ReceivedHistogram histogram : series.histograms()) {
          put(
              delivered,
              series.labels(),
              "",
              job,
              times,
              histogram.timestampMs(),
              histogram(histogram));
        }
        for (ReceivedExemplar exemplar : series.exemplars()) {
          put(
              delivered,
              series.labels(),
              " exemplars",
              job,
              times,
              exemplar.timestampMs(),
              exemplar.labels() + " " + exemplar.value());
        }
      }
    }
    return delivered;
  }

  private static boolean isOf(Job job, Map<String, String> labels) {
    return job.name().equals(labels.get("via"));
  }

  /// The scrapes of the job's only target, for series that lost its name.
  private static NavigableSet<Long> ofJob(Map<String, NavigableSet<Long>> ticks, Job job) {
    return ticks.entrySet().stream()
        .filter(e -> e.getKey().startsWith(job.name() + "@"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new TreeSet<>());
  }

  private static void put(
      SortedMap<String, List<String>> into,
      SortedMap<String, String> labels,
      String what,
      Job job,
      NavigableSet<Long> times,
      long timestampMs,
      String value) {
    boolean ofScrape = times.contains(timestampMs);
    int tick = times.headSet(timestampMs).size();
    // Of the last scrape not everything may have arrived, not even its `up`.
    boolean late = timestampMs > times.getLast() && timestampMs < times.getLast() + 3000;
    if (late || (ofScrape && tick >= job.scrapes())) {
      return;
    }
    into.computeIfAbsent(labels + what, l -> new ArrayList<>())
        .add((ofScrape ? "#" + tick : "@" + timestampMs) + " " + value);
  }

  private static String value(long bits) {
    if (bits == ReceivedSample.STALE_BITS) {
      return "stale";
    }
    double value = Double.longBitsToDouble(bits);
    return Double.isNaN(value) ? "NaN " + Long.toHexString(bits) : Double.toString(value);
  }

  private static String histogram(ReceivedHistogram h) {
    return "%s hint %d start %d %s - %s + %s"
        .formatted(
            h.isFloat() ? "float" : "integer",
            h.resetHint(),
            h.startTimestampMs(),
            h.totals(),
            h.negative(),
            h.positive());
  }

  /// What differs between the two in what they delivered for `job`; empty when nothing does.
  List<String> differences(Job job) {
    SortedMap<String, List<String>> theirs = delivered(THEIRS, job);
    SortedMap<String, List<String>> ours = delivered(OURS, job);
    var differences = new ArrayList<String>();
    var all = new TreeSet<>(theirs.keySet());
    all.addAll(ours.keySet());
    for (String series : all) {
      List<String> one = compared(job, series, theirs);
      List<String> other = compared(job, series, ours);
      if (!one.equals(other)) {
        differences.add(series + "\n    theirs " + one + "\n    ours   " + other);
      }
    }
    return differences;
  }

  /// Series whose last sample is a marker, and how many tenths of a second it is behind the last
  /// scrape where that was the end of its target.
  Set<String> ended(String who) {
    List<ReceivedRequest> requests = receiver(who).storedRequests();
    Map<SortedMap<String, String>, ReceivedSample> last = new HashMap<>();
    Map<String, Long> lastUp = new HashMap<>();
    for (ReceivedRequest request : requests) {
      for (ReceivedSample sample : request.samples()) {
        last.merge(sample.labels(), sample, (a, b) -> a.timestampMs() > b.timestampMs() ? a : b);
        if (sample.name().equals("up") && !sample.isStale()) {
          lastUp.merge(target(sample.labels()), sample.timestampMs(), Math::max);
        }
      }
    }
    var endedTargets = new TreeSet<String>();
    last.forEach((labels, sample) -> {
      if (sample.isStale() && sample.name().equals("up")) {
        endedTargets.add(target(labels));
      }
    });
    var ended = new TreeSet<String>();
    last.forEach((labels, sample) -> {
      if (sample.isStale()) {
        long behind = sample.timestampMs() - lastUp.getOrDefault(target(labels), 0L);
        boolean withTarget = endedTargets.contains(target(labels));
        ended.add(labels + (withTarget ? " " + Math.round(behind / 100.0) : ""));
      }
    });
    return ended;
  }

  private static List<String> compared(
      Job job, String series, SortedMap<String, List<String>> delivered) {
    List<String> samples = delivered.getOrDefault(series, List.of());
    if (series.endsWith(" exemplars") && job.tolerated().contains(EXEMPLARS)) {
      return List.of();
    }
    if (job.tolerated().stream().anyMatch(name -> series.contains("__name__=" + name + ","))) {
      return List.of();
    }
    return job.tolerated().contains(MARKERS)
        ? samples.stream().filter(sample -> !sample.endsWith(" stale")).toList()
        : samples;
  }

  /// Runs both over `jobs`; gives a test for each.
  static Stream<DynamicTest> compared(Path directory, Setup setup, List<Job> jobs)
      throws IOException, InterruptedException {
    try (var both = new Differential(directory, setup, jobs)) {
      both.awaitScrapes(jobs);
      var tests = new ArrayList<DynamicTest>();
      for (Job job : jobs) {
        String differences = String.join("\n", both.differences(job));
        tests.add(DynamicTest.dynamicTest(job.name(), () -> assertThat(differences).isEmpty()));
      }
      List<String> undecodable = both.receiver(OURS).undecodable();
      List<String> violations = both.receiver(OURS).violations();
      tests.add(
          DynamicTest.dynamicTest(
              "requests",
              () -> {
                assertThat(undecodable).isEmpty();
                assertThat(violations).isEmpty();
              }));
      return tests.stream();
    }
  }

  @Override
  public void close() {
    agents.values().forEach(ChildProcess::close);
    receivers.values().forEach(RemoteWriteReceiver::close);
    exporter.close();
  }
}
