package io.tributary.runtime.graph;

import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Value;
import io.tributary.runtime.ConfigBlock;
import io.tributary.runtime.link.Spec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of the agent itself. They are applied when they differ from those in force.
final class ConfigNode<A> extends BlockNode {
  private final ConfigBlock<A> definition;
  private @Nullable A applied;

  ConfigNode(Controller controller, Spec spec, ConfigBlock<A> definition) {
    super(controller, spec);
    this.definition = definition;
  }

  @Override
  boolean accepts(Spec next) {
    return next instanceof Spec.Config(var other, _) && other == definition;
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    Block block = spec().block();
    A settings =
        block == null
            ? definition.defaults()
            : Decoding.decode(definition.arguments(), block, controller().scope(variables));
    if (!settings.equals(applied)) {
      definition.apply().accept(settings);
      applied = settings;
    }
  }

  @Override
  String failedMessage() {
    return definition.isService() ? "Failed to evaluate service: " : super.failedMessage();
  }
}
