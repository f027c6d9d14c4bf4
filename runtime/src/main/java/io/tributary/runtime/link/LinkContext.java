package io.tributary.runtime.link;

import io.tributary.component.Catalogue;
import io.tributary.component.Stability;
import io.tributary.runtime.ConfigBlock;
import io.tributary.runtime.content.ContentKind;
import java.util.Map;

/// What there is to link against. `configBlocks`, `imports` and `modules` are by the name of their
/// block; `least` and `community` say which components may be used.
public record LinkContext(
    Catalogue catalogue,
    Map<String, ConfigBlock<?>> configBlocks,
    Map<String, ContentKind<?>> imports,
    Map<String, ContentKind<?>> modules,
    Stability least,
    boolean community) {
  public LinkContext {
    configBlocks = Map.copyOf(configBlocks);
    imports = Map.copyOf(imports);
    modules = Map.copyOf(modules);
  }
}
