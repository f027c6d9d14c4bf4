package io.tributary.runtime.graph;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentId;
import io.tributary.component.ComponentLogger;
import io.tributary.component.Exports;
import io.tributary.component.Stability;
import io.tributary.component.module.OwnModules;
import io.tributary.component.tap.Tap;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one component of the catalogue is given.
final class NodeContext implements ComponentContext {
  private final BuiltinNode<?> node;
  private final Engine engine;
  private final PrometheusRegistry registry;
  private final Logger logger;

  NodeContext(BuiltinNode<?> node, PrometheusRegistry registry) {
    this.node = node;
    this.engine = node.controller().engine();
    this.registry = registry;
    this.logger =
        new ComponentLogger(LoggerFactory.getLogger(node.componentName()), node.componentId());
  }

  @Override
  public ComponentId id() {
    return node.componentId();
  }

  @Override
  public Path dataDirectory() {
    return engine.dataDirectory(id());
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public PrometheusRegistry registry() {
    return registry;
  }

  @Override
  public Clock clock() {
    return engine.clock();
  }

  @Override
  public Stability minStability() {
    return engine.settings().link().least();
  }

  @Override
  public void publish(Exports exports) {
    node.show(exports);
  }

  @Override
  public <T> T service(Class<T> type) {
    return engine.settings().services().get(type);
  }

  @Override
  public OwnModules modules() {
    return node.modules();
  }

  @Override
  public Tap tap() {
    node.canBeTapped();
    return engine.settings().taps().of(id());
  }
}
