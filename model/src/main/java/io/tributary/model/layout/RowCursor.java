package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;

/// Walks the rows of a [SeriesBlock] in order, unpacking each into a buffer that is reused.
///
/// Owned by one thread; [#bytes] is valid up to [#length] until the next call of [#next].
public final class RowCursor {
  private final ByteSink row = new ByteSink(256);
  private byte[] encoded = new byte[0];
  private int position;
  private int rowsLeft;
  private int prefix;

  public RowCursor() {}

  public RowCursor reset(SeriesBlock block) {
    encoded = block.encodedRows();
    position = 0;
    rowsLeft = block.rowCount();
    prefix = 0;
    row.clear();
    return this;
  }

  /// Moves to the next row; false behind the last.
  public boolean next() {
    if (rowsLeft == 0) {
      return false;
    }
    rowsLeft--;
    prefix = varint();
    int suffix = varint();
    row.truncate(prefix);
    row.put(encoded, position, suffix);
    position += suffix;
    return true;
  }

  /// The unpacked row.
  public byte[] bytes() {
    return row.array();
  }

  public int length() {
    return row.size();
  }

  /// Bytes that this row shares with the row before: what an encoder need not look at again.
  public int sharedPrefix() {
    return prefix;
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = encoded[position++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
