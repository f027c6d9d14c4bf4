package io.tributary.agent.cluster;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tributary.base.time.Clock;
import io.tributary.cluster.group.GroupCounters;
import io.tributary.cluster.group.GroupPeers;
import io.tributary.cluster.lease.LeaseKeeper;
import io.tributary.cluster.node.Mailbox;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.SharingStats;
import io.tributary.cluster.sharing.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// What a node tells of its cluster, under the names of Flow and Alloy.
///
/// Source: grafana/ckit `metrics.go`, `node.go`, `internal/gossiphttp/metrics.go`; grafana/alloy
/// `internal/service/cluster/cluster.go`.
final class ClusterTelemetry implements Mailbox.Meter {
  private static final String NODE = "cluster_node_";
  private static final String TRANSPORT = "cluster_transport_";

  private final Labels cluster;
  private final double weight;
  private final PrometheusRegistry registry;
  private final Clock clock;
  private final Histogram updates;
  private final LongAdder failures = new LongAdder();
  private volatile boolean isUpdating;
  private long beganNanos; // of the thread that tells of views

  ClusterTelemetry(ClusterSettings settings, PrometheusRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    cluster = Labels.of("cluster_name", settings.identity().cluster());
    weight = settings.division().weight().ratio();
    updates =
        Histogram.builder()
            .name(NODE + "update_duration_seconds")
            .help("Histogram of the latency it took to process a change to the cluster state.")
            .constLabels(cluster)
            .classicOnly()
            .register(registry);
  }

  /// Tasks of the cluster's loops that threw something.
  LongAdder failures() {
    return failures;
  }

  @Override
  public void began() {
    isUpdating = true;
    beganNanos = clock.nanos();
  }

  @Override
  public void ended() {
    updates.observe((clock.nanos() - beganNanos) / 1e9);
    isUpdating = false;
  }

  void watch(
      Peers peers,
      Optional<GroupPeers> group,
      Quorum quorum,
      Shares shares,
      Supplier<Optional<ClusterLoad>> load,
      Optional<LeaseKeeper> lease) {
    var source =
        new Source(peers, group, group.map(GroupPeers::counters), quorum, shares, load, lease);
    registry.register(() -> new MetricSnapshots(source.all()));
  }

  /// Reads what there is when somebody asks.
  private final class Source {
    private final Peers peers;
    private final Optional<GroupPeers> group;
    private final GroupCounters counters;
    private final Quorum quorum;
    private final Shares shares;
    private final SharingStats stats;
    private final Supplier<Optional<ClusterLoad>> load;
    private final Optional<LeaseKeeper> lease;
    private final List<MetricSnapshot> all = new ArrayList<>();

    Source(
        Peers peers,
        Optional<GroupPeers> group,
        Optional<GroupCounters> counters,
        Quorum quorum,
        Shares shares,
        Supplier<Optional<ClusterLoad>> load,
        Optional<LeaseKeeper> lease) {
      this.load = load;
      this.lease = lease;
      this.shares = shares;
      stats = shares.stats();
      this.peers = peers;
      this.group = group;
      this.counters = counters.orElseGet(GroupCounters::new);
      this.quorum = quorum;
    }

    synchronized List<MetricSnapshot> all() {
      all.clear();
      View view = peers.view();
      states(view);
      node(view);
      events();
      failures();
      transport();
      targets();
      load.get().ifPresent(this::load);
      lease.ifPresent(this::lease);
      return List.copyOf(all);
    }

    private void states(View view) {
      gauge(
          NODE + "info",
          "Info about the local node. Label values will change as the node changes state.",
          "state",
          Map.of(view.self().state().text(), 1.0));
      var byState = new LinkedHashMap<String, Double>();
      for (PeerState state : PeerState.values()) {
        byState.put(state.text(), 0.0);
      }
      for (Peer peer : view.peers()) {
        byState.merge(peer.state().text(), 1.0, Double::sum);
      }
      gauge(NODE + "peers", "Current number of healthy peers by state", "state", byState);
    }

    private void node(View view) {
      gauge(
          NODE + "lamport_time",
          "The current lamport time of the node.",
          group.map(GroupPeers::lamportTime).orElse(0L));
      gauge(
          NODE + "updating",
          "1 if the node is currently processing a change to the cluster state.",
          isUpdating ? 1 : 0);
      gauge(
          NODE + "gossip_alive_peers",
          "How many alive gossip peers a node has, including the local node.",
          view.peers().size());
      gauge(
          "cluster_ready_for_traffic",
          "Whether the cluster has reached its minimum size, so that clustered components work.",
          quorum.isReady() ? 1 : 0);
      gauge(
          "cluster_minimum_size",
          "How many nodes the cluster must have before clustered components work.",
          quorum.settings().minimumSize());
      gauge("cluster_weight", "How much this node is to bear, compared with others.", weight);
      gauge(
          "cluster_capacity_ratio",
          "How much of its weight this node bears: less than 1 where it stood still for much of the"
              + " time.",
          shares.capacity());
      gauge(
          "cluster_stalled_ratio",
          "For how much of the last minute this node stood still although it asked for the"
              + " processor.",
          shares.stalledRatio());
    }

    private void events() {
      var received = new LinkedHashMap<String, Double>();
      received.put("node_join", (double) counters.joins.sum());
      received.put("node_leave", (double) counters.leaves.sum());
      received.put("node_conflict", (double) counters.conflicts.sum());
      received.put("state_change_message", (double) counters.stateChanges.sum());
      received.put("unknown_message", (double) counters.unknownMessages.sum());
      counter(
          NODE + "gossip_received_events",
          "Total number of gossip messages handled by the node.",
          "event",
          received);
      counter(
          NODE + "gossip_broadcasts",
          "Total number of gossip messages broadcasted by the node.",
          "event",
          Map.of("state_change_message", (double) counters.stateBroadcasts.sum()));
    }

    private void failures() {
      counter(
          "cluster_failed_tasks",
          "How often something unforeseen went wrong in what this node does for its cluster, and"
              + " was logged.",
          failures.sum());
    }

    private void transport() {
      counter(
          TRANSPORT + "rx_packets",
          "Total number of messages of other nodes that were read.",
          counters.receivedMessages.sum());
      counter(
          TRANSPORT + "rx_bytes", "Total number of bytes of those.", counters.receivedBytes.sum());
      counter(
          TRANSPORT + "tx_packets",
          "Total number of messages to other nodes that were written (failed or otherwise).",
          counters.sentMessages.sum() + counters.failedSends.sum());
      counter(
          TRANSPORT + "tx_bytes",
          "Total number of bytes of those that were written.",
          counters.sentBytes.sum());
      counter(
          TRANSPORT + "tx_packets_failed",
          "Total number of messages to other nodes that could not be written.",
          counters.failedSends.sum());
      counter(
          TRANSPORT + "lost_frames",
          "Total number of frames that could not be written, to nodes that may be gone, too.",
          counters.lostFrames.sum());
      counter(
          TRANSPORT + "lost_packets",
          "Total number of messages that found no room in a queue, or came from nobody known.",
          counters.lost.sum());
      counter(
          TRANSPORT + "refused_connections",
          "Total number of connections that were refused for want of a proof of membership.",
          counters.refused.sum());
      gauge(
          TRANSPORT + "rx_packet_queue_length",
          "Current number of unprocessed incoming packets",
          group.map(GroupPeers::unread).orElse(0));
      gauge(
          TRANSPORT + "tx_packet_queue_length",
          "Current number of unprocessed outgoing packets",
          group.map(GroupPeers::unsent).orElse(0));
      gauge(
          TRANSPORT + "streams",
          "Current number of connections with other nodes.",
          group.map(GroupPeers::connections).orElse(0));
    }

    private void targets() {
      String prefix = "cluster_targets_";
      counter(prefix + "taken", "Targets that this node began to scrape.", stats.taken());
      counter(prefix + "released", "Targets that it left to other nodes.", stats.released());
      counter(
          prefix + "moved",
          "Targets that went from one node to another while this one led.",
          stats.moved());
      counter(
          prefix + "unreached",
          "Targets that stayed where they were because the next owner could not reach them.",
          stats.unreached());
      counter(
          prefix + "conflicts", "Targets that two nodes were found to hold.", stats.conflicts());
      counter(
          prefix + "lost_pages",
          "Pages of targets between two nodes that found no room here: series that vanish meanwhile"
              + " do not end.",
          stats.lostPages());
      counter(
          "cluster_repeated_questions",
          "How often this node, which led, asked another one anew because a message between them"
              + " was lost.",
          stats.repeated());
    }

    private void lease(LeaseKeeper keeper) {
      var standings = new LinkedHashMap<String, Double>();
      for (Standing one : Standing.values()) {
        standings.put(one.text(), one == keeper.standing() ? 1.0 : 0.0);
      }
      gauge(
          "cluster_lease_standing",
          "1 for what the lease in the store lets this node do with shared targets.",
          "standing",
          standings);
      gauge(
          "cluster_lease_term",
          "The highest term that this node has heard of.",
          (double) keeper.term());
      gauge("cluster_lease_held", "1 if this node renews the lease.", keeper.isHolder() ? 1 : 0);
      gauge(
          "cluster_store_up",
          "1 if the store answered the last question about the lease.",
          keeper.problem().isEmpty() ? 1 : 0);
      counter(
          "cluster_fenced_messages",
          "Commands of nodes that did not know of the present term, and were refused.",
          stats.fenced());
    }

    private void load(ClusterLoad now) {
      gauge(
          "cluster_series",
          "Series that all shared targets expose, told by the node that gives them out.",
          (double) now.cost().series());
      gauge(
          "cluster_body_bytes",
          "Bytes of one scrape of all shared targets, told by the same node.",
          (double) now.cost().bytes());
      gauge("cluster_replicas", "Nodes that take part, told by the same node.", now.replicas());
      gauge(
          "cluster_replicas_wanted",
          "Nodes that this load asks for, told by the same node. An autoscaler can follow it.",
          now.replicasWanted());
    }

    private void gauge(String name, String help, double value) {
      var point = new GaugeDataPointSnapshot(value, cluster, null);
      all.add(new GaugeSnapshot(new MetricMetadata(name, help), List.of(point)));
    }

    private void gauge(String name, String help, String label, Map<String, Double> values) {
      var points = new ArrayList<GaugeDataPointSnapshot>();
      values.forEach((of, value) ->
          points.add(new GaugeDataPointSnapshot(value, cluster.add(label, of), null)));
      all.add(new GaugeSnapshot(new MetricMetadata(name, help), points));
    }

    private void counter(String name, String help, long value) {
      var point = new CounterDataPointSnapshot((double) value, cluster, null, 0);
      all.add(new CounterSnapshot(new MetricMetadata(name, help), List.of(point)));
    }

    private void counter(String name, String help, String label, Map<String, Double> values) {
      var points = new ArrayList<CounterDataPointSnapshot>();
      values.forEach((of, value) ->
          points.add(new CounterDataPointSnapshot(value, cluster.add(label, of), null, 0)));
      all.add(new CounterSnapshot(new MetricMetadata(name, help), points));
    }
  }
}
