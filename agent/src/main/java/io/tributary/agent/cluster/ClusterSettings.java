package io.tributary.agent.cluster;

import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.placement.ReplicasWanted;
import io.tributary.cluster.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the flags `--cluster.*` say.
///
/// @param groupPort where other nodes connect to; 0 for any
/// @param store where nodes find one another, and which side goes on when the cluster falls apart
///   is decided; empty without one
/// @param division how targets are divided among agents
public record ClusterSettings(
    boolean isEnabled,
    Identity identity,
    Joining joining,
    Protection protection,
    int groupPort,
    Quorum.Settings quorum,
    Optional<StoreSettings> store,
    Division division) {

  /// @param placement how the nodes of a cluster divide targets
  /// @param replicas what a node is to bear
  /// @param share the part of an agent that is no node, where others that it does not know have the
  ///   rest
  /// @param sharesDiscovery whether one node discovers targets for all
  public record Division(
      Placement placement,
      ReplicasWanted replicas,
      MemberShare share,
      Weight weight,
      boolean sharesDiscovery) {
    /// Of a node like any other.
    public Division(Placement placement, ReplicasWanted replicas, MemberShare share) {
      this(placement, replicas, share, Weight.ONE, true);
    }

    /// Of an agent that is no node.
    public static Division none(MemberShare share) {
      return new Division(Placement.LOAD, new ReplicasWanted(0, 0), share, Weight.ONE, false);
    }
  }

  /// How much a node bears, compared with others.
  ///
  /// @param ratio compared with one that has 1
  /// @param isAdaptive whether it bears less for as long as it gets too little of the processor
  public record Weight(double ratio, boolean isAdaptive) {
    public static final Weight ONE = new Weight(1, true);
  }

  /// How targets are given to nodes.
  public enum Placement {
    /// By what they cost, and handed over from node to node.
    LOAD,

    /// By their names alone, as in Alloy.
    RING
  }

  /// Who this node is.
  ///
  /// @param address `host` or `host:port` where others reach it; empty to look at `interfaces`
  /// @param interfaces names of network interfaces, or `all`
  public record Identity(String cluster, String node, String address, List<String> interfaces) {
    public Identity {
      interfaces = List.copyOf(interfaces);
    }
  }

  /// Whom it joins.
  ///
  /// @param rejoinInterval zero never joins again
  /// @param maxPeers how many of the addresses are asked; 0 for all
  public record Joining(List<String> addresses, Duration rejoinInterval, int maxPeers) {
    public Joining {
      addresses = List.copyOf(addresses);
    }
  }

  /// Who is let in: those with a certificate of an authority, those who know a key, or anybody.
  public record Protection(Optional<TlsFiles> tls, Optional<Path> sharedKey) {}

  /// @param serverName the name that certificates of others must have; empty for any
  public record TlsFiles(Path ca, Path certificate, Path key, String serverName) {}

  /// This node alone.
  public static ClusterSettings off(String node) {
    return off(node, MemberShare.ALL);
  }

  /// This node alone, which has a part of all targets.
  public static ClusterSettings off(String node, MemberShare share) {
    return new ClusterSettings(
        false,
        new Identity("", node, "", List.of()),
        new Joining(List.of(), Duration.ZERO, 0),
        new Protection(Optional.empty(), Optional.empty()),
        0,
        Quorum.Settings.NONE,
        Optional.empty(),
        Division.none(share));
  }
}
