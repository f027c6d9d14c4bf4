package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import java.util.BitSet;

/// The rows of a column that carry a sample, in the shortest of three forms.
///
/// ```
/// selection = 0  words (8 each, one for every 64 rows)
///           | 1  count  gap*      selected rows
///           | 2  count  gap*      rows that are not selected
/// gap       = varint, rows between this and the one before
/// ```
final class RowSelection {
  private static final int WORDS = 0;
  private static final int SELECTED = 1;
  private static final int OMITTED = 2;

  private RowSelection() {}

  static void encode(BitSet selected, int rows, ByteSink to) {
    int count = selected.cardinality();
    int fewest = Math.min(count, rows - count);
    if (fewest > rows / 12) {
      to.put(WORDS);
      long[] words = selected.toLongArray();
      for (int i = 0; i < (rows + 63) / 64; i++) {
        to.putLong(i < words.length ? words[i] : 0);
      }
      return;
    }
    boolean few = count == fewest;
    to.put(few ? SELECTED : OMITTED);
    to.putVarint(fewest);
    int before = -1;
    for (int left = fewest; left > 0; left--) {
      int row = few ? selected.nextSetBit(before + 1) : selected.nextClearBit(before + 1);
      to.putVarint(row - before - 1);
      before = row;
    }
  }

  static BitSet decode(ByteSource from, int rows) {
    int kind = from.get();
    if (kind == WORDS) {
      long[] words = new long[(rows + 63) / 64];
      for (int i = 0; i < words.length; i++) {
        words[i] = from.getLong();
      }
      var selected = BitSet.valueOf(words);
      if (selected.length() > rows) {
        throw new MalformedRecordException("selected row behind the last");
      }
      return selected;
    }
    if (kind != SELECTED && kind != OMITTED) {
      throw new MalformedRecordException("selection of kind " + kind);
    }
    var selected = new BitSet(rows);
    if (kind == OMITTED) {
      selected.set(0, rows);
    }
    int row = -1;
    for (int left = from.getLength(rows); left > 0; left--) {
      row += 1 + from.getLength(rows - row - 2);
      selected.set(row, kind == SELECTED);
    }
    return selected;
  }
}
