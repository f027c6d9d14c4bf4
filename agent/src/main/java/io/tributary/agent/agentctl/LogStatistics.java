package io.tributary.agent.agentctl;

import io.tributary.metrics.wal.LogScan;
import io.tributary.model.labels.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many series and samples are in a log, and of which targets.
///
/// Source: grafana/agent `static/agentctl/waltools/walstats.go`, `cmd/grafana-agentctl/main.go`.
public final class LogStatistics {
  private static final int MOST_TARGETS = 100_000;

  private final LogReport report;
  private final List<Target> targets = new ArrayList<>();
  private final Map<List<String>, Integer> numbers = new HashMap<>();
  private final SeriesCount series = new SeriesCount();
  private long oldestMs = Long.MAX_VALUE;
  private long newestMs = Long.MIN_VALUE;

  public LogStatistics(LogReport report) {
    this.report = report;
  }

  /// Series that have the same job and instance.
  private static final class Target {
    final String job;
    final String instance;
    long series;
    long samples;

    Target(String job, String instance) {
      this.job = job;
      this.instance = instance;
    }
  }

  /// The report. Throws [io.tributary.base.config.ConfigException] where there is no log.
  public String of(Path directory) {
    LogScan.Summary summary = report.read(directory, new Counter());
    long samples = targets.stream().mapToLong(target -> target.samples).sum();
    return """
    Oldest Sample:      %s
    Newest Sample:      %s
    Total Series:       %s
    Total Samples:      %d
    Hash Collisions:    0
    Invalid Refs:       %d
    Checkpoint Segment: 0
    First Segment:      %d
    Latest Segment:     %d

    Per-target stats:
    %s\
    """
        .formatted(
            samples == 0 ? "none" : GoTimes.print(oldestMs),
            samples == 0 ? "none" : GoTimes.print(newestMs),
            series.isFull() ? "more than " + series.size() : String.valueOf(series.size()),
            samples,
            summary.unreadable(),
            summary.first(),
            summary.last(),
            table());
  }

  private String table() {
    List<List<String>> rows =
        targets.stream()
            .sorted(Comparator.comparingLong(target -> -target.series))
            .map(target ->
                List.of(
                    target.job,
                    target.instance,
                    String.valueOf(target.series),
                    String.valueOf(target.samples)))
            .toList();
    return AsciiTable.print(List.of("JOB", "INSTANCE", "SERIES", "SAMPLES"), rows, 2);
  }

  private final class Counter extends LayoutRows {
    @Override
    int number(Labels labels) {
      int number = target(labels.getOrEmpty("job"), labels.getOrEmpty("instance"));
      if (series.isNew(labels)) {
        targets.get(number).series++;
      }
      return number;
    }

    /// Beyond the bound, all others are one.
    private int target(String job, String instance) {
      Integer known = numbers.get(List.of(job, instance));
      if (known != null) {
        return known;
      }
      boolean isRest = targets.size() >= MOST_TARGETS;
      if (isRest && targets.size() > MOST_TARGETS) {
        return MOST_TARGETS;
      }
      targets.add(isRest ? new Target("(others)", "") : new Target(job, instance));
      if (!isRest) {
        numbers.put(List.of(job, instance), targets.size() - 1);
      }
      return targets.size() - 1;
    }

    @Override
    void samples(int number, long timestampMs, int count) {
      targets.get(number).samples += count;
      oldestMs = Math.min(oldestMs, timestampMs);
      newestMs = Math.max(newestMs, timestampMs);
    }
  }
}
