package io.tributary.agent.cli;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.cluster.ClusterSettings.Division;
import io.tributary.agent.cluster.ClusterSettings.Identity;
import io.tributary.agent.cluster.ClusterSettings.Joining;
import io.tributary.agent.cluster.ClusterSettings.Placement;
import io.tributary.agent.cluster.ClusterSettings.Protection;
import io.tributary.agent.cluster.ClusterSettings.TlsFiles;
import io.tributary.agent.cluster.ClusterSettings.Weight;
import io.tributary.base.config.ConfigException;
import io.tributary.base.host.HostName;
import io.tributary.cluster.group.GroupSettings;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.placement.MemberShare;
import io.tributary.cluster.placement.ReplicasWanted;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.dialects.scrapingservice.StoreReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the flags of the cluster say, checked. Without `--cluster.enabled` they mean nothing, as in
/// the originals, but for the names, and our own of members that do not know one another.
final class ClusterOptions {
  private static final List<String> TLS_FILES =
      List.of("cluster.tls-ca-path", "cluster.tls-cert-path", "cluster.tls-key-path");

  private static final double MIN_WEIGHT = 0.01;
  private static final double MAX_WEIGHT = 100;

  private ClusterOptions() {}

  /// Throws [UsageException] where something cannot be done.
  static ClusterSettings settings(ParsedFlags flags) {
    String node = flags.text("cluster.node-name");
    String name = node.isEmpty() ? HostName.get() : node;
    MemberShare share = share(flags, "cluster.");
    if (!flags.isOn("cluster.enabled")) {
      return ClusterSettings.off(name, share);
    }
    if (share.members() > 1) {
      throw new UsageException(
          1,
          "--cluster.members-count and --cluster.enabled exclude each other: a cluster knows its"
              + " nodes");
    }
    if (name.isEmpty() || name.length() > GroupSettings.MAX_NAME) {
      throw new UsageException(
          1,
          "--cluster.node-name: \"%s\" must have 1 to %d characters"
              .formatted(name, GroupSettings.MAX_NAME));
    }
    var identity =
        new Identity(
            flags.text("cluster.name"),
            name,
            flags.text("cluster.advertise-address"),
            words(flags.text("cluster.advertise-interfaces")));
    return new ClusterSettings(
        true,
        identity,
        joining(flags),
        protection(flags),
        port(flags),
        quorum(flags),
        store(flags.text("cluster.store"), identity.cluster()),
        division(flags, share));
  }

  private static Division division(ParsedFlags flags, MemberShare share) {
    Placement placement =
        flags.text("cluster.placement").equals("ring") ? Placement.RING : Placement.LOAD;
    double weight = flags.fraction("cluster.weight");
    if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
      throw new UsageException(
          1, "--cluster.weight: " + flags.text("cluster.weight") + " is not between 0.01 and 100");
    }
    if (placement == Placement.RING) {
      refuseOnRing("cluster.weight", weight != 1);
      String adaptive = "cluster.adaptive-weight";
      refuseOnRing(adaptive, flags.isTyped(adaptive) && flags.isOn(adaptive));
    }
    return new Division(
        placement,
        replicas(flags),
        share,
        new Weight(weight, flags.isOn("cluster.adaptive-weight")),
        flags.text("cluster.discovery").equals("shared"));
  }

  private static void refuseOnRing(String flag, boolean isGiven) {
    if (isGiven) {
      throw new UsageException(
          1,
          "--%s and --cluster.placement=ring exclude each other: on the ring all nodes bear alike"
              .formatted(flag));
    }
  }

  /// Which targets are this agent's, as flags with this prefix say. Throws [UsageException] where
  /// they do not fit together.
  static MemberShare share(ParsedFlags flags, String prefix) {
    try {
      return new MemberShare(
          flags.number(prefix + "members-count"),
          MemberShare.number(flags.text(prefix + "member-num")),
          flags.number(prefix + "replication-factor"));
    } catch (ConfigException e) {
      throw new UsageException(1, "--" + prefix + "member-num: " + e.getMessage());
    }
  }

  private static ReplicasWanted replicas(ParsedFlags flags) {
    int series = flags.number("cluster.series-per-replica");
    if (series < 0) {
      throw new UsageException(1, "--cluster.series-per-replica: " + series + " is less than 0");
    }
    return new ReplicasWanted(series, flags.bytes("cluster.body-bytes-per-replica"));
  }

  private static Joining joining(ParsedFlags flags) {
    List<String> addresses = words(flags.text("cluster.join-addresses"));
    String discover = flags.text("cluster.discover-peers");
    if (!discover.isEmpty() && !addresses.isEmpty()) {
      throw new UsageException(1, "at most one of join peers and discover peers may be set");
    }
    if (!discover.isEmpty()) {
      throw new UsageException(
          1,
          "--cluster.discover-peers: \""
              + discover
              + "\" cannot be used, since Tributary does not ask clouds for their machines: give"
              + " --cluster.join-addresses a name that stands for all nodes, such as that of a"
              + " headless service of Kubernetes");
    }
    int most = flags.number("cluster.max-join-peers");
    if (most < 0) {
      throw new UsageException(1, "--cluster.max-join-peers: " + most + " is less than 0");
    }
    return new Joining(addresses, flags.goDuration("cluster.rejoin-interval"), most);
  }

  private static Protection protection(ParsedFlags flags) {
    String key = flags.text("cluster.shared-key-file");
    Optional<Path> sharedKey = key.isEmpty() ? Optional.empty() : Optional.of(Path.of(key));
    if (!flags.isOn("cluster.enable-tls")) {
      return new Protection(Optional.empty(), sharedKey);
    }
    if (sharedKey.isPresent()) {
      throw new UsageException(
          1,
          "--cluster.shared-key-file and --cluster.enable-tls exclude each other: nodes prove who"
              + " they are by a key or by certificates");
    }
    for (String flag : TLS_FILES) {
      if (flags.text(flag).isEmpty()) {
        throw new UsageException(
            1,
            "--cluster.enable-tls needs --"
                + flag
                + ": every node shows a certificate, and accepts those of one authority");
      }
    }
    var files =
        new TlsFiles(
            Path.of(flags.text("cluster.tls-ca-path")),
            Path.of(flags.text("cluster.tls-cert-path")),
            Path.of(flags.text("cluster.tls-key-path")),
            flags.text("cluster.tls-server-name"));
    return new Protection(Optional.of(files), sharedKey);
  }

  /// Clusters without names that share a store would be one, and some of their agents without work.
  private static Optional<StoreSettings> store(String text, String cluster) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (cluster.isEmpty()) {
      throw new UsageException(
          1,
          "--cluster.store needs --cluster.name: clusters that share a store are told apart by"
              + " their names");
    }
    try {
      return Optional.of(StoreReference.read(text));
    } catch (ConfigException e) {
      throw new UsageException(1, "--cluster.store: " + e.getMessage());
    }
  }

  private static int port(ParsedFlags flags) {
    int port = flags.number("cluster.group-port");
    if (port < 0 || port > 0xFFFF) {
      throw new UsageException(1, "--cluster.group-port: " + port + " is not a port");
    }
    return port;
  }

  private static Quorum.Settings quorum(ParsedFlags flags) {
    int size = flags.number("cluster.wait-for-size");
    if (size < 0) {
      throw new UsageException(1, "--cluster.wait-for-size: " + size + " is less than 0");
    }
    return new Quorum.Settings(size, flags.goDuration("cluster.wait-timeout"));
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
