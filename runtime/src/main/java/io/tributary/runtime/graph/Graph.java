package io.tributary.runtime.graph;

import io.tributary.component.Health;
import io.tributary.runtime.link.Link;
import io.tributary.runtime.link.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The nodes of one module in the order of their evaluation, and who depends on whom. Immutable.
public final class Graph {
  private final Plan plan;
  private final Map<String, Node> nodes;
  private final Map<Node, Integer> rank = new HashMap<>();
  private final Map<String, Set<String>> dependants = new HashMap<>();

  Graph(Plan plan, Map<String, Node> nodes) {
    this.plan = plan;
    this.nodes = new LinkedHashMap<>(nodes);
    this.nodes.forEach((id, node) -> {
      rank.put(node, rank.size());
      for (String dependency : plan.dependenciesOf(id)) {
        dependants.computeIfAbsent(dependency, _ -> new TreeSet<>()).add(id);
      }
    });
  }

  Plan plan() {
    return plan;
  }

  public Collection<Node> nodes() {
    return nodes.values();
  }

  public @Nullable Node find(String id) {
    return nodes.get(id);
  }

  /// What a node reads of others.
  public List<Link> linksOf(String id) {
    return plan.linksOf(id);
  }

  /// Ids of those that a node refers to.
  public List<String> dependenciesOf(String id) {
    return plan.dependenciesOf(id).stream().sorted().toList();
  }

  /// Ids of those that refer to a node.
  public List<String> dependantsOf(String id) {
    return List.copyOf(dependants.getOrDefault(id, Set.of()));
  }

  /// The health of every node that has one.
  List<Health> health() {
    var all = new ArrayList<Health>();
    for (Node node : nodes.values()) {
      Health health = node.health();
      if (health != null) {
        all.add(health);
      }
    }
    return all;
  }

  /// Those that directly depend on some nodes, in the order of evaluation.
  List<Node> dependantsOf(Collection<Node> changed) {
    return changed.stream()
        .flatMap(node -> dependantsOf(node.id()).stream())
        .distinct()
        .map(this::node)
        .sorted(Comparator.comparing(node -> rank.getOrDefault(node, 0)))
        .toList();
  }

  private Node node(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("BUG: no node " + id);
    }
    return node;
  }

  /// The units in groups that are not connected with one another, each in the order of evaluation.
  List<List<Unit>> groups() {
    var leaders = new HashMap<String, String>();
    for (String id : nodes.keySet()) {
      for (String dependency : plan.dependenciesOf(id)) {
        leaders.put(leader(leaders, id), leader(leaders, dependency));
      }
    }
    var groups = new LinkedHashMap<String, List<Unit>>();
    for (Node node : nodes.values()) {
      if (node instanceof Unit unit) {
        groups.computeIfAbsent(leader(leaders, node.id()), _ -> new ArrayList<>()).add(unit);
      }
    }
    return List.copyOf(groups.values());
  }

  private static String leader(Map<String, String> leaders, String id) {
    String leader = id;
    String next;
    while ((next = leaders.get(leader)) != null && !next.equals(leader)) {
      leader = next;
    }
    if (!leader.equals(id)) {
      leaders.put(id, leader);
    }
    return leader;
  }
}
