package io.tributary.metrics.component;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.river.value.Value;
import java.util.Map;

/// `prometheus.echo`: writes what it receives into the log, for people who look for a sample.
///
/// Source: grafana/alloy `internal/component/prometheus/echo/echo.go`.
final class EchoComponent implements Component<EchoComponent.Format> {
  private static final ArgumentsCodec<Format> CODEC =
      ArgumentsCodec.of(
          block ->
              block
                  .attribute("format")
                  .choice(
                      Format.TEXT, Map.of("text", Format.TEXT, "openmetrics", Format.OPENMETRICS)),
          format ->
              Body.builder()
                  .attr("format", format == Format.TEXT ? "text" : "openmetrics")
                  .build());

  static final ComponentDefinition<Format> DEFINITION =
      ComponentDefinition.of("prometheus.echo", CODEC, EchoComponent::new)
          .exporting(Exports.of("receiver", Value.ofNull()));

  /// The argument `format`.
  enum Format {
    TEXT,
    OPENMETRICS
  }

  private final ComponentContext context;
  private volatile Format format;

  EchoComponent(ComponentContext context, Format format) {
    this.context = context;
    this.format = format;
    var receiver = new MetricsReceiver(context.id().global(), this::echo);
    context.publish(Exports.of("receiver", Value.of(receiver)));
  }

  private void echo(ScrapeColumn column) {
    if (context.logger().isInfoEnabled()) {
      context.logger().info("{}", new ColumnText(format == Format.OPENMETRICS).of(column));
    }
  }

  @Override
  public void update(Format next) {
    format = next;
  }
}
