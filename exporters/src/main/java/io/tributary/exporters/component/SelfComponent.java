package io.tributary.exporters.component;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.exporters.self.OwnPage;

/// `prometheus.exporter.self`: the agent's own metrics, those of all components included.
///
/// Source: grafana/alloy `internal/component/prometheus/exporter/self/self.go`.
final class SelfComponent {
  /// There is nothing to say.
  record Arguments() {}

  private static final ArgumentsCodec<Arguments> CODEC =
      ArgumentsCodec.of(_ -> new Arguments(), _ -> Body.EMPTY);

  static final ComponentDefinition<Arguments> DEFINITION =
      ExporterComponent.define("self", CODEC, SelfComponent::exporter);

  private SelfComponent() {}

  private static ExporterComponent.Exporter exporter(ComponentContext context, Arguments none) {
    PrometheusRegistry registry = context.service(PrometheusRegistry.class);
    return () -> OwnPage.of(registry);
  }
}
