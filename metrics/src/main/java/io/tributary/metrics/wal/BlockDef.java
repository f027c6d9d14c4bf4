package io.tributary.metrics.wal;

import io.tributary.model.layout.SeriesBlock;

/// A block under its number in one segment; `edit` says how it came from block `parent`, if it did
/// (see [BlockEdit]).
///
/// Numbers rise and are never used again within a segment, so a record that depends on a damaged
/// definition finds nothing rather than something else.
final class BlockDef implements BlockHome {
  static final int NO_PARENT = -1;

  final int id;
  final SeriesBlock block;
  final int parent;
  final int[] edit;

  /// Layouts in use that hold the block; only the encoder counts.
  int users;

  BlockDef(int id, SeriesBlock block, int parent, int[] edit) {
    this.id = id;
    this.block = block;
    this.parent = parent;
    this.edit = edit;
  }

  @Override
  public BlockDef def(int number) {
    return this;
  }
}
