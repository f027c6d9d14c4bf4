package io.tributary.discovery.hostfilter;

import io.tributary.model.labels.Labels;
import io.tributary.model.relabel.LabelsBuilder;
import io.tributary.model.relabel.RelabelRules;
import io.tributary.model.relabel.Relabeler;
import java.util.List;

/// Tells which targets run on a host, by their address or by what discovery says of their node.
///
/// Rules work on a copy of the labels that only the filter sees; a target that they drop is not of
/// this host. One without an address is kept, for the scrape to complain about. Owned by one
/// thread.
///
/// Source: grafana/agent `static/metrics/instance/host_filter.go`, whose filter keeps what its
/// rules drop.
public final class HostFilter {
  /// Where else than in the address the name of a host may stand, in the order in which they are
  /// looked at.
  private static final List<String> NODE_LABELS =
      List.of(
          "__meta_consul_node",
          "__meta_dockerswarm_node_id",
          "__meta_dockerswarm_node_hostname",
          "__meta_dockerswarm_node_address",
          "__meta_kubernetes_pod_node_name",
          "__meta_kubernetes_node_name",
          "__host__");

  private final String host;
  private final Relabeler rules;
  private final LabelsBuilder labels = new LabelsBuilder();

  public HostFilter(String host, RelabelRules rules) {
    this.host = host;
    this.rules = new Relabeler(rules);
  }

  /// Whether a target, with the labels of its group, is of this host.
  public boolean keeps(Labels target) {
    labels.reset(target);
    if (!rules.apply(labels)) {
      return false;
    }
    String address = labels.get("__address__");
    if (address.isEmpty() || isHere(address)) {
      return true;
    }
    return NODE_LABELS.stream().map(labels::get).anyMatch(node -> !node.isEmpty() && isHere(node));
  }

  private boolean isHere(String value) {
    String name = withoutPort(value);
    return name.equals("localhost") || name.equals("127.0.0.1") || name.equals(host);
  }

  /// What is no `host:port` stays as it is.
  ///
  /// Source: Go `net/ipsock.go`, SplitHostPort.
  static String withoutPort(String value) {
    int colon = value.lastIndexOf(':');
    if (colon < 0) {
      return value;
    }
    String name;
    String rest;
    if (value.startsWith("[")) {
      int end = value.indexOf(']');
      if (end < 0 || end + 1 != colon) {
        return value;
      }
      name = value.substring(1, end);
      rest = name + value.substring(colon);
    } else {
      name = value.substring(0, colon);
      rest = value;
      if (name.indexOf(':') >= 0) {
        return value;
      }
    }
    return rest.indexOf('[') >= 0 || rest.indexOf(']') >= 0 ? value : name;
  }
}
