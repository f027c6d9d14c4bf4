package io.tributary.wire.remotewrite;

import io.tributary.model.layout.RowCursor;
import java.util.Arrays;

/// Walks the labels of the rows of a block, telling which labels at the front of a row are those of
/// the row before: rows are front-coded, so most need not be looked at again.
///
/// Owned by one thread.
final class RowLabels {
  private final RowCursor rows = new RowCursor();

  /// Per label of the row: where its encoding ends.
  private int[] labelEnd = new int[32];

  private int labelCount;
  private int next;

  /// Of the label that [#nextLabel] stands on.
  private int slot;

  private int nameFrom;
  private int nameTo;
  private int valueTo;

  RowCursor rows() {
    return rows;
  }

  void reset(io.tributary.model.layout.SeriesBlock block) {
    rows.reset(block);
    labelCount = 0;
  }

  /// Moves to the next row and returns how many of its first labels the row before had too; -1
  /// behind the last.
  int nextRow() {
    if (!rows.next()) {
      return -1;
    }
    int shared = rows.sharedPrefix();
    int kept = labelCount;
    while (kept > 0 && labelEnd[kept - 1] > shared) {
      kept--;
    }
    labelCount = kept;
    next = kept == 0 ? 0 : labelEnd[kept - 1];
    return kept;
  }

  /// Moves to the next label that is not known from the row before.
  boolean nextLabel() {
    if (next >= rows.length()) {
      return false;
    }
    int nameLength = varint();
    if (nameLength == 0) {
      slot = varint();
    } else {
      slot = -1;
      nameFrom = next;
      nameTo = next += nameLength;
      int valueLength = varint();
      valueTo = next += valueLength;
      valueFrom = valueTo - valueLength;
    }
    if (labelCount == labelEnd.length) {
      labelEnd = Arrays.copyOf(labelEnd, labelCount * 2);
    }
    labelEnd[labelCount++] = next;
    return true;
  }

  private int valueFrom;

  boolean isSlot() {
    return slot >= 0;
  }

  int slot() {
    return slot;
  }

  byte[] bytes() {
    return rows.bytes();
  }

  int nameFrom() {
    return nameFrom;
  }

  int nameTo() {
    return nameTo;
  }

  int valueFrom() {
    return valueFrom;
  }

  int valueTo() {
    return valueTo;
  }

  private int varint() {
    byte[] bytes = rows.bytes();
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[next++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
