package io.tributary.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.component.module.OwnModules;
import io.tributary.component.tap.Tap;
import java.nio.file.Path;
import org.slf4j.Logger;

/// What the runtime gives to one component when it builds it; good for as long as the component
/// lives.
public interface ComponentContext {
  ComponentId id();

  /// A directory of its own, which it makes when it needs it.
  Path dataDirectory();

  /// Its lines carry `component_path` and `component_id`.
  Logger logger();

  /// For its own metrics, which get the labels `component_path` and `component_id`.
  PrometheusRegistry registry();

  Clock clock();

  /// The least stability that features must have here.
  Stability minStability();

  /// Shows other exports; the same ones as before change nothing. Any thread may call it at any
  /// time, it returns at once, and those who refer to this component are evaluated soon.
  void publish(Exports exports);

  /// Something that the agent shares among components; [io.tributary.component.page.LocalPages],
  /// [Program] and the registry of the whole agent are always there. Throws
  /// [io.tributary.base.config.ConfigException] when there is none of that type.
  <T> T service(Class<T> type);

  /// Where it tells of the data that passes it. Whoever takes it when it is built can be looked at
  /// while it runs.
  default Tap tap() {
    return Tap.NONE;
  }

  /// Modules of its own, for a component that runs whole configurations.
  default OwnModules modules() {
    throw new IllegalStateException("BUG: modules are not to be had here");
  }
}
