package io.tributary.metrics.wal;

import io.tributary.model.layout.Layout;

/// A layout under its number in one segment.
final class LayoutDef {
  /// More rows than any real target has; a bound for bytes from the disk.
  static final int MAX_ROWS = 16 << 20;

  static final int MAX_BLOCKS = 1 << 20;

  final int id;
  final Layout layout;
  final BlockDef[] blocks;

  /// Streams that hold the layout; only the encoder counts.
  int users;

  LayoutDef(int id, Layout layout, BlockDef[] blocks) {
    this.id = id;
    this.layout = layout;
    this.blocks = blocks;
  }
}
