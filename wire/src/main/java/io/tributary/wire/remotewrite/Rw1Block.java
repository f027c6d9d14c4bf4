package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Hash64;
import io.tributary.model.layout.SeriesBlock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The labels of a block's series as finished `Label` messages, back to back, with holes where the
/// messages of the slots go; and for each row, which earlier rows it resembles and how far.
///
/// All rows have the same slots, in the same order. Immutable.
final class Rw1Block implements Template {
  private static final int MAX_ROWS = 1 << 20;
  private static final int MAX_ROW_BYTES = 0xFFFE;
  private static final int MAX_SLOTS = 32;

  /// How far back a row looks for those it resembles. What lies further away than 64 KiB cannot be
  /// copied cheaply: with ten targets of 160 bytes a series that is 40 rows.
  private static final int LOOK_BACK = 60;

  static final Rw1Block EMPTY = new Rw1Block(0, new byte[0], new int[1], new int[0], new char[0]);

  final int rows;
  final byte[] text;

  /// Per row, and one behind the last: where its labels begin.
  final int[] rowAt;

  /// The slots of each row, in order of occurrence.
  final int[] slots;

  /// Per row and slot, in that order: where in the row's labels its message goes.
  final char[] holeAt;

  /// Per row: how many rows before it is one of the same length that begins like it, 0 for none;
  /// the stretch that both begin with; and another such row.
  final byte[] head;

  final int[] headLength;
  final byte[] otherHead;

  /// Per row: the same without regard to length, where that is more.
  final byte[] labels;

  final int[] labelsLength;

  /// Per row: one that goes on like it behind the label where they differ; where in both, counted
  /// as stretches from their starts, and for which stretch.
  final byte[] middle;

  final int[] middleFrom;
  final int[] middleThere;
  final int[] middleLength;

  /// Per row: one that ends like it.
  final byte[] tail;

  final int[] tailLength;

  /// Per row: a hash of the labels but the first, which is the name as a rule.
  final int[] restHash;

  private Rw1Block(int rows, byte[] text, int[] rowAt, int[] slots, char[] holeAt) {
    this.rows = rows;
    this.text = text;
    this.rowAt = rowAt;
    this.slots = slots;
    this.holeAt = holeAt;
    head = new byte[rows];
    headLength = new int[rows];
    otherHead = new byte[rows];
    labels = new byte[rows];
    labelsLength = new int[rows];
    middle = new byte[rows];
    middleFrom = new int[rows];
    middleThere = new int[rows];
    middleLength = new int[rows];
    tail = new byte[rows];
    tailLength = new int[rows];
    restHash = new int[rows];
    for (int row = 0; row < rows; row++) {
      findHeads(row);
      findTails(row);
      findMiddle(row);
      restHash[row] = hashRest(row);
    }
  }

  /// A stretch of text and the holes in it.
  static int stretch(int bytes, int holes) {
    return (bytes << 8) | holes;
  }

  static int bytes(int stretch) {
    return stretch >>> 8;
  }

  static int holes(int stretch) {
    return stretch & 0xFF;
  }

  /// The prepared form of `block`; null where it cannot have one.
  static @Nullable Rw1Block of(SeriesBlock block) {
    int rows = block.rowCount();
    if (rows == 0 || rows > MAX_ROWS) {
      return null;
    }
    var labels = new Rw1Labels();
    labels.reset(block);
    labels.nextRow();
    int[] slots = new int[labels.slotCount()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = labels.slot(i);
    }
    var out = new ByteSink(rows * 128);
    int[] rowAt = new int[rows + 1];
    char[] holeAt = new char[rows * slots.length];
    for (int row = 0; row < rows; row++) {
      if (labels.length() > MAX_ROW_BYTES || labels.length() == 0 || !hasSlots(labels, slots)) {
        return null;
      }
      rowAt[row] = out.size();
      out.put(labels.bytes(), 0, labels.length());
      for (int i = 0; i < slots.length; i++) {
        holeAt[row * slots.length + i] = (char) labels.slotAt(i);
      }
      labels.nextRow();
    }
    rowAt[rows] = out.size();
    return new Rw1Block(rows, out.toByteArray(), rowAt, slots, holeAt);
  }

  private static boolean hasSlots(Rw1Labels labels, int[] slots) {
    if (slots.length > MAX_SLOTS || labels.slotCount() != slots.length) {
      return false;
    }
    for (int i = 0; i < slots.length; i++) {
      if (labels.slot(i) != slots[i]) {
        return false;
      }
    }
    return true;
  }

  int textBytes(int row) {
    return rowAt[row + 1] - rowAt[row];
  }

  private void findHeads(int row) {
    int length = textBytes(row);
    int best = -1;
    int bestLabels = -1;
    for (int back = 1; back <= Math.min(row, LOOK_BACK); back++) {
      int same = sameFrom(row, 0, this, row - back, 0);
      if (textBytes(row - back) == length) {
        if (same > best) {
          best = same;
          head[row] = (byte) back;
          headLength[row] = same;
          otherHead[row] = 0;
        } else if (same == best && otherHead[row] == 0) {
          otherHead[row] = (byte) back;
        }
      }
      if (same > bestLabels) {
        bestLabels = same;
        labels[row] = (byte) back;
        labelsLength[row] = same;
      }
    }
    if (bestLabels <= best) {
      labels[row] = 0;
    }
  }

  private int holeAt(int row, int hole) {
    return holeAt[row * slots.length + hole];
  }

  /// How far two rows are alike from two places on, each told as the stretch in front of it.
  int sameFrom(int row, int from, Rw1Block there, int other, int otherFrom) {
    if (there.slots != slots && !Arrays.equals(there.slots, slots)) {
      return 0;
    }
    int start = bytes(from);
    int otherStart = bytes(otherFrom);
    int most = Math.min(textBytes(row) - start, there.textBytes(other) - otherStart);
    int a = rowAt[row] + start;
    int b = there.rowAt[other] + otherStart;
    int same = Arrays.mismatch(text, a, a + most, there.text, b, b + most);
    if (same < 0) {
      same = most;
    }
    int hole = holes(from);
    int otherHole = holes(otherFrom);
    int passed = 0;
    while (true) {
      int at = hole < slots.length ? holeAt(row, hole) - start : Integer.MAX_VALUE;
      int otherAt =
          otherHole < slots.length
              ? there.holeAt(other, otherHole) - otherStart
              : Integer.MAX_VALUE;
      if (Math.min(at, otherAt) > same) {
        return stretch(same, passed);
      }
      if (at != otherAt || hole != otherHole) {
        return stretch(Math.min(at, otherAt), passed);
      }
      hole++;
      otherHole++;
      passed++;
    }
  }

  /// With which stretch both rows end.
  int sameTail(int row, Rw1Block there, int other) {
    if (there.slots != slots && !Arrays.equals(there.slots, slots)) {
      return 0;
    }
    int to = rowAt[row + 1];
    int otherTo = there.rowAt[other + 1];
    int most = Math.min(textBytes(row), there.textBytes(other));
    int same = 0;
    while (same < most && text[to - 1 - same] == there.text[otherTo - 1 - same]) {
      same++;
    }
    int passed = 0;
    while (passed < slots.length) {
      int hole = slots.length - 1 - passed;
      int at = textBytes(row) - holeAt(row, hole);
      int otherAt = there.textBytes(other) - there.holeAt(other, hole);
      if (Math.min(at, otherAt) > same) {
        break;
      }
      if (at != otherAt) {
        return stretch(Math.min(at, otherAt), passed);
      }
      passed++;
    }
    return stretch(same, passed);
  }

  private int whole(int row) {
    return stretch(textBytes(row), slots.length);
  }

  private void findTails(int row) {
    int known = labels[row] != 0 ? labelsLength[row] : headLength[row];
    int needed = whole(row) - known;
    int best = 0;
    for (int back = 1; back <= Math.min(row, LOOK_BACK); back++) {
      int same = sameTail(row, this, row - back);
      int useful = Math.min(bytes(same), bytes(needed));
      if (useful > best) {
        best = useful;
        tail[row] = (byte) back;
        tailLength[row] = same;
      }
    }
  }

  private void findMiddle(int row) {
    int back = labels[row] != 0 ? labels[row] : head[row];
    if (back == 0) {
      return;
    }
    int known = labels[row] != 0 ? labelsLength[row] : headLength[row];
    if (bytes(known) + bytes(tailLength[row]) >= textBytes(row)) {
      return;
    }
    int from = behindLabel(row, known);
    int there = behindLabel(row - back, known);
    int same = sameFrom(row, from, this, row - back, there);
    if (bytes(same) > 0 && holes(from) == holes(there)) {
      middle[row] = (byte) back;
      middleFrom[row] = from;
      middleThere[row] = there;
      middleLength[row] = same;
    }
  }

  /// The stretch in front of the label that begins behind `from`.
  int behindLabel(int row, int from) {
    int base = rowAt[row];
    int end = textBytes(row);
    int at = 0;
    while (at <= bytes(from) && at < end) {
      int length = 0;
      int p = base + at + 1;
      for (int shift = 0; ; shift += 7) {
        byte b = text[p++];
        length |= (b & 0x7F) << shift;
        if (b >= 0) {
          break;
        }
      }
      at = p + length - base;
    }
    int passed = 0;
    while (passed < slots.length && holeAt(row, passed) < at) {
      passed++;
    }
    return stretch(at, passed);
  }

  private int hashRest(int row) {
    int first = behindLabel(row, 0);
    return hashTail(row, stretch(textBytes(row) - bytes(first), slots.length - holes(first)));
  }

  /// A hash of the stretch that a row ends with.
  int hashTail(int row, int stretch) {
    int to = rowAt[row + 1];
    return (int) (Hash64.of(text, to - bytes(stretch), to, holes(stretch)) >>> 32);
  }

  /// Whether two rows end with the same stretch.
  boolean endsAlike(int row, int stretch, Rw1Block there, int other) {
    int to = rowAt[row + 1];
    int otherTo = there.rowAt[other + 1];
    int bytes = bytes(stretch);
    int holes = holes(stretch);
    if (bytes > there.textBytes(other)
        || (holes > 0 && !Arrays.equals(slots, there.slots))
        || !Arrays.equals(text, to - bytes, to, there.text, otherTo - bytes, otherTo)) {
      return false;
    }
    for (int hole = slots.length - holes; hole < slots.length; hole++) {
      if (textBytes(row) - holeAt(row, hole)
          != there.textBytes(other) - there.holeAt(other, hole)) {
        return false;
      }
    }
    // A slot in between would be one more.
    return holes == there.holesBehind(other, there.textBytes(other) - bytes, holes);
  }

  /// How many holes lie behind a place in a row; those at the place count where that makes `most`.
  private int holesBehind(int row, int place, int most) {
    int holes = 0;
    for (int hole = slots.length - 1; hole >= 0; hole--) {
      int at = holeAt(row, hole);
      if (at > place || (at == place && holes < most)) {
        holes++;
      }
    }
    return holes;
  }

  @Override
  public long heldBytes() {
    return 256 + text.length + rows * (4 + 36L + 2L * slots.length);
  }
}
