package io.tributary.runtime.api;

import io.tributary.component.capsule.Receiver;
import io.tributary.component.capsule.TargetCapsule;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.runtime.graph.ComponentNode;
import io.tributary.runtime.graph.Graph;
import io.tributary.runtime.graph.Node;
import io.tributary.runtime.link.Link;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who sends data to whom in one module: whoever refers to a receiver sends to it, whoever refers
/// to another export gets what it holds.
///
/// Source: grafana/alloy `controller/loader.go`, setDataFlowEdges.
final class DataFlow {
  /// What an export of targets is called, by all components that have one.
  private static final Set<String> TARGETS = Set.of("targets", "output");

  private final Map<String, Set<String>> edges = new TreeMap<>();

  /// Of edges that targets go along, how many these are.
  private final Map<String, SortedMap<String, Integer>> targets = new TreeMap<>();

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
      if (export instanceof ArrayValue(List<Value> all) && areTargets(all, field)) {
        targets
            .computeIfAbsent(target.id(), _ -> new TreeMap<>())
            .merge(from.id(), all.size(), Integer::sum);
      }
    }
  }

  private static boolean areTargets(List<Value> all, String field) {
    return all.isEmpty()
        ? TARGETS.contains(field)
        : all.getFirst() instanceof CapsuleValue(TargetCapsule _);
  }

  private void edge(String from, String to) {
    edges.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
  }

  List<String> from(String id) {
    return List.copyOf(edges.getOrDefault(id, Set.of()));
  }

  /// How many targets go to whom.
  SortedMap<String, Integer> targetsFrom(String id) {
    return targets.getOrDefault(id, Collections.emptySortedMap());
  }
}
