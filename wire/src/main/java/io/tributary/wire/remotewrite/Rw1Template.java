package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.Utf8Order;
import io.tributary.model.layout.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The labels of a layout's series as finished `Label` messages, back to back, with holes where the
/// slots' messages go.
///
/// Immutable.
final class Rw1Template implements Template {
  private static final int MAX_ROWS = 1 << 20;
  static final char NO_HOLE = 0xFFFF;

  final byte[] labels;

  /// Per row, and one behind the last: where its labels begin.
  final int[] rowAt;

  /// The slots in the order in which they occur in a row: by name.
  final int[] slotOrder;

  /// Per row and slot, in that order: where in the row's labels the slot goes; [#NO_HOLE] where the
  /// row lacks it.
  final char[] holes;

  private Rw1Template(byte[] labels, int[] rowAt, int[] slotOrder, char[] holes) {
    this.labels = labels;
    this.rowAt = rowAt;
    this.slotOrder = slotOrder;
    this.holes = holes;
  }

  /// The template of `layout`; null where it cannot have one.
  static @Nullable Rw1Template of(Layout layout) {
    int rows = layout.rowCount();
    if (rows == 0 || rows > MAX_ROWS) {
      return null;
    }
    int[] slotOrder = slotOrder(layout.slotNames());
    int slots = slotOrder.length;
    int[] place = new int[slots];
    for (int i = 0; i < slots; i++) {
      place[slotOrder[i]] = i;
    }
    var out = new ByteSink(rows * 128);
    int[] rowAt = new int[rows + 1];
    char[] holes = new char[rows * slots];
    Arrays.fill(holes, NO_HOLE);
    var labels = new Rw1Labels();
    int row = 0;
    for (int b = 0; b < layout.blockCount(); b++) {
      labels.reset(layout.block(b));
      while (labels.nextRow()) {
        rowAt[row] = out.size();
        out.put(labels.bytes(), 0, labels.length());
        for (int i = 0; i < labels.slotCount(); i++) {
          int at = labels.slotAt(i);
          if (at >= NO_HOLE) {
            return null;
          }
          holes[row * slots + place[labels.slot(i)]] = (char) at;
        }
        row++;
      }
    }
    rowAt[rows] = out.size();
    return new Rw1Template(out.toByteArray(), rowAt, slotOrder, holes);
  }

  private static int[] slotOrder(List<String> names) {
    var slots = new ArrayList<Integer>();
    for (int i = 0; i < names.size(); i++) {
      slots.add(i);
    }
    slots.sort((a, b) -> Utf8Order.INSTANCE.compare(names.get(a), names.get(b)));
    return slots.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public long heldBytes() {
    return labels.length + 4L * rowAt.length + 2L * holes.length + 64;
  }
}
