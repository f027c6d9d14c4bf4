package io.tributary.metrics.wal;

import io.tributary.model.layout.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A layout under its number in one segment.
///
/// When the layout is folded its definition can be, too: then it holds the numbers of its blocks
/// and how those that are edits came about, and makes their definitions anew when asked.
final class LayoutDef implements BlockHome {
  /// More rows than any real target has; a bound for bytes from the disk.
  static final int MAX_ROWS = 16 << 20;

  static final int MAX_BLOCKS = 1 << 20;

  final int id;
  final Layout layout;

  /// Null when folded.
  private BlockDef @Nullable [] blocks;

  /// Of the folded definition: the blocks' numbers, and those that are edits.
  private int[] ids = {};

  private List<Edited> edited = List.of();

  /// How block `index` came from block `parent`.
  private record Edited(int index, int parent, int[] edit) {}

  /// Streams that hold the layout; only the encoder counts.
  int users;

  LayoutDef(int id, Layout layout, BlockDef[] blocks) {
    this.id = id;
    this.layout = layout;
    this.blocks = blocks;
  }

  boolean isFolded() {
    return blocks == null;
  }

  void fold() {
    BlockDef[] defs = blocks;
    if (defs == null) {
      return;
    }
    ids = new int[defs.length];
    var edits = new ArrayList<Edited>();
    for (int i = 0; i < defs.length; i++) {
      ids[i] = defs[i].id;
      if (defs[i].parent != BlockDef.NO_PARENT) {
        edits.add(new Edited(i, defs[i].parent, defs[i].edit));
      }
    }
    edited = List.copyOf(edits);
    blocks = null;
  }

  /// Takes the definitions of its blocks back, each at its place.
  void unfold(BlockDef[] defs) {
    blocks = defs;
    ids = new int[0];
    edited = List.of();
  }

  int blockCount() {
    return layout.blockCount();
  }

  int blockId(int index) {
    BlockDef[] defs = blocks;
    return defs == null ? ids[index] : defs[index].id;
  }

  /// The block that block `index` is an edit of, [BlockDef#NO_PARENT] where it is none.
  int parent(int index) {
    BlockDef[] defs = blocks;
    if (defs != null) {
      return defs[index].parent;
    }
    Edited known = edited(index);
    return known == null ? BlockDef.NO_PARENT : known.parent;
  }

  int[] edit(int index) {
    BlockDef[] defs = blocks;
    if (defs != null) {
      return defs[index].edit;
    }
    Edited known = edited(index);
    return known == null ? BlockEdit.NONE : known.edit;
  }

  private @Nullable Edited edited(int index) {
    for (Edited one : edited) {
      if (one.index == index) {
        return one;
      }
    }
    return null;
  }

  /// The definition of block `index`; made anew when folded.
  BlockDef block(int index) {
    BlockDef[] defs = blocks;
    return defs != null
        ? defs[index]
        : new BlockDef(ids[index], layout.block(index), parent(index), edit(index));
  }

  @Override
  public BlockDef def(int number) {
    for (int i = 0; i < blockCount(); i++) {
      if (blockId(i) == number) {
        return block(i);
      }
    }
    throw new IllegalStateException("BUG: the layout does not hold block " + number);
  }
}
