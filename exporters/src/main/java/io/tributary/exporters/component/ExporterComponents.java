package io.tributary.exporters.component;

import io.tributary.component.ComponentDefinition;
import java.util.List;

/// The components of this module, one line each.
public final class ExporterComponents {
  private ExporterComponents() {}

  public static List<ComponentDefinition<?>> all() {
    return List.of(SelfComponent.DEFINITION, UnixComponent.DEFINITION);
  }
}
