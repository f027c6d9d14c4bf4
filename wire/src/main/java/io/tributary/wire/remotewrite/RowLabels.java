package io.tributary.wire.remotewrite;

import io.tributary.model.layout.LabelRefCursor;
import io.tributary.model.layout.SeriesBlock;

/// Walks the labels of the rows of a block, telling which labels at the front of a row are those of
/// the row before: most need not be looked at again.
///
/// Owned by one thread.
final class RowLabels {
  private LabelRefCursor rows = new LabelRefCursor();
  private int next;

  /// The label that [#nextLabel] stands on.
  private int label;

  void reset(SeriesBlock block) {
    rows.reset(block);
  }

  /// Walks with a cursor that stands before the first row of a block.
  void reset(LabelRefCursor cursor) {
    rows = cursor;
  }

  /// Moves to the next row and returns how many of its first labels the row before had too; -1
  /// behind the last.
  int nextRow() {
    if (!rows.next()) {
      return -1;
    }
    next = rows.kept();
    return next;
  }

  /// Moves to the next label that is not known from the row before.
  boolean nextLabel() {
    if (next >= rows.labelCount()) {
      return false;
    }
    label = next++;
    return true;
  }

  boolean isSlot() {
    return rows.isSlot(label);
  }

  int slot() {
    return rows.slot(label);
  }

  /// Numbers of the block's strings are below this.
  int stringCount() {
    return rows.stringCount();
  }

  /// The block's number of the label's name.
  int name() {
    return rows.name(label);
  }

  /// The block's number of the label's value.
  int value() {
    return rows.value(label);
  }

  /// The array that holds a string of the block, from [#from] up to [#to].
  byte[] bytes(int string) {
    return rows.bytes(string);
  }

  int from(int string) {
    return rows.from(string);
  }

  int to(int string) {
    return rows.to(string);
  }
}
