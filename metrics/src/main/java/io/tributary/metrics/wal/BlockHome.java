package io.tributary.metrics.wal;

/// Where a block is found by its number: its own definition, or the folded layout that holds it.
sealed interface BlockHome permits BlockDef, LayoutDef {
  /// The definition of block `number`, which is here.
  BlockDef def(int number);
}
