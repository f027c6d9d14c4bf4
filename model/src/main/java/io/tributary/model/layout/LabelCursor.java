package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSource;

/// Walks the labels of one unpacked row (see [RowCursor]).
///
/// Offsets point into the row's bytes. Owned by one thread.
public final class LabelCursor {
  private byte[] row = new byte[0];
  private int end;
  private int next;
  private int slot;
  private int nameFrom;
  private int nameTo;
  private int valueFrom;
  private int valueTo;

  public LabelCursor() {}

  public LabelCursor reset(byte[] row, int from, int to) {
    this.row = row;
    this.next = from;
    this.end = to;
    return this;
  }

  public LabelCursor reset(RowCursor cursor) {
    return reset(cursor.bytes(), 0, cursor.length());
  }

  public boolean next() {
    if (next >= end) {
      return false;
    }
    int nameLength = varint();
    if (nameLength == 0) {
      slot = varint();
      return true;
    }
    slot = -1;
    nameFrom = next;
    nameTo = next += nameLength;
    int valueLength = varint();
    valueFrom = next;
    valueTo = next += valueLength;
    return true;
  }

  /// True when this label's name is in the layout and its value in the stream.
  public boolean isSlot() {
    return slot >= 0;
  }

  public int slot() {
    return slot;
  }

  public byte[] bytes() {
    return row;
  }

  public int nameFrom() {
    return nameFrom;
  }

  public int nameTo() {
    return nameTo;
  }

  public int valueFrom() {
    return valueFrom;
  }

  public int valueTo() {
    return valueTo;
  }

  /// Whether foreign bytes are a row.
  public static boolean isRow(byte[] bytes, int from, int to) {
    var source = new ByteSource(bytes, from, to);
    try {
      while (source.hasRemaining()) {
        int nameLength = source.getLength(source.remaining());
        if (nameLength == 0) {
          source.getLength(Integer.MAX_VALUE);
        } else {
          source.skip(nameLength);
          source.skip(source.getLength(source.remaining()));
        }
      }
      return true;
    } catch (ByteSource.TruncatedException _) {
      return false;
    }
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = row[next++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
