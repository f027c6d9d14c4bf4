package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.wire.compress.SnappyBlock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes series of several targets as elements of snappy's format, row by row, without writing the
/// message first: what it would look like, and what of it occurred before, follows from the
/// prepared blocks.
///
/// The message consists of values, eight bytes each, and of what lies between two of them, a *gap*:
///
/// ```
/// 10 time×6  0A length  0A length 0A length name 12 length value …  12 10 09  value×8  10 time×6 …
/// └─ of the ─┘          └─ labels, with those that are slots ────┘
///    series before
/// └────────────────────────────── gap ─────────────────────────────────────┘
/// ```
///
/// A gap is pieced together from where its parts occurred before: in earlier rows of the same
/// target that begin, go on or end alike ([Rw1Block] knows them), in the same row of the target
/// before, in the target's slots and in the time of a series before. Every copy has about the same
/// size, whether it yields 12 bytes or 64, so the next one is always that which gets furthest.
/// Targets whose slots have the same lengths share this *plan* of a row.
///
/// The last copy of a gap goes on into the value as far as its low bytes agree with the value at
/// its source, the first one of the next gap begins in the value where high bytes do; where several
/// sources serve, that decides. Most series become three copies and a literal of two or three
/// bytes.
///
/// Owned by one thread.
final class Rw1Packer {
  /// So many targets travel side by side at most.
  static final int MAX_MEMBERS = 16;

  private static final int VALUE_BYTES = 8;

  private static final int TIME_BYTES = Rw1Member.TIME_BYTES;

  /// In front of a value: tag and length of the sample, tag of the value.
  private static final int SAMPLE_HEAD_BYTES = 3;

  /// Everything of a series but its labels, their length in front and the tag before that.
  private static final int SAMPLE_BYTES = SAMPLE_HEAD_BYTES + VALUE_BYTES + TIME_BYTES;

  private static final int SHORTEST_RUN = 4;
  private static final int TABLE_BITS = 11;

  private final SnappyBlock out;

  /// Length of the message so far, without the time of the last series.
  private int position;

  /// Whose series was last; null where nothing is open.
  private @Nullable Rw1Member last;

  /// Its value, and how many of its high bytes are not written yet.
  private long lastValue;

  private int open;

  // All series of the leg, in order: where the value lies and which it is, and what it follows.
  private int[] valueAt = new int[1 << 10];
  private long[] valueOf = new long[1 << 10];
  private int[] endingOf = new int[1 << 10];
  private int series;

  // All rows of the leg, in order.
  private Rw1Block[] rowBlock = new Rw1Block[1 << 8];
  private int[] rowOf = new int[1 << 8];
  private int[] rowFirst = new int[1 << 8];
  private int rows;

  /// The first row of the leg whose members are those of the rows at hand.
  private int sameMembersFrom;

  private int memberCount;
  private final Rw1Member[] lastMembers = new Rw1Member[MAX_MEMBERS];

  /// Rows by their labels but the first: number plus one.
  private final int[] rowTable = new int[1 << TABLE_BITS];

  /// Ways in which series end, by hash: number plus one. Of each, a row and which stretch of it.
  private final int[] endingTable = new int[1 << TABLE_BITS];

  private int[] endingRow = new int[1 << 8];
  private int[] endingStretch = new int[1 << 8];
  private int endings;

  /// Series by how they end and by value: (number plus one) times members plus member.
  private final int[] valueTable = new int[1 << TABLE_BITS];

  // The plan of the row at hand.
  /// How its series end, and how much of that the last step writes.
  private int ending;

  private boolean isOwnEnding;

  private final Rw1Cover cover = new Rw1Cover();

  private final ByteSink scratch = new ByteSink(1 << 10);

  // The row at hand.
  private Rw1Block block = Rw1Block.EMPTY;
  private int row;
  private int rowsBefore;
  private int count;
  private int textBytes;

  /// An earlier row of the same members that differs in its first label alone, as far as a hash can
  /// tell; -1 for none.
  private int namesake;

  // The series at hand.
  private Rw1Member member = new Rw1Member();
  private int labelsFrom;
  private int gapBytes;

  Rw1Packer(SnappyBlock out) {
    this.out = out;
  }

  void start() {
    position = 0;
    last = null;
    open = 0;
    startLeg();
  }

  /// Ends the last series and forgets all. After this, members may be reset.
  void startLeg() {
    flush();
    series = 0;
    rows = 0;
    endings = 0;
    memberCount = 0;
    sameMembersFrom = 0;
    Arrays.fill(rowTable, 0);
    Arrays.fill(endingTable, 0);
    Arrays.fill(valueTable, 0);
  }

  /// Writes what is left of the last series.
  void flush() {
    if (last != null) {
      scratch.clear();
      scratch.putLong(lastValue);
      scratch.put(last.time, 0, TIME_BYTES);
      int from = VALUE_BYTES - open;
      out.reserve(64);
      out.literal(scratch.array(), from, scratch.size() - from);
      position += TIME_BYTES;
      last = null;
      open = 0;
    }
  }

  /// Length of the message so far; after [#flush].
  int position() {
    return position;
  }

  /// Counts what somebody else has written; after [#flush], and before a new leg.
  void skip(int bytes) {
    position += bytes;
  }

  /// Writes the rows of `block` from `fromRow` up to `toRow` of `count` members, each of which has
  /// the block from its row `valueRows[i]` on.
  void write(
      Rw1Block block,
      int fromRow,
      int toRow,
      Rw1Member[] members,
      int[] valueRows,
      int count,
      long[] values) {
    enter(block, toRow - fromRow, members, valueRows, count);
    for (int row = fromRow; row < toRow; row++) {
      enterRow(row, row - fromRow);
      for (int m = 0; m < count; m++) {
        Rw1Member member = members[m];
        put(members, m, values[member.valueBase + member.valueRow + row]);
      }
    }
  }

  private void enter(Rw1Block block, int rows, Rw1Member[] members, int[] valueRows, int count) {
    this.block = block;
    this.count = count;
    boolean isSame = count == memberCount;
    for (int m = 0; m < count; m++) {
      isSame &= members[m] == lastMembers[m];
      lastMembers[m] = members[m];
      members[m].enter(block, valueRows[m]);
      if (m > 0) {
        members[m].compare(members[m - 1], block.slots.length);
      }
    }
    memberCount = count;
    if (!isSame) {
      sameMembersFrom = this.rows;
    }
    int most = series + rows * count;
    if (valueAt.length < most) {
      valueAt = Arrays.copyOf(valueAt, most * 2);
      valueOf = Arrays.copyOf(valueOf, most * 2);
      endingOf = Arrays.copyOf(endingOf, most * 2);
    }
    if (rowOf.length < this.rows + rows) {
      int length = (this.rows + rows) * 2;
      rowBlock = Arrays.copyOf(rowBlock, length);
      rowOf = Arrays.copyOf(rowOf, length);
      rowFirst = Arrays.copyOf(rowFirst, length);
    }
  }

  private void enterRow(int row, int rowsBefore) {
    this.row = row;
    this.rowsBefore = rowsBefore;
    textBytes = block.textBytes(row);
    int key = block.restHash[row] >>> (32 - TABLE_BITS);
    namesake = rowTable[key] - 1;
    if (namesake < sameMembersFrom) {
      namesake = -1;
    }
    rowTable[key] = rows + 1;
    rowBlock[rows] = block;
    rowOf[rows] = row;
    rowFirst[rows] = series;
    rows++;
  }

  private void put(Rw1Member[] members, int m, long value) {
    Rw1Member member = members[m];
    this.member = member;
    int slots = block.slots.length;
    int labelBytes = textBytes + member.slotBytes[slots];
    labelsFrom = TIME_BYTES + 1 + Varint.size(labelBytes + SAMPLE_BYTES);
    gapBytes = labelsFrom + labelBytes + SAMPLE_HEAD_BYTES;
    // Positions are told as if every gap began with a time.
    int gapAt = last == null ? position - TIME_BYTES : position;
    int at = gapAt + gapBytes;
    int i = series++;
    valueAt[i] = at;
    valueOf[i] = value;
    boolean isPlanned =
        m >= 2
            && member.isLikeBefore
            && members[m - 1].isLikeBefore
            && (rowsBefore > 0
                || (member.knowsSlots && members[m - 1].timeAt != Rw1Member.NOWHERE));
    if (!isPlanned) {
      plan(m == 0 ? null : members[m - 1], i, gapAt);
    }
    int low = follow(m, i, gapAt, value);
    if (last != null) {
      last.timeAt = gapAt;
      last.timeValue = lastValue;
    }
    int labelsAt = gapAt + labelsFrom;
    for (int k = 0; k < slots; k++) {
      member.slotAt[block.slots[k]] =
          labelsAt + block.holeAt[row * slots + k] + member.slotBytes[k];
    }
    last = member;
    lastValue = value;
    open = VALUE_BYTES - low;
    position = at + VALUE_BYTES;
  }

  /// Finds where the parts of the gap occurred before, and covers it.
  private void plan(@Nullable Rw1Member peer, int i, int gapAt) {
    cover.clear();
    Rw1Block block = this.block;
    int row = this.row;
    int slots = block.slots.length;
    int[] slotBytes = member.slotBytes;
    if (last != null && isNear(gapAt - last.timeAt)) {
      cover.offer(Rw1Cover.TIME, 0, 0, 0, TIME_BYTES + 1);
    }
    int head = block.head[row];
    // The very first of the rows at hand may follow another series than those of later rows.
    if (head != 0 && head <= (peer == null ? rowsBefore - 1 : rowsBefore)) {
      offerSeries(i, head * count, 0, 0, labelsFrom + forward(block.headLength[row], 0));
    }
    int labels = block.labels[row];
    if (labels != 0 && labels <= rowsBefore) {
      int shift = textBytes - block.textBytes(row - labels);
      int to = labelsFrom + forward(block.labelsLength[row], 0);
      offerSeries(i, labels * count, shift, labelsFrom, to);
    }
    int middle = block.middle[row];
    if (middle != 0 && middle <= rowsBefore) {
      offerMiddle(
          i,
          middle * count,
          block.middleFrom[row],
          block.textBytes(row - middle) - Rw1Block.bytes(block.middleThere[row]),
          block.middleLength[row]);
    }
    for (int k = 0; k < slots; k++) {
      int from = labelsFrom + block.holeAt[row * slots + k] + slotBytes[k];
      if (isNear(gapAt + from - member.slotAt[block.slots[k]])) {
        cover.offer(Rw1Cover.SLOT, k, 0, from, from + slotBytes[k + 1] - slotBytes[k]);
      }
    }
    if (peer != null) {
      offerPeer(peer, i);
    }
    int tail = block.tail[row];
    if (tail != 0 && tail <= rowsBefore) {
      offerTail(i, tail * count, block.tailLength[row]);
    }
    if (namesake >= 0) {
      int tailThere = block.sameTail(row, rowBlock[namesake], rowOf[namesake]);
      offerTail(i, rowFirst[rows - 1] - rowFirst[namesake], tailThere);
    }
    if (rowsBefore == 0 && rows - 1 > sameMembersFrom) {
      offerLast(i);
    }
    cover.cover(last == null ? TIME_BYTES : 0, gapBytes);
    classify();
  }

  /// The same row of the member before is the same but for its slots.
  private void offerPeer(Rw1Member peer, int i) {
    int slots = block.slots.length;
    int[] slotBytes = member.slotBytes;
    int more = slotBytes[slots] - peer.slotBytes[slots];
    // With the same length in front, that is the same too.
    int from = more == 0 ? TIME_BYTES : labelsFrom;
    for (int k = 0; k <= slots; k++) {
      int hole = k == slots ? 0 : labelsFrom + block.holeAt[row * slots + k];
      int to = k == slots ? gapBytes : hole + slotBytes[k];
      offerSeries(i, 1, more - slotBytes[k] + peer.slotBytes[k], from, to);
      if (k < slots) {
        from = hole + slotBytes[k + 1];
      }
    }
  }

  /// The first row of a block can look like the last one of the block before.
  private void offerLast(int i) {
    Rw1Block there = rowBlock[rows - 2];
    int other = rowOf[rows - 2];
    int back = rowFirst[rows - 1] - rowFirst[rows - 2];
    offerTail(i, back, block.sameTail(row, there, other));
    int from = block.behindLabel(row, 0);
    int fromThere = there.behindLabel(other, 0);
    if (Rw1Block.holes(from) == Rw1Block.holes(fromThere)) {
      int same = block.sameFrom(row, from, there, other, fromThere);
      offerMiddle(i, back, from, there.textBytes(other) - Rw1Block.bytes(fromThere), same);
    }
  }

  private void offerTail(int i, int back, int stretch) {
    offerSeries(i, back, 0, gapBytes - SAMPLE_HEAD_BYTES - backward(stretch), gapBytes);
  }

  /// @param from the stretch of labels in front
  /// @param restThere bytes of text from that place on, there
  private void offerMiddle(int i, int back, int from, int restThere, int stretch) {
    int at = labelsFrom + forward(from, 0);
    int shift = textBytes - Rw1Block.bytes(from) - restThere;
    offerSeries(i, back, shift, at, at + forward(stretch, Rw1Block.holes(from)));
  }

  /// Length of a stretch of the member's labels that begins behind `passed` holes.
  private int forward(int stretch, int passed) {
    int[] slotBytes = member.slotBytes;
    return Rw1Block.bytes(stretch)
        + slotBytes[passed + Rw1Block.holes(stretch)]
        - slotBytes[passed];
  }

  /// Length of a stretch that the member's labels end with.
  private int backward(int stretch) {
    int[] slotBytes = member.slotBytes;
    int slots = block.slots.length;
    return Rw1Block.bytes(stretch) + slotBytes[slots] - slotBytes[slots - Rw1Block.holes(stretch)];
  }

  private void offerSeries(int i, int back, int shift, int from, int to) {
    if (isNear(valueAt[i] - valueAt[i - back] - shift)) {
      cover.offer(Rw1Cover.SERIES, back, shift, from, to);
    }
  }

  private static boolean isNear(int offset) {
    return offset > 0 && offset <= SnappyBlock.NEAR;
  }

  /// Finds which other rows end with what the last step writes.
  private void classify() {
    ending = -1;
    if (cover.stepKind[cover.steps - 1] == Rw1Cover.LITERAL
        || cover.stepFrom[cover.steps - 1] < labelsFrom) {
      return;
    }
    int slots = block.slots.length;
    int[] slotBytes = member.slotBytes;
    int bytes = Math.max(gapBytes - SAMPLE_HEAD_BYTES - cover.stepFrom[cover.steps - 1], 0);
    int holes = 0;
    int text = bytes;
    while (holes < slots) {
      int k = slots - 1 - holes;
      int textBehind = textBytes - block.holeAt[row * slots + k];
      int behind = textBehind + slotBytes[slots] - slotBytes[k + 1];
      if (bytes <= behind) {
        break;
      }
      // A slot that is only touched counts as a whole.
      holes++;
      text = Math.max(textBehind, bytes - (slotBytes[slots] - slotBytes[k]));
    }
    isOwnEnding = holes > 0;
    ending = ending(Rw1Block.stretch(text, holes));
  }

  private int ending(int stretch) {
    int hash = block.hashTail(row, stretch);
    int key = hash >>> (32 - TABLE_BITS);
    int known = endingTable[key] - 1;
    if (known >= 0
        && endingStretch[known] == stretch
        && block.endsAlike(row, stretch, rowBlock[endingRow[known]], rowOf[endingRow[known]])) {
      return known;
    }
    if (endings == endingRow.length) {
      endingRow = Arrays.copyOf(endingRow, endings * 2);
      endingStretch = Arrays.copyOf(endingStretch, endings * 2);
    }
    endingRow[endings] = rows - 1;
    endingStretch[endings] = stretch;
    endingTable[key] = endings + 1;
    return endings++;
  }

  /// Writes the gap; returns how many low bytes of the value are written with it.
  private int follow(int m, int i, int gapAt, long value) {
    out.reserve(SnappyBlock.literalBytes(gapBytes) + 5 * cover.steps + 32);
    int at = valueAt[i];
    int low = 0;
    int lastStep = cover.steps - 1;
    Rw1Member last = this.last;
    for (int s = 0; s <= lastStep; s++) {
      int from = cover.stepFrom[s];
      int length = cover.stepTo[s] - from;
      int begins = 0;
      int offset;
      int kind = cover.stepKind[s];
      if (kind == Rw1Cover.SERIES) {
        int source = i - cover.stepSource[s];
        offset = at - valueAt[source] - cover.stepShift[s];
        if (s == 0) {
          begins = begins(valueOf[source - 1], length);
          int other = block.otherHead[row];
          if (begins < open && other != 0 && other <= rowsBefore - (m == 0 ? 1 : 0)) {
            int otherSource = i - other * count;
            int more = begins(valueOf[otherSource - 1], length);
            if (more > begins && isNear(at - valueAt[otherSource])) {
              begins = more;
              offset = at - valueAt[otherSource];
            }
          }
        }
        if (s == lastStep) {
          low = low(value, valueOf[source], length);
        }
      } else if (kind == Rw1Cover.TIME && last != null) {
        offset = gapAt - last.timeAt;
        if (s == 0) {
          begins = begins(last.timeValue, length);
        }
      } else if (kind == Rw1Cover.SLOT) {
        int k = cover.stepSource[s];
        int slot = labelsFrom + block.holeAt[row * block.slots.length + k] + member.slotBytes[k];
        offset = gapAt + slot - member.slotAt[block.slots[k]];
      } else {
        if (s == 0) {
          closeValue(0);
        }
        if (s == lastStep) {
          endingOf[i] = -1;
        }
        literal(from, length);
        continue;
      }
      if (s == 0) {
        length += closeValue(begins);
      }
      if (s == lastStep) {
        int source = alike(m, i, value);
        if (source >= 0 && low < VALUE_BYTES) {
          int more = low(value, valueOf[source], length);
          if (more > low && isNear(at - valueAt[source])) {
            low = more;
            offset = at - valueAt[source];
          }
        }
        length += low;
      }
      out.copy(offset, length);
    }
    return low;
  }

  /// A series with an equal end whose value is the same, or else one with an equal lower half; -1
  /// where none is known.
  private int alike(int m, int i, long value) {
    endingOf[i] = ending;
    if (ending < 0) {
      return -1;
    }
    long low = value << 32;
    long hash =
        ((low == 0 ? value : low) ^ ending * 0x9E3779B1L ^ (isOwnEnding ? m : 0))
            * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> (64 - TABLE_BITS));
    int known = valueTable[slot];
    valueTable[slot] = (i + 1) * MAX_MEMBERS + m;
    int source = known / MAX_MEMBERS - 1;
    if (source < 0 || endingOf[source] != ending) {
      return -1;
    }
    boolean isOwn = known % MAX_MEMBERS == m && source >= rowFirst[sameMembersFrom];
    return isOwnEnding && !isOwn ? -1 : source;
  }

  /// How many bytes of the value before a copy can begin with.
  private int begins(long other, int length) {
    int same = Long.numberOfLeadingZeros(lastValue ^ other) >>> 3;
    return Math.min(Math.min(same, open), SnappyBlock.MAX_COPY - length);
  }

  private static int low(long value, long other, int length) {
    int same = Long.numberOfTrailingZeros(value ^ other) >>> 3;
    return Math.min(same, SnappyBlock.MAX_COPY - length);
  }

  /// Writes what is open of the value before, but for its last `begins` bytes, which are left to
  /// the next copy; returns how many these are in fact.
  private int closeValue(int begins) {
    if (begins >= open) {
      return begins;
    }
    long rest = lastValue >>> (8 * (VALUE_BYTES - open));
    if (rest != 0 || open < SHORTEST_RUN) {
      out.literal(rest, open - begins);
      return begins;
    }
    boolean follows =
        open < VALUE_BYTES && (byte) (lastValue >>> (8 * (VALUE_BYTES - open - 1))) == 0;
    int run = open;
    if (!follows) {
      out.literal(0, 1);
      run--;
    }
    if (run >= SHORTEST_RUN) {
      out.copy(1, run);
      return 0;
    }
    if (run > begins) {
      out.literal(0, run - begins);
    }
    return Math.min(begins, run);
  }

  private void literal(int from, int length) {
    scratch.clear();
    if (last != null) {
      scratch.put(last.time, 0, TIME_BYTES);
    } else {
      scratch.reserve(TIME_BYTES);
      scratch.advance(TIME_BYTES);
    }
    int slots = block.slots.length;
    scratch.put(Rw1Rows.SERIES_TAG);
    scratch.putVarint(textBytes + member.slotBytes[slots] + SAMPLE_BYTES);
    int done = 0;
    int text = block.rowAt[row];
    for (int k = 0; k < slots; k++) {
      int hole = block.holeAt[row * slots + k];
      scratch.put(block.text, text + done, hole - done);
      done = hole;
      int slot = member.slotFrom[block.slots[k]];
      scratch.put(member.slotMessages.array(), slot, member.slotBytes[k + 1] - member.slotBytes[k]);
    }
    scratch.put(block.text, text + done, textBytes - done);
    scratch.put(Rw1Rows.SAMPLE_TAG);
    scratch.put(SAMPLE_BYTES - 2);
    scratch.put(Rw1Rows.VALUE_TAG);
    out.literal(scratch.array(), from, length);
  }
}
