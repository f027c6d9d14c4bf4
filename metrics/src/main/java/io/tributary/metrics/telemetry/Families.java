package io.tributary.metrics.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Counters and gauges of a kind of owner, which keeps their values as plain fields: described once
/// for all owners, read when somebody asks, and one registration for each of them.
///
/// Objects of the library are made for what is observed all the time. Some twenty of them for each
/// of a thousand components took 15 of 38 MB of heap and a third of the CPU time of their start.
///
/// ```java
/// private static final Families<Queue> FAMILIES =
///     new Families<Queue>(queue -> queue.createdMs)
///         .counter("queue_taken_total", "Items that were taken.", queue -> queue.taken.sum())
///         .gauge("queue_items", "Items that wait.", Queue::size);
/// ```
public final class Families<T> {
  private static final String TOTAL = "_total";

  private final ToLongFunction<T> createdMs;
  private final List<Family<T>> all = new ArrayList<>();

  private record Family<T>(MetricMetadata metadata, boolean isCounter, ToDoubleFunction<T> value) {}

  /// `createdMs` tells since when an owner counts.
  public Families(ToLongFunction<T> createdMs) {
    this.createdMs = createdMs;
  }

  /// Adds a counter; its name ends in `_total`.
  public Families<T> counter(String name, String help, ToDoubleFunction<T> value) {
    String base = name.substring(0, name.length() - TOTAL.length());
    all.add(new Family<>(new MetricMetadata(base, help), true, value));
    return this;
  }

  /// Adds a gauge.
  public Families<T> gauge(String name, String help, ToDoubleFunction<T> value) {
    all.add(new Family<>(new MetricMetadata(name, help), false, value));
    return this;
  }

  /// All families, with a point for each owner under its labels.
  public List<MetricSnapshot> of(Map<Labels, T> owners) {
    return all.stream()
        .map(family -> family.isCounter ? counter(family, owners) : gauge(family, owners))
        .toList();
  }

  private MetricSnapshot counter(Family<T> family, Map<Labels, T> owners) {
    var points = new ArrayList<CounterDataPointSnapshot>(owners.size());
    owners.forEach((labels, owner) -> {
      double value = family.value.applyAsDouble(owner);
      points.add(new CounterDataPointSnapshot(value, labels, null, createdMs.applyAsLong(owner)));
    });
    return new CounterSnapshot(family.metadata, points);
  }

  private MetricSnapshot gauge(Family<T> family, Map<Labels, T> owners) {
    var points = new ArrayList<GaugeDataPointSnapshot>(owners.size());
    owners.forEach((labels, owner) ->
        points.add(new GaugeDataPointSnapshot(family.value.applyAsDouble(owner), labels, null)));
    return new GaugeSnapshot(family.metadata, points);
  }

  /// All families of one owner, without labels.
  public List<MetricSnapshot> of(T owner) {
    return of(Map.of(Labels.EMPTY, owner));
  }

  /// To be registered for one owner.
  public MultiCollector collector(T owner) {
    return () -> new MetricSnapshots(of(owner));
  }
}
