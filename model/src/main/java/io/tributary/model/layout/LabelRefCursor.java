package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks the rows of a [SeriesBlock] in order, each as the numbers of its label names and values:
/// who follows the numbers looks at each string once per block.
///
/// Reusable; owned by one thread.
public final class LabelRefCursor {
  private static final byte[] METRIC_NAME =
      SeriesBlock.METRIC_NAME.getBytes(StandardCharsets.UTF_8);

  private byte[] encoded = new byte[0];
  private int position;
  private int rowsLeft;
  private int stringCount = SeriesBlock.FIRST_STRING;

  /// Where strings lie in `encoded`, from [SeriesBlock#FIRST_STRING] on.
  private int[] from = new int[64];

  private int[] to = new int[64];

  /// Name and value, or 0 and slot, of each label of the row.
  private int[] labels = new int[32];

  private int labelCount;
  private int kept;

  public LabelRefCursor() {}

  public LabelRefCursor reset(SeriesBlock block) {
    reset(block.encoded(), 0, block.rowCount());
    return this;
  }

  /// Goes to the start of a block of `rows` rows that begins at an offset of an array.
  void reset(byte[] bytes, int offset, int rows) {
    encoded = bytes;
    rowsLeft = rows;
    position = offset;
    labelCount = 0;
    kept = 0;
    readStrings();
  }

  private void readStrings() {
    stringCount = SeriesBlock.FIRST_STRING + varint();
    if (from.length < stringCount) {
      from = new int[stringCount * 2];
      to = new int[stringCount * 2];
    }
    for (int i = SeriesBlock.FIRST_STRING; i < stringCount; i++) {
      int length = varint();
      from[i] = position;
      position += length;
      to[i] = position;
    }
  }

  /// Moves to the next row; false behind the last.
  public boolean next() {
    if (rowsLeft == 0) {
      return false;
    }
    rowsLeft--;
    int head = encoded[position++] & 0xFF;
    kept = head >>> 4;
    int fresh = head & 0xF;
    if (kept == SeriesBlock.MANY_LABELS) {
      kept += varint();
    }
    if (fresh == SeriesBlock.MANY_LABELS) {
      fresh += varint();
    }
    labelCount = kept + fresh;
    if (labels.length < 2 * labelCount) {
      labels = Arrays.copyOf(labels, 4 * labelCount);
    }
    for (int at = 2 * kept; at < 2 * labelCount; at++) {
      byte b = encoded[position];
      if (b >= 0) {
        labels[at] = b;
        position++;
      } else {
        labels[at] = varint();
      }
    }
    return true;
  }

  /// Labels at the front of this row that the row before began with too.
  public int kept() {
    return kept;
  }

  public int labelCount() {
    return labelCount;
  }

  /// True when this label's name is in the layout and its value in the stream.
  public boolean isSlot(int label) {
    return labels[2 * label] == SeriesBlock.EMPTY_STRING;
  }

  public int slot(int label) {
    return labels[2 * label + 1];
  }

  /// The number of the label's name.
  public int name(int label) {
    return labels[2 * label];
  }

  /// The number of the label's value.
  public int value(int label) {
    return labels[2 * label + 1];
  }

  /// Numbers of strings are below this; 0 is the empty string.
  public int stringCount() {
    return stringCount;
  }

  /// The array that holds a string's bytes.
  public byte[] bytes(int string) {
    return string == SeriesBlock.METRIC_NAME_STRING ? METRIC_NAME : encoded;
  }

  /// Where a string begins in [#bytes].
  public int from(int string) {
    return string < SeriesBlock.FIRST_STRING ? 0 : from[string];
  }

  /// Where a string ends in [#bytes].
  public int to(int string) {
    return string >= SeriesBlock.FIRST_STRING
        ? to[string]
        : string == SeriesBlock.METRIC_NAME_STRING ? METRIC_NAME.length : 0;
  }

  /// Writes the row in bytes, as [RowCursor] gives it.
  public void writeRow(ByteSink to) {
    for (int label = 0; label < labelCount; label++) {
      writeLabel(label, to);
    }
  }

  void writeLabel(int label, ByteSink to) {
    if (isSlot(label)) {
      SeriesBlock.putSlot(to, slot(label));
    } else {
      writeString(name(label), to);
      writeString(value(label), to);
    }
  }

  private void writeString(int string, ByteSink to) {
    int start = from(string);
    int length = to(string) - start;
    to.putVarint(length);
    to.put(bytes(string), start, length);
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
