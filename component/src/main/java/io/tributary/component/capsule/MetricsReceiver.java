package io.tributary.component.capsule;

import io.tributary.model.layout.ColumnSink;

/// Where metrics can be forwarded to: the `receiver` that an argument `forward_to` takes.
///
/// Equal to itself alone, so that a component that keeps its receiver for life never makes those
/// who forward to it change. `componentId` is the global one of the component behind it.
public final class MetricsReceiver implements Receiver {
  public static final String NAME = "MetricsReceiver";

  private final String componentId;
  private final ColumnSink sink;

  public MetricsReceiver(String componentId, ColumnSink sink) {
    this.componentId = componentId;
    this.sink = sink;
  }

  @Override
  public String capsuleName() {
    return NAME;
  }

  public String componentId() {
    return componentId;
  }

  public ColumnSink sink() {
    return sink;
  }

  @Override
  public String toString() {
    return NAME + "(" + componentId + ")";
  }
}
