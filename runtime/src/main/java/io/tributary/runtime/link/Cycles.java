package io.tributary.runtime.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Groups of nodes that depend on one another, each group behind those that it depends on: where no
/// group has more than one member, that is the order of evaluation.
///
/// Tarjan's algorithm with a stack of its own: a chain may be longer than the thread's stack is
/// deep.
final class Cycles {
  private final Map<String, Set<String>> dependencies;
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, Integer> low = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> isOpen = new HashSet<>();
  private final List<List<String>> groups = new ArrayList<>();

  private Cycles(Map<String, Set<String>> dependencies) {
    this.dependencies = dependencies;
  }

  static List<List<String>> groups(
      Collection<String> nodes, Map<String, Set<String>> dependencies) {
    var cycles = new Cycles(dependencies);
    for (String node : nodes) {
      if (!cycles.index.containsKey(node)) {
        cycles.visit(node);
      }
    }
    return cycles.groups;
  }

  /// The members of a group so that each depends on the one behind it, as far as that goes.
  static List<String> path(List<String> group, Map<String, Set<String>> dependencies) {
    var path = new ArrayList<String>();
    var seen = new HashSet<String>();
    var members = new HashSet<>(group);
    Deque<String> next = new ArrayDeque<>();
    next.push(group.getLast());
    while (!next.isEmpty()) {
      String node = next.pop();
      if (seen.add(node)) {
        path.add(node);
        new ArrayList<>(dependencies.getOrDefault(node, Set.of()))
            .reversed().stream().filter(members::contains).forEach(next::push);
      }
    }
    return path;
  }

  private record Frame(String node, Iterator<String> rest) {}

  private void visit(String start) {
    Deque<Frame> frames = new ArrayDeque<>();
    frames.push(enter(start));
    while (!frames.isEmpty()) {
      Frame frame = frames.peek();
      if (!frame.rest().hasNext()) {
        frames.pop();
        leave(frame.node());
        Frame caller = frames.peek();
        if (caller != null) {
          lower(caller.node(), valueOf(low, frame.node()));
        }
        continue;
      }
      String dependency = frame.rest().next();
      if (!index.containsKey(dependency)) {
        frames.push(enter(dependency));
      } else if (isOpen.contains(dependency)) {
        lower(frame.node(), valueOf(index, dependency));
      }
    }
  }

  private Frame enter(String node) {
    index.put(node, index.size());
    low.put(node, index.size() - 1);
    open.push(node);
    isOpen.add(node);
    return new Frame(node, dependencies.getOrDefault(node, Set.of()).iterator());
  }

  private void lower(String node, int value) {
    low.merge(node, value, Math::min);
  }

  private void leave(String node) {
    if (valueOf(low, node) != valueOf(index, node)) {
      return;
    }
    var group = new ArrayList<String>();
    String member;
    do {
      member = open.pop();
      isOpen.remove(member);
      group.add(member);
    } while (!member.equals(node));
    groups.add(group);
  }

  private static int valueOf(Map<String, Integer> map, String node) {
    return map.getOrDefault(node, 0);
  }
}
