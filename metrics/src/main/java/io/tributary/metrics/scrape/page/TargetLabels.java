package io.tributary.metrics.scrape.page;

import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import java.util.Comparator;
import java.util.function.Predicate;

/// Puts the labels of a target to those of a series that it exposes.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `mutateSampleLabels`.
public final class TargetLabels {
  private static final String RENAMED_PREFIX = "exported_";

  private TargetLabels() {}

  /// `series` holds what is exposed. Where both have a label, `honorLabels` decides who wins; an
  /// exposed one that loses is renamed. `isExposed` tells the names that are exposed, also with an
  /// empty value.
  public static void addTo(
      LabelsBuilder series, Labels target, boolean honorLabels, Predicate<String> isExposed) {
    if (honorLabels) {
      target.forEach((name, value) -> {
        if (!isExposed.test(name)) {
          series.set(name, value);
        }
      });
      return;
    }
    // Shortest names first, so that exported_exported_x never takes the place of exported_x.
    var clashes =
        target.toMap().keySet().stream()
            .filter(name -> !series.get(name).isEmpty())
            .sorted(Comparator.comparingInt(String::length))
            .toList();
    var values = clashes.stream().map(series::get).toList();
    target.forEach(series::set);
    for (int i = 0; i < clashes.size(); i++) {
      String renamed = RENAMED_PREFIX + clashes.get(i);
      while (!series.get(renamed).isEmpty()) {
        renamed = RENAMED_PREFIX + renamed;
      }
      series.set(renamed, values.get(i));
    }
  }
}
