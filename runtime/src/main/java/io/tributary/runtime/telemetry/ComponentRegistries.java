package io.tributary.runtime.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.component.ComponentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// The metrics of all components, as one: each gets the labels of its component, and those of one
/// name become one family. Thread-safe.
public final class ComponentRegistries implements MultiCollector {
  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

  private record Entry(ComponentId id, PrometheusRegistry registry) {}

  public void add(ComponentId id, PrometheusRegistry registry) {
    entries.put(id.global(), new Entry(id, registry));
  }

  /// Removes a registry, unless another component has taken its place.
  public void remove(ComponentId id, PrometheusRegistry registry) {
    entries.remove(id.global(), new Entry(id, registry));
  }

  @Override
  public MetricSnapshots collect() {
    var families = new LinkedHashMap<String, List<MetricSnapshot>>();
    for (Entry entry : entries.values()) {
      var labels = Labels.of("component_id", entry.id.localId(), "component_path", entry.id.path());
      for (MetricSnapshot snapshot : entry.registry.scrape()) {
        families
            .computeIfAbsent(snapshot.getMetadata().getPrometheusName(), _ -> new ArrayList<>())
            .add(Snapshots.labelled(snapshot, labels));
      }
    }
    var all = MetricSnapshots.builder();
    families.values().forEach(parts -> all.metricSnapshot(Snapshots.merged(parts)));
    return all.build();
  }
}
