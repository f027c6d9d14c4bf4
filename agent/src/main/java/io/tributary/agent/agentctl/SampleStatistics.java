package io.tributary.agent.agentctl;

import io.tributary.agent.web.LabelSelector;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Printable;
import io.tributary.model.labels.Labels;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The samples of each series that a selector chooses in a log: how many, from when to when.
///
/// Source: grafana/agent `static/agentctl/waltools/samples.go`.
public final class SampleStatistics {
  /// Their labels are kept.
  private static final int MOST_SERIES = 1_000_000;

  private final LogReport report;
  private final LabelSelector selector;
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Series> all = new ArrayList<>();

  public SampleStatistics(LogReport report, LabelSelector selector) {
    this.report = report;
    this.selector = selector;
  }

  private static final class Series {
    final Labels labels;
    long oldestMs = Long.MAX_VALUE;
    long newestMs = Long.MIN_VALUE;
    long samples;

    Series(Labels labels) {
      this.labels = labels;
    }
  }

  /// Prints the report, in the order of the log. Throws [ConfigException] where there is no log, or
  /// too many series are chosen.
  public void print(Path directory, PrintStream out) {
    report.read(directory, new Counter());
    for (Series series : all) {
      out.print(Printable.escaped(series.labels.toString()) + "\n");
      out.print("  Oldest Sample:      " + time(series, series.oldestMs) + "\n");
      out.print("  Newest Sample:      " + time(series, series.newestMs) + "\n");
      out.print("  Total Samples:      " + series.samples + "\n");
    }
  }

  private static String time(Series series, long ms) {
    return series.samples == 0 ? "none" : GoTimes.print(ms);
  }

  private final class Counter extends LayoutRows {
    @Override
    int number(Labels labels) {
      return selector.matches(labels) ? numbers.computeIfAbsent(labels, this::add) : -1;
    }

    private int add(Labels labels) {
      if (all.size() == MOST_SERIES) {
        throw new ConfigException(
            "more than " + MOST_SERIES + " series are chosen: give a --selector that chooses less");
      }
      all.add(new Series(labels));
      return all.size() - 1;
    }

    @Override
    void samples(int number, long timestampMs, int count) {
      Series series = all.get(number);
      series.samples += count;
      series.oldestMs = Math.min(series.oldestMs, timestampMs);
      series.newestMs = Math.max(series.newestMs, timestampMs);
    }
  }
}
