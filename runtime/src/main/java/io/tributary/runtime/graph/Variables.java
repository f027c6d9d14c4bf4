package io.tributary.runtime.graph;

import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.runtime.link.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one node can see, put together: the variables of its module, and under their names the
/// exports of those that it refers to. `a.b.c` and `a.b.d` share the objects on their way.
final class Variables {
  /// A name leads to a [Value], or to a map like this one.
  private final Map<String, Object> tree;

  Variables(Map<String, Value> outer) {
    tree = new LinkedHashMap<>(outer);
  }

  /// What `node` sees of `graph`, in a module with the variables `outer`.
  static Map<String, Value> of(Node node, Graph graph, Map<String, Value> outer) {
    List<Link> links = graph.linksOf(node.id());
    if (links.isEmpty()) {
      return outer;
    }
    var variables = new Variables(outer);
    for (Link link : links) {
      Node target = graph.find(link.target());
      if (target != null) {
        variables.put(target.id(), target.exports().values());
      }
    }
    return variables.values();
  }

  void put(String id, Map<String, Value> exports) {
    Map<String, Object> place = tree;
    for (String name : List.of(id.split("\\."))) {
      place = inside(place, name);
    }
    place.putAll(exports);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> inside(Map<String, Object> place, String name) {
    Object there = place.get(name);
    if (there instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (there instanceof ObjectValue(var fields)) {
      map.putAll(fields);
    }
    place.put(name, map);
    return map;
  }

  Map<String, Value> values() {
    return values(tree);
  }

  private static Map<String, Value> values(Map<?, ?> tree) {
    var values = new LinkedHashMap<String, Value>();
    tree.forEach((name, there) -> {
      if (there instanceof Value value) {
        values.put(String.valueOf(name), value);
      } else if (there instanceof Map<?, ?> map) {
        values.put(String.valueOf(name), Value.of(values(map)));
      }
    });
    return values;
  }
}
