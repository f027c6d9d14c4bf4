package io.tributary.metrics.wal;

import java.util.Arrays;

/// Brings a column from one layout to the next, so that rows which both have keep the value that
/// the next column is encoded against.
///
/// Writer and readers run the same code on the same definitions, so they agree without exchanging
/// anything: blocks of the old layout keep their rows, blocks that are an edit of one keep those
/// that the edit copies, all other rows become 0.
///
/// Owned by one thread; reusable.
final class Carry {
  private final IntIndex positions = new IntIndex();
  private int carriedRows;

  Carry() {}

  /// Fills `column` with rows of `to`, from `old` with rows of `from`.
  void carry(long[] old, LayoutDef from, long[] column, LayoutDef to) {
    positions.clear(from.blockCount());
    for (int i = 0; i < from.blockCount(); i++) {
      positions.putIfAbsent(from.blockId(i), i);
    }
    carriedRows = 0;
    for (int i = 0; i < to.blockCount(); i++) {
      int row = to.layout.firstRow(i);
      int rows = to.layout.rowCount(i);
      int same = positions.get(to.blockId(i));
      if (same >= 0) {
        System.arraycopy(old, from.layout.firstRow(same), column, row, rows);
        carriedRows += rows;
        continue;
      }
      Arrays.fill(column, row, row + rows, 0);
      int parentId = to.parent(i);
      int parent = parentId == BlockDef.NO_PARENT ? -1 : positions.get(parentId);
      if (parent >= 0) {
        edit(to.edit(i), old, from.layout.firstRow(parent), column, row);
      }
    }
  }

  private void edit(int[] triples, long[] old, int oldRow, long[] column, int newRow) {
    int source = oldRow;
    int target = newRow;
    for (int i = 0; i < triples.length; i += 3) {
      source += triples[i];
      int copy = triples[i + 1];
      System.arraycopy(old, source, column, target, copy);
      source += copy;
      target += copy + triples[i + 2];
      carriedRows += copy;
    }
  }

  /// Rows of the last column that have an old value.
  int carriedRows() {
    return carriedRows;
  }
}
