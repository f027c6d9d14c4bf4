package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import java.util.Arrays;

/// Walks the rows of a [SeriesBlock] in order, unpacking each into a buffer that is reused:
///
/// ```
/// row   = ( label | slot )*                        ordered by name
/// label = name length (varint ≥ 1)  name  value length (varint)  value
/// slot  = 0                         slot index (varint)
/// ```
///
/// A [LabelCursor] reads that. Owned by one thread; [#bytes] is valid up to [#length] until the
/// next call of [#next].
public final class RowCursor {
  private final LabelRefCursor refs = new LabelRefCursor();
  private final ByteSink row = new ByteSink(256);

  /// Per label of the row: where its encoding ends.
  private int[] labelEnd = new int[32];

  public RowCursor() {}

  public RowCursor reset(SeriesBlock block) {
    refs.reset(block);
    row.clear();
    return this;
  }

  /// Moves to the next row; false behind the last.
  public boolean next() {
    if (!refs.next()) {
      return false;
    }
    int kept = refs.kept();
    int labels = refs.labelCount();
    if (labelEnd.length < labels) {
      labelEnd = Arrays.copyOf(labelEnd, 2 * labels);
    }
    row.truncate(kept == 0 ? 0 : labelEnd[kept - 1]);
    for (int label = kept; label < labels; label++) {
      refs.writeLabel(label, row);
      labelEnd[label] = row.size();
    }
    return true;
  }

  /// The unpacked row.
  public byte[] bytes() {
    return row.array();
  }

  public int length() {
    return row.size();
  }
}
