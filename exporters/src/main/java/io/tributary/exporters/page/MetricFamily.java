package io.tributary.exporters.page;

import io.tributary.model.metadata.MetricType;
import java.util.List;

/// A family with at least one sample.
public record MetricFamily(String name, MetricType type, String help, List<Sample> samples) {
  public MetricFamily {
    samples = List.copyOf(samples);
  }
}
