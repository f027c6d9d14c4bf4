package io.tributary.runtime.api;

import io.tributary.component.Health;
import io.tributary.runtime.api.ComponentJson.HealthJson;
import io.tributary.runtime.api.ComponentJson.Identity;
import io.tributary.runtime.api.ComponentJson.References;
import io.tributary.runtime.graph.ComponentNode;
import io.tributary.runtime.graph.Controller;
import io.tributary.runtime.graph.Engine;
import io.tributary.runtime.graph.Graph;
import io.tributary.runtime.graph.Node;
import io.tributary.runtime.graph.ScopedBlock;
import io.tributary.runtime.telemetry.GraphMetrics.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
        all.add(json(component, moduleId, graph, flow, false));
      }
    }
    return Optional.of(List.copyOf(all));
  }

  /// The components of all modules.
  public List<ComponentJson> all() {
    return engine.modules().keySet().stream()
        .flatMap(moduleId -> list(moduleId).stream().flatMap(List::stream))
        .toList();
  }

  public Optional<ComponentJson> detail(String id) {
    Controller module = engine.module(moduleOf(id));
    ComponentNode node = find(id);
    if (module == null || node == null) {
      return Optional.empty();
    }
    Graph graph = module.graph();
    return Optional.of(json(node, moduleOf(id), graph, new DataFlow(graph), true));
  }

  private static String moduleOf(String id) {
    int slash = id.lastIndexOf('/');
    return slash < 0 ? "" : id.substring(0, slash);
  }

  private @Nullable ComponentNode find(String id) {
    Controller module = engine.module(moduleOf(id));
    return module != null
            && module.graph().find(id.substring(id.lastIndexOf('/') + 1)) instanceof ComponentNode c
        ? c
        : null;
  }

  /// A component as something else that it is.
  public <T> Optional<T> capable(String id, Class<T> type) {
    return Optional.ofNullable(find(id)).flatMap(node -> capable(node, type));
  }

  /// All that are, by their global ids.
  public <T> SortedMap<String, T> capable(Class<T> type) {
    var all = new TreeMap<String, T>();
    for (Controller module : engine.modules().values()) {
      for (Node node : module.graph().nodes()) {
        if (node instanceof ComponentNode component) {
          capable(component, type).ifPresent(one -> all.put(node.componentId().global(), one));
        }
      }
    }
    return all;
  }

  private static <T> Optional<T> capable(ComponentNode node, Class<T> type) {
    return node.component().filter(type::isInstance).map(type::cast);
  }

  /// The blocks of all components in all modules, with what their expressions see.
  public List<ScopedBlock> blocks() {
    var all = new ArrayList<ScopedBlock>();
    for (Controller module : engine.modules().values()) {
      for (Node node : module.graph().nodes()) {
        if (node instanceof ComponentNode component) {
          all.add(component.scopedBlock());
        }
      }
    }
    return all;
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
      ComponentNode node, String moduleId, Graph graph, DataFlow flow, boolean isDetailed) {
    Health health = node.health();
    return new ComponentJson(
        new Identity(
            node.componentName(),
            node.isCustom() ? "custom" : "builtin",
            node.id(),
            moduleId,
            node.label()),
        new References(
            graph.dependenciesOf(node.id()),
            graph.dependantsOf(node.id()),
            flow.from(node.id()),
            flow.targetsFrom(node.id())),
        new HealthJson(health.state().text(), health.message(), health.time()),
        isDetailed ? StatementJson.of(node.arguments()) : List.of(),
        isDetailed ? StatementJson.of(node.exportsBody()) : List.of(),
        isDetailed ? StatementJson.of(node.debugInfo()) : List.of(),
        node.moduleIds(),
        node.hasTap());
  }
}
