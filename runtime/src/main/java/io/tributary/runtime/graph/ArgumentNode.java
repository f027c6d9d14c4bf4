package io.tributary.runtime.graph;

import io.tributary.component.Exports;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.Map;

/// What a module takes: the value that its user gave, or the default of one that need not be given.
///
/// Source: grafana/alloy `internal/nodeconf/argument`, `loader.go` postEvaluate.
final class ArgumentNode extends BlockNode {
  private volatile Exports exports = Exports.NONE;

  private record Declared(boolean isOptional, Value defaultValue, String comment) {}

  ArgumentNode(Controller controller, Spec spec) {
    super(controller, spec);
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Declared declared = Decoding.decode(ArgumentNode::read, block(), controller().scope(variables));
    Value given = controller().arguments().get(label());
    if (given == null && !declared.isOptional()) {
      exports = Exports.NONE;
      throw failure("missing required argument \"" + label() + "\" to module");
    }
    exports = Exports.of("value", given == null ? declared.defaultValue() : given);
  }

  /// Whether it is given another value by the second than by the first.
  boolean differs(Map<String, Value> before, Map<String, Value> after) {
    Value old = before.get(label());
    Value next = after.get(label());
    return (old == null || next == null) ? old != next : !Equality.equal(old, next);
  }

  private static Declared read(BlockReader block) {
    return new Declared(
        block.attribute("optional").bool(false),
        block.attribute("default").value().orElseGet(Value::ofNull),
        block.attribute("comment").text(""));
  }

  @Override
  public Exports exports() {
    return exports;
  }
}
