package io.tributary.runtime.graph;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Health;
import io.tributary.component.StopSignal;
import io.tributary.component.module.OwnModules;
import io.tributary.river.value.Value;
import io.tributary.runtime.link.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A component of the catalogue. It is built at the first evaluation that goes well; from then on
/// it is told of arguments that are not equal to those that it has.
///
/// Source: grafana/alloy `controller/node_builtin_component.go`.
final class BuiltinNode<A> extends ComponentNode {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltinNode.class);

  private final ComponentDefinition<A> definition;
  private final PrometheusRegistry registry = new PrometheusRegistry();

  /// What was built, with the arguments that it has. Null until then.
  private volatile @Nullable Built<A> built;

  private volatile boolean hasTap;

  /// Null for a component that did not ask for them.
  private volatile @Nullable OwnedModules modules;

  /// What the last evaluation was about, if it went well. Guarded by the lock of the graph.
  private @Nullable Inputs evaluated;

  private @Nullable Inputs evaluating;

  private record Built<A>(Component<A> component, A arguments) {}

  BuiltinNode(Controller controller, Spec spec, ComponentDefinition<A> definition) {
    super(controller, spec, "component", definition.initialExports());
    this.definition = definition;
    if (controller.hasMetrics()) {
      controller.engine().registries().add(componentId(), registry);
    }
  }

  @Override
  boolean accepts(Spec next) {
    return next instanceof Spec.Builtin(_, var other) && other == definition;
  }

  /// Whether another evaluation would come to the same as the last one. Call it before each.
  boolean isUpToDate(Graph graph, Map<String, Value> variables) {
    Inputs now = Inputs.of(this, graph, variables);
    evaluating = now;
    Inputs before = evaluated;
    return before != null && now.isSameAs(before);
  }

  @Override
  void evaluate(Map<String, Value> variables) throws NodeFailure {
    evaluated = null;
    take(variables);
    evaluated = evaluating;
  }

  private void take(Map<String, Value> variables) throws NodeFailure {
    A arguments = Decoding.decode(definition.arguments(), block(), controller().scope(variables));
    Built<A> now = built;
    if (now == null) {
      built = new Built<>(build(arguments), arguments);
      controller().requestStart();
    } else if (!now.arguments().equals(arguments)) {
      update(now.component(), arguments);
      built = new Built<>(now.component(), arguments);
    }
  }

  private Component<A> build(A arguments) throws NodeFailure {
    try {
      return definition.factory().build(new NodeContext(this, registry), arguments);
    } catch (Exception | Error e) {
      // What it registered is in the way of the next try.
      registry.clear();
      throw failed("building component", e);
    }
  }

  private void update(Component<A> component, A arguments) throws NodeFailure {
    try {
      component.update(arguments);
    } catch (Exception | Error e) {
      throw failed("updating component", e);
    }
  }

  private NodeFailure failed(String what, Throwable cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.atDebug().addKeyValue("node", name()).setCause(cause).log("Component failed");
    return failure(what + ": " + NodeFailure.reason(cause));
  }

  /// Asked when the component is built, with the lock of the graph held.
  OwnModules modules() {
    OwnedModules present = modules;
    if (present == null) {
      present = new OwnedModules(controller(), id());
      modules = present;
    }
    return present;
  }

  void canBeTapped() {
    hasTap = true;
  }

  @Override
  public boolean hasTap() {
    return hasTap;
  }

  @Override
  public Optional<Component<?>> component() {
    return Optional.ofNullable(built).map(Built::component);
  }

  @Override
  public boolean canRun() {
    return built != null;
  }

  @Override
  void work(StopSignal stop) throws Exception {
    Built<A> now = built;
    if (now == null) {
      return;
    }
    OwnedModules own = modules;
    if (own == null) {
      now.component().run(stop);
    } else {
      own.whileOpen(stop, () -> now.component().run(stop));
    }
  }

  @Override
  public Body arguments() {
    Built<A> now = built;
    return now == null ? Body.EMPTY : definition.arguments().describe(now.arguments());
  }

  @Override
  public Body debugInfo() {
    Built<A> now = built;
    return now == null ? Body.EMPTY : now.component().debugInfo();
  }

  @Override
  List<Health> ownHealth() {
    Built<A> now = built;
    return now == null ? List.of() : now.component().health().stream().toList();
  }

  @Override
  public List<String> moduleIds() {
    OwnedModules own = modules;
    return own == null ? List.of() : own.ids();
  }

  @Override
  void close() {
    controller().engine().registries().remove(componentId(), registry);
    Built<A> now = built;
    built = null;
    if (now != null) {
      now.component().close();
    }
  }
}
