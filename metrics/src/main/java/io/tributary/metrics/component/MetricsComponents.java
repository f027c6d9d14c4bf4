package io.tributary.metrics.component;

import io.tributary.component.ComponentDefinition;
import java.util.List;

/// The components of this module.
public final class MetricsComponents {
  private MetricsComponents() {}

  public static List<ComponentDefinition<?>> all() {
    return List.of(
        EchoComponent.DEFINITION,
        ReceiveComponent.DEFINITION,
        RelabelComponent.DEFINITION,
        RemoteWriteComponent.DEFINITION,
        ScrapeComponent.DEFINITION,
        WalCleanerComponent.DEFINITION);
  }

  /// Those that jobs and destinations are made of.
  public static List<ComponentDefinition<?>> ofJobs() {
    return List.of(RemoteWriteComponent.DEFINITION, ScrapeComponent.DEFINITION);
  }
}
