package io.tributary.runtime.graph;

import io.tributary.component.Exports;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All that the evaluation of a node depends on: its block, the variables of its module, and what
/// those that it refers to show. Where they are the very same objects, it would come to the same.
///
/// A configuration that is read again has the same blocks where its text has not changed
/// ([io.tributary.runtime.source.ParsedFiles]), and whoever shows the same exports keeps them.
record Inputs(Block block, Map<String, Value> variables, List<Exports> exports) {
  static Inputs of(Node node, Graph graph, Map<String, Value> variables) {
    List<Link> links = graph.linksOf(node.id());
    var exports = new ArrayList<Exports>(links.size());
    for (Link link : links) {
      Node target = graph.find(link.target());
      exports.add(target == null ? Exports.NONE : target.exports());
    }
    return new Inputs(node.block(), variables, exports);
  }

  boolean isSameAs(Inputs other) {
    if (block != other.block
        || exports.size() != other.exports.size()
        || !variables.equals(other.variables)) {
      return false;
    }
    for (int i = 0; i < exports.size(); i++) {
      if (exports.get(i) != other.exports.get(i)) {
        return false;
      }
    }
    return true;
  }
}
