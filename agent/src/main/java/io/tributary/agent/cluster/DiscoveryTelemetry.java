package io.tributary.agent.cluster;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.cluster.discovery.DiscoveryShare;
import io.tributary.cluster.discovery.DiscoveryStatus;
import io.tributary.cluster.discovery.DiscoveryStatus.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a node tells of the discovery that it shares.
final class DiscoveryTelemetry {
  private static final String PREFIX = "cluster_discovery_";

  private final DiscoveryShare share;
  private final Labels cluster;

  private DiscoveryTelemetry(DiscoveryShare share, ClusterSettings settings) {
    this.share = share;
    cluster = Labels.of("cluster_name", settings.identity().cluster());
  }

  static void register(
      DiscoveryShare share, ClusterSettings settings, PrometheusRegistry registry) {
    var telemetry = new DiscoveryTelemetry(share, settings);
    registry.register(() -> new MetricSnapshots(telemetry.all()));
  }

  private List<MetricSnapshot> all() {
    List<DiscoveryStatus> units = share.units();
    long failing = units.stream().filter(unit -> !unit.problem().isEmpty()).count();
    return List.of(
        units(units),
        gauge(
            "failing_units",
            "Discovery units of which not everything can be found, wherever they run.",
            failing),
        gauge(
            "unshared_units",
            "Discovery units that this node runs and whose targets are too many to be shared.",
            share.tooLarge()),
        counter(
            "begun", "How often this node began to discover for others.", share.stats().began()),
        counter(
            "rejected_messages",
            "Messages of other nodes about discovery that could not be read.",
            share.stats().rejected()));
  }

  private MetricSnapshot units(List<DiscoveryStatus> units) {
    var points = new ArrayList<GaugeDataPointSnapshot>();
    for (Role role : Role.values()) {
      double count = units.stream().filter(unit -> unit.role() == role).count();
      Labels labels = cluster.add("role", role.name().toLowerCase(Locale.ROOT));
      points.add(new GaugeDataPointSnapshot(count, labels, null));
    }
    var metadata =
        new MetricMetadata(
            PREFIX + "units",
            "Discovery units of this node: those that it runs for all, those that another node"
                + " runs, those that it runs for itself alone.");
    return new GaugeSnapshot(metadata, points);
  }

  private MetricSnapshot gauge(String name, String help, long value) {
    var point = new GaugeDataPointSnapshot((double) value, cluster, null);
    return new GaugeSnapshot(new MetricMetadata(PREFIX + name, help), List.of(point));
  }

  private MetricSnapshot counter(String name, String help, long value) {
    var point = new CounterDataPointSnapshot((double) value, cluster, null, 0);
    return new CounterSnapshot(new MetricMetadata(PREFIX + name, help), List.of(point));
  }
}
