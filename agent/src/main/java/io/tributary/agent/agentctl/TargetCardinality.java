package io.tributary.agent.agentctl;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Printable;
import io.tributary.model.labels.Labels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// How many series of each name a target has in a log.
///
/// Source: grafana/agent `static/agentctl/waltools/cardinality.go`.
public final class TargetCardinality {
  private static final int MOST_NAMES = 1_000_000;

  private final LogReport report;
  private final String job;
  private final String instance;
  private final SeriesCount series = new SeriesCount();
  private final Map<String, Integer> names = new HashMap<>();

  public TargetCardinality(LogReport report, String job, String instance) {
    this.report = report;
    this.job = job;
    this.instance = instance;
  }

  /// The report. Throws [ConfigException] where there is no log.
  public String of(Path directory) {
    report.read(directory, new Counter());
    String lines =
        names.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(name -> Printable.escaped(name.getKey()) + ": " + name.getValue() + "\n")
            .collect(Collectors.joining());
    return "Metric cardinality:\n\n"
        + lines
        + (series.isFull() ? "(only the first " + series.size() + " series were counted)\n" : "");
  }

  private final class Counter extends LayoutRows {
    @Override
    int number(Labels labels) {
      boolean isOne =
          labels.getOrEmpty("job").equals(job) && labels.getOrEmpty("instance").equals(instance);
      if (isOne && series.isNew(labels)) {
        names.merge(labels.getOrEmpty(Labels.METRIC_NAME), 1, Integer::sum);
        if (names.size() > MOST_NAMES) {
          throw new ConfigException("the target has more than " + MOST_NAMES + " names");
        }
      }
      return -1;
    }

    @Override
    void samples(int number, long timestampMs, int count) {
      // Samples are not asked for.
    }
  }
}
