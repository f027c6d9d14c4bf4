package io.tributary.agent.cli;

import java.util.List;

/// The flags of the cluster.
final class ClusterFlags {
  private static final FlagKind BOOL = new FlagKind.Bool();
  private static final FlagKind TEXT = new FlagKind.Text();
  private static final FlagKind SPAN = new FlagKind.GoSpan();
  private static final FlagKind WHOLE = new FlagKind.Whole();

  private ClusterFlags() {}

  static void add(List<Flag> flags) {
    add(
        flags,
        "enabled",
        BOOL,
        "false",
        "Run in a cluster with other agents. Without this, of the other flags of the cluster only"
            + " the names and those of members mean something.");
    identity(flags);
    joining(flags);
    protection(flags);
    add(
        flags,
        "wait-for-size",
        WHOLE,
        "0",
        "How many nodes the cluster must have before components that share their work begin.");
    add(flags, "wait-timeout", SPAN, "0s", "How long to wait for them; 0 is for ever.");
    add(
        flags,
        "placement",
        new FlagKind.Choice(List.of("load", "ring")),
        "load",
        "How targets are given to nodes: by what they cost, and handed over without a gap, or by"
            + " Alloy's ring, where each node decides by itself. The same on all nodes.");
    add(
        flags,
        "weight",
        new FlagKind.Fraction(),
        "1",
        "How much of the work this node is to bear, compared with others: 0.5 is half as much as"
            + " one with 1. From 0.01 to 100, in steps of 0.01; with --cluster.placement=load"
            + " alone.");
    add(
        flags,
        "adaptive-weight",
        BOOL,
        "true",
        "Let this node bear less than its weight while it stands still for much of the time, for"
            + " it gets too little of the processor; with --cluster.placement=load alone.");
    add(
        flags,
        "discovery",
        new FlagKind.Choice(List.of("shared", "each")),
        "shared",
        "Who discovers targets: one node for all whose components have the same arguments, or each"
            + " node for itself, as in Alloy.");
    replicas(flags);
    flags.addAll(members("cluster."));
    add(
        flags,
        "use-discovery-v1",
        BOOL,
        "false",
        "Deprecated; without effect, as in the original.");
  }

  private static void replicas(List<Flag> flags) {
    add(
        flags,
        "series-per-replica",
        WHOLE,
        "1000000",
        "How many series a node is to scrape, for cluster_replicas_wanted, which an autoscaler can"
            + " follow; 0 is no limit.");
    add(
        flags,
        "body-bytes-per-replica",
        new FlagKind.Bytes(),
        "0",
        "How large one scrape of all targets of a node may be, for the same metric; 0 is no"
            + " limit.");
  }

  /// Those of agents that divide targets by their numbers, without knowing one another.
  static List<Flag> members(String prefix) {
    return List.of(
        Flag.of(
            prefix + "members-count",
            WHOLE,
            "1",
            "",
            "How many agents with the same configuration divide its targets by their numbers,"
                + " without knowing one another."),
        Flag.of(
            prefix + "member-num",
            TEXT,
            "0",
            "",
            "The number of this one among them, from 0; or a name that ends in - and the number, as"
                + " that of a pod of a StatefulSet."),
        Flag.of(
            prefix + "replication-factor", WHOLE, "1", "", "How many of them scrape each target."));
  }

  private static void identity(List<Flag> flags) {
    add(flags, "name", TEXT, "", "The name of the cluster: nodes of others are not let in.");
    add(
        flags,
        "node-name",
        TEXT,
        "",
        "The name of this node, which no other one of the cluster may have. The host's by"
            + " default.");
    add(
        flags,
        "advertise-address",
        TEXT,
        "",
        "Where other nodes reach this one: a host, and a port if it is not that of the HTTP"
            + " listener.");
    add(
        flags,
        "advertise-interfaces",
        TEXT,
        "eth0,en0",
        "Network interfaces whose first address is advertised where none is given; all looks at"
            + " all of them.");
    add(
        flags,
        "group-port",
        WHOLE,
        "0",
        "The port that other nodes connect to, on the advertised address; 0 is any.");
  }

  private static void joining(List<Flag> flags) {
    add(
        flags,
        "join-addresses",
        TEXT,
        "",
        "Addresses or names of nodes to join, with the ports of their HTTP listeners, between"
            + " commas. dns+, dnssrv+ and dnssrvnoa+ before a name say how to look it up.");
    add(
        flags,
        "discover-peers",
        TEXT,
        "",
        "How to find nodes in a cloud: refused, since Tributary asks none.");
    add(
        flags,
        "store",
        TEXT,
        "",
        "A store that all nodes reach (needs a --cluster.name): they find one another there, and"
            + " one side goes on when the cluster falls apart."
            + " etcd://host:port,host:port/prefix, consul://host:port/prefix, or a file of YAML"
            + " with the fields of kvstore, which has room for passwords and TLS.");
    add(flags, "rejoin-interval", SPAN, "1m", "How often to look for more nodes; 0 is never.");
    add(flags, "max-join-peers", WHOLE, "5", "How many nodes to ask at most; 0 is all.");
  }

  private static void protection(List<Flag> flags) {
    add(
        flags,
        "shared-key-file",
        TEXT,
        "",
        "A file with a key of 16 bytes or more, which all nodes have: who does not know it is not"
            + " let in, and cannot read along.");
    add(
        flags,
        "enable-tls",
        BOOL,
        "false",
        "Let in whoever has a certificate of an authority; nodes then ask one another over HTTPS,"
            + " too.");
    add(flags, "tls-ca-path", TEXT, "", "Certificates of the authorities.");
    add(flags, "tls-cert-path", TEXT, "", "The certificate of this node.");
    add(flags, "tls-key-path", TEXT, "", "Its key.");
    add(
        flags,
        "tls-server-name",
        TEXT,
        "",
        "The name that the certificates of other nodes must have; empty for any.");
  }

  private static void add(
      List<Flag> flags, String name, FlagKind kind, String defaultText, String help) {
    flags.add(Flag.of("cluster." + name, kind, defaultText, "", help));
  }
}
