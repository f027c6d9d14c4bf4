package io.tributary.runtime.graph;

import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.Map;

/// What a module shows. Keeps its last value when it cannot be evaluated.
final class ExportNode extends BlockNode {
  private Value value = Value.ofNull();

  ExportNode(Controller controller, Spec spec) {
    super(controller, spec);
  }

  Value value() {
    return value;
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    value =
        Decoding.decode(
            block -> block.required("value").value().orElseGet(Value::ofNull),
            block(),
            controller().scope(variables));
  }
}
