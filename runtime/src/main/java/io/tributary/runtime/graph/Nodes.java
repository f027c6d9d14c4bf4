package io.tributary.runtime.graph;

import io.tributary.component.ComponentDefinition;
import io.tributary.runtime.ConfigBlock;
import io.tributary.runtime.content.ContentKind;
import io.tributary.runtime.link.Plan;
import io.tributary.runtime.link.Spec;
import java.util.LinkedHashMap;

/// Makes the nodes of a graph, or takes them from the one before.
final class Nodes {
  private Nodes() {}

  /// The graph of a plan: what was there under the same id and of the same kind stays, with its new
  /// block.
  static Graph succeed(Graph old, Plan plan, Controller controller) {
    var nodes = new LinkedHashMap<String, Node>();
    plan.specs()
        .forEach((id, spec) -> {
          Node node = old.find(id);
          if (node != null && node.accepts(spec)) {
            node.accept(spec);
            nodes.put(id, node);
          } else {
            nodes.put(id, create(spec, controller));
          }
        });
    return new Graph(plan, nodes);
  }

  private static Node create(Spec spec, Controller controller) {
    return switch (spec) {
      case Spec.Builtin(_, var definition) -> builtin(controller, spec, definition);
      case Spec.Custom _ -> new CustomNode(controller, spec);
      case Spec.Declare _ -> new DeclareNode(controller, spec);
      case Spec.Import(_, var kind) -> imported(controller, spec, kind);
      case Spec.FlowModule(_, var kind) -> module(controller, spec, kind);
      case Spec.Argument _ -> new ArgumentNode(controller, spec);
      case Spec.Export _ -> new ExportNode(controller, spec);
      case Spec.Foreach _ -> new ForeachNode(controller, spec);
      case Spec.Config(var definition, _) -> config(controller, spec, definition);
    };
  }

  private static <A> Node builtin(
      Controller controller, Spec spec, ComponentDefinition<A> definition) {
    return new BuiltinNode<>(controller, spec, definition);
  }

  private static <A> Node imported(Controller controller, Spec spec, ContentKind<A> kind) {
    return new ImportNode<>(controller, spec, kind);
  }

  private static <A> Node module(Controller controller, Spec spec, ContentKind<A> kind) {
    return new ModuleNode<>(controller, spec, kind);
  }

  private static <A> Node config(Controller controller, Spec spec, ConfigBlock<A> definition) {
    return new ConfigNode<>(controller, spec, definition);
  }
}
