package io.tributary.runtime.api;

import io.tributary.component.capsule.Receiver;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.runtime.graph.ComponentNode;
import io.tributary.runtime.graph.Graph;
import io.tributary.runtime.graph.Node;
import io.tributary.runtime.link.Link;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who sends data to whom in one module: whoever refers to a receiver sends to it, whoever refers
/// to another export gets what it holds.
///
/// Source: grafana/alloy `controller/loader.go`, setDataFlowEdges.
final class DataFlow {
  private final Map<String, Set<String>> edges = new TreeMap<>();

  DataFlow(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node instanceof ComponentNode) {
        for (Link link : graph.linksOf(node.id())) {
          if (graph.find(link.target()) instanceof ComponentNode target) {
            add(node, target, link.field());
          }
        }
      }
    }
  }

  private void add(Node from, ComponentNode target, String field) {
    Value export = target.exports().values().get(field);
    if (export == null) {
      return;
    }
    if (export instanceof CapsuleValue(Receiver _)) {
      edge(from.id(), target.id());
    } else {
      edge(target.id(), from.id());
    }
  }

  private void edge(String from, String to) {
    edges.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
  }

  List<String> from(String id) {
    return List.copyOf(edges.getOrDefault(id, Set.of()));
  }
}
