package io.tributary.runtime.link;

import io.tributary.component.ComponentDefinition;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.runtime.ConfigBlock;
import io.tributary.runtime.content.ContentKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one block is to become in the graph.
public sealed interface Spec {
  /// Null only for a block of settings that is not in the configuration.
  @Nullable Block block();

  /// The block of what cannot be without one.
  default Block ownBlock() {
    Block block = block();
    if (block == null) {
      throw new IllegalStateException("BUG: no block");
    }
    return block;
  }

  /// The name of the block and its label: what others refer to it by.
  default String id() {
    return ownBlock().id();
  }

  /// Where errors about the whole are placed.
  default Span span() {
    Block block = block();
    return block == null ? Span.NONE : block.span();
  }

  /// A component of the catalogue.
  record Builtin(Block block, ComponentDefinition<?> definition) implements Spec {}

  /// An instance of a `declare`; `path` leads through namespaces of imports to its name.
  record Custom(Block block, List<String> path) implements Spec {}

  /// A template.
  record Declare(Block block) implements Spec {}

  /// Templates from elsewhere.
  record Import(Block block, ContentKind<?> kind) implements Spec {}

  /// A component whose content is a module from elsewhere.
  record FlowModule(Block block, ContentKind<?> kind) implements Spec {}

  /// What a module takes.
  record Argument(Block block) implements Spec {}

  /// What a module shows.
  record Export(Block block) implements Spec {}

  /// A module for every item of a list.
  record Foreach(Block block) implements Spec {}

  /// Settings of the agent itself; without a block they have their defaults.
  record Config(ConfigBlock<?> definition, @Nullable Block block) implements Spec {
    @Override
    public String id() {
      return definition.name();
    }
  }
}
