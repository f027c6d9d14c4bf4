package io.tributary.runtime.graph;

import org.jspecify.annotations.Nullable;

/// What a module and those around it are made of. Guarded by the lock of the engine.
final class Lineage {
  private final @Nullable Lineage parent;
  private @Nullable Object origin;

  Lineage(@Nullable Lineage parent) {
    this.parent = parent;
  }

  /// Says which template, or which text, the module is made of.
  void madeOf(Object template) {
    origin = template;
  }

  /// Whether the module or one around it is made of this template or this text: to make one more of
  /// it inside would have no end.
  boolean holds(Object template) {
    for (Lineage module = this; module != null; module = module.parent) {
      Object made = module.origin;
      if (made == template || (made instanceof String && made.equals(template))) {
        return true;
      }
    }
    return false;
  }
}
