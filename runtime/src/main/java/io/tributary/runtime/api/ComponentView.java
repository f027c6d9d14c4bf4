package io.tributary.runtime.api;

import io.tributary.component.Body;
import io.tributary.component.Health;
import io.tributary.runtime.api.ComponentJson.HealthJson;
import io.tributary.runtime.api.ComponentJson.Identity;
import io.tributary.runtime.api.ComponentJson.References;
import io.tributary.runtime.graph.ComponentNode;
import io.tributary.runtime.graph.Controller;
import io.tributary.runtime.graph.Engine;
import io.tributary.runtime.graph.Graph;
import io.tributary.runtime.graph.Node;
import io.tributary.runtime.telemetry.GraphMetrics.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the components of a running graph. Holds no lock: what it tells of one component is of
/// one moment, of several not quite.
public final class ComponentView {
  private final Engine engine;

  public ComponentView(Engine engine) {
    this.engine = engine;
  }

  public Optional<List<ComponentJson>> list(String moduleId) {
    Controller module = engine.module(moduleId);
    if (module == null) {
      return Optional.empty();
    }
    Graph graph = module.graph();
    var flow = new DataFlow(graph);
    var all = new ArrayList<ComponentJson>();
    for (Node node : graph.nodes()) {
      if (node instanceof ComponentNode component) {
        all.add(json(component, moduleId, graph, flow, Body.EMPTY));
      }
    }
    return Optional.of(List.copyOf(all));
  }

  public Optional<ComponentJson> detail(String id) {
    int slash = id.lastIndexOf('/');
    String moduleId = slash < 0 ? "" : id.substring(0, slash);
    Controller module = engine.module(moduleId);
    if (module == null
        || !(module.graph().find(id.substring(slash + 1)) instanceof ComponentNode node)) {
      return Optional.empty();
    }
    Graph graph = module.graph();
    return Optional.of(json(node, moduleId, graph, new DataFlow(graph), node.debugInfo()));
  }

  /// Every edge that data flows along, in all modules.
  public List<Connection> connections() {
    var all = new ArrayList<Connection>();
    engine
        .modules()
        .forEach((moduleId, module) -> {
          Graph graph = module.graph();
          var flow = new DataFlow(graph);
          for (Node node : graph.nodes()) {
            flow.from(node.id()).forEach(to -> all.add(new Connection(moduleId, node.id(), to)));
          }
        });
    return all;
  }

  private static ComponentJson json(
      ComponentNode node, String moduleId, Graph graph, DataFlow flow, Body debugInfo) {
    Health health = node.health();
    return new ComponentJson(
        new Identity(
            node.componentName(),
            node.isCustom() ? "custom" : "builtin",
            node.id(),
            moduleId,
            node.label()),
        new References(
            graph.dependenciesOf(node.id()), graph.dependantsOf(node.id()), flow.from(node.id())),
        new HealthJson(health.state().text(), health.message(), health.time()),
        StatementJson.of(node.arguments()),
        StatementJson.of(node.exportsBody()),
        StatementJson.of(debugInfo),
        node.moduleIds(),
        false);
  }
}
