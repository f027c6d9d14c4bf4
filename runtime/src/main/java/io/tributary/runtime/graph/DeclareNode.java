package io.tributary.runtime.graph;

import io.tributary.river.diag.Findings;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.Map;

/// A template. It is in the graph for the sake of cycles; those who are made of it read it from
/// [io.tributary.runtime.link.Templates].
final class DeclareNode extends Node {
  DeclareNode(Controller controller, Spec spec) {
    super(controller, spec);
  }

  @Override
  void evaluate(Map<String, Value> variables, Findings findings) {}
}
