package io.tributary.cluster.service;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.cluster.ring.MemberState;
import io.tributary.cluster.ring.RingMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The metrics of the scraping service, read when somebody asks for them. Names, labels and help
/// are those of the original; what it has not begins with `tributary_`.
///
/// Source: grafana/agent `static/metrics/instance/configstore/api.go`,
/// `static/metrics/cluster/config_watcher.go`; grafana/dskit `ring/ring.go`,
/// `ring/lifecycler_metrics.go`.
final class ServiceMetrics implements MultiCollector {
  private static final String UNHEALTHY = "UNHEALTHY";
  private static final Labels VIEWER = Labels.of("name", "agent_viewer");

  /// What the original calls an agent's own entry in the ring.
  static final String AGENT_NAME = "agent";

  private static final Labels AGENT = Labels.of("name", AGENT_NAME);

  private final ScrapingService service;
  private final long createdMs;

  ServiceMetrics(ScrapingService service, long createdMs) {
    this.service = service;
    this.createdMs = createdMs;
  }

  @Override
  public MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>();
    all.addAll(configurations());
    all.addAll(ring());
    all.add(
        counter(
            "agent_dskit_member_consul_heartbeats",
            "The total number of heartbeats sent to consul.",
            AGENT,
            service.heartbeats()));
    all.addAll(service.timings().collect());
    return new MetricSnapshots(all);
  }

  private List<MetricSnapshot> configurations() {
    var store = service.configurations();
    return List.of(
        counter(
            "agent_metrics_ha_configs_created",
            "Total number of created scraping service configs",
            Labels.EMPTY,
            store.created()),
        counter(
            "agent_metrics_ha_configs_updated",
            "Total number of updated scraping service configs",
            Labels.EMPTY,
            store.replaced()),
        counter(
            "agent_metrics_ha_configs_deleted",
            "Total number of deleted scraping service configs",
            Labels.EMPTY,
            store.deleted()),
        new GaugeSnapshot(
            new MetricMetadata(
                "tributary_scraping_service_unconfirmed_deletions",
                "Configurations of all agents that are missing in the store and run on until that"
                    + " is confirmed."),
            List.of(point(service.mirror().unconfirmedLosses().size(), Labels.EMPTY))));
  }

  private List<MetricSnapshot> ring() {
    Collection<RingMember> members = service.view().ring().members().values();
    long timeout = service.settings().lifecycler().ring().heartbeatTimeout().toSeconds();
    long now = Math.floorDiv(service.nowMs(), 1000);
    var counts = states();
    var oldest = states();
    for (RingMember member : members) {
      String state = member.isAlive(now, timeout) ? member.state().name() : UNHEALTHY;
      counts.merge(state, 1.0, Double::sum);
      oldest.merge(
          state,
          (double) member.heartbeatSeconds(),
          (one, other) -> one == 0 || other < one ? other : one);
    }
    int tokens = service.view().ring().tokens().size();
    return List.of(
        gauge("agent_dskit_ring_members", "Number of members in the ring", VIEWER, counts),
        gauge(
            "agent_dskit_ring_oldest_member_timestamp",
            "Timestamp of the oldest member in the ring.",
            VIEWER,
            oldest),
        new GaugeSnapshot(
            new MetricMetadata("agent_dskit_ring_tokens_total", "Number of tokens in the ring"),
            List.of(point(tokens, VIEWER))));
  }

  /// All that the original always has, at zero.
  private static Map<String, Double> states() {
    var states = new TreeMap<String, Double>();
    states.put(UNHEALTHY, 0.0);
    for (MemberState state :
        List.of(
            MemberState.ACTIVE, MemberState.LEAVING, MemberState.PENDING, MemberState.JOINING)) {
      states.put(state.name(), 0.0);
    }
    return states;
  }

  private CounterSnapshot counter(String name, String help, Labels labels, long value) {
    return new CounterSnapshot(
        new MetricMetadata(name, help),
        List.of(new CounterDataPointSnapshot(value, labels, null, createdMs)));
  }

  private static GaugeSnapshot gauge(
      String name, String help, Labels labels, Map<String, Double> byState) {
    var points = new ArrayList<GaugeDataPointSnapshot>();
    byState.forEach(
        (state, value) -> points.add(point(value, labels.merge(Labels.of("state", state)))));
    return new GaugeSnapshot(new MetricMetadata(name, help), points);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }
}
