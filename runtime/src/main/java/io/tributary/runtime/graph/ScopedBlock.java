package io.tributary.runtime.graph;

import io.tributary.river.eval.Scope;
import io.tributary.river.syntax.Statement.Block;

/// A block with what the names in its expressions stand for. `id` is unique over all modules; what
/// the block refers to is in the same module.
public record ScopedBlock(String id, Block block, Scope scope) {

  /// The id of something that the block refers to by `localId`.
  public String neighbour(String localId) {
    int slash = id.lastIndexOf('/');
    return slash < 0 ? localId : id.substring(0, slash + 1) + localId;
  }
}
