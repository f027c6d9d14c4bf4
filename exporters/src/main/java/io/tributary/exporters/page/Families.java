package io.tributary.exporters.page;

import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// What collectors add samples to. Owned by the thread of one scrape.
///
/// A sample whose labels are there already, and one whose family has another type or another help
/// text, is refused and counted: a page holds each series once and each family with one meaning.
///
/// Families are sorted by name and samples by their label values, so the same host gives the same
/// page again, but for the values: who scrapes it recognises it by its bytes.
///
/// Source: prometheus/client_golang `prometheus/registry.go`, `processMetric`,
/// `prometheus/internal/metric.go`.
public final class Families {
  private static final Comparator<Sample> BY_LABEL_VALUES = Families::compareLabels;

  private static final class Building {
    private final MetricType type;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();
    private final Set<List<String>> seen = new HashSet<>();

    Building(MetricType type, String help) {
      this.type = type;
      this.help = help;
    }
  }

  private final TreeMap<String, Building> byName = new TreeMap<>();
  private int refused;

  /// Adds a value that may go up and down; `labels` are names and values in turn.
  public void gauge(String name, String help, double value, String... labels) {
    add(name, MetricType.GAUGE, help, new Sample(name, List.of(labels), value));
  }

  /// Adds a value that only grows.
  public void counter(String name, String help, double value, String... labels) {
    add(name, MetricType.COUNTER, help, new Sample(name, List.of(labels), value));
  }

  /// Adds a value of which the kernel does not say what it is.
  public void untyped(String name, String help, double value, String... labels) {
    add(name, MetricType.UNKNOWN, help, new Sample(name, List.of(labels), value));
  }

  /// Adds a sample of the family `name`.
  public void add(String name, MetricType type, String help, Sample sample) {
    Building family = byName.computeIfAbsent(name, _ -> new Building(type, help));
    if (family.type != type || !family.help.equals(help) || !family.seen.add(key(name, sample))) {
      refused++;
      return;
    }
    family.samples.add(sample);
  }

  /// How many samples were refused.
  public int refused() {
    return refused;
  }

  /// Everything so far, sorted.
  public List<MetricFamily> families() {
    var families = new ArrayList<MetricFamily>(byName.size());
    byName.forEach((name, family) -> {
      family.samples.sort(BY_LABEL_VALUES);
      families.add(new MetricFamily(name, family.type, family.help, family.samples));
    });
    return families;
  }

  private static List<String> key(String family, Sample sample) {
    if (sample.name().equals(family)) {
      return sample.labels();
    }
    var key = new ArrayList<>(sample.labels());
    key.add(sample.name());
    return key;
  }

  /// Fewer labels first, then by their values. Bounds of buckets do not count: the lines of one
  /// histogram stay in the order in which they came.
  private static int compareLabels(Sample a, Sample b) {
    List<String> left = withoutBounds(a.labels());
    List<String> right = withoutBounds(b.labels());
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    for (int i = 1; i < left.size(); i += 2) {
      int order = left.get(i).compareTo(right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<String> withoutBounds(List<String> labels) {
    for (int i = 0; i < labels.size(); i += 2) {
      if (labels.get(i).equals("le") || labels.get(i).equals("quantile")) {
        var rest = new ArrayList<>(labels);
        rest.subList(i, i + 2).clear();
        return rest;
      }
    }
    return labels;
  }
}
