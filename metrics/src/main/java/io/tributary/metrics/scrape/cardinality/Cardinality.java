package io.tributary.metrics.scrape.cardinality;

import java.util.List;

/// What the series of all targets come to, the most costly first.
///
/// Bytes are those of label names and values as text; of a target, of its last page.
public record Cardinality(
    long series,
    int targets,
    List<OfMetric> metrics,
    List<OfLabel> labels,
    List<OfTarget> topTargets) {
  /// The series of one name.
  public record OfMetric(String name, long series, int targets, long bytes) {}

  /// The series that have a label. More than a thousand different values are an estimate, good to a
  /// few percent.
  public record OfLabel(String name, long values, long series, long bytes) {}

  /// The series of one target.
  public record OfTarget(
      String job, String instance, String url, long series, double addedPerHour, long bytes) {}
}
