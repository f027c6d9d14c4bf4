package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Hash64;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Builds a [SeriesBlock] row by row; reusable after [#build]. Equal rows give equal blocks,
/// whichever way they were added.
///
/// Owned by one thread.
public final class BlockBuilder {
  private static final byte[] METRIC_NAME =
      SeriesBlock.METRIC_NAME.getBytes(StandardCharsets.UTF_8);
  private static final int FREE = 0;

  /// A larger table costs more to clear than to make anew where it is needed.
  private static final int MAX_KEPT_TABLE = 2048;

  private final ByteSink rows = new ByteSink(1024);
  private final ByteSink scratch = new ByteSink(256);
  private int rowCount;

  /// The strings as the block has them, and where each lies.
  private final ByteSink strings = new ByteSink(1024);

  private int[] stringFrom = new int[64];
  private int[] stringTo = new int[64];
  private int[] stringHash = new int[64];
  private int stringCount = SeriesBlock.FIRST_STRING;

  /// Numbers of strings by hash: open addressing, the length is a power of two.
  private int[] table = new int[128];

  /// Name and value, or 0 and slot, of each label of the row at hand and of the row before.
  private int[] labels = new int[32];

  private int labelCount;
  private int[] before = new int[32];
  private int beforeCount;

  /// The row before in bytes, as far as it was added so, and where its labels end.
  private byte[] beforeRow = new byte[256];

  private int beforeLength;
  private int[] beforeEnd = new int[16];

  /// Numbers of another block's strings in this one, 0 where not known yet.
  private int[] translated = new int[64];

  public BlockBuilder() {}

  public int rowCount() {
    return rowCount;
  }

  /// Forgets the rows added since the last [#build]: those of a block that will not be.
  public void clear() {
    rows.clear();
    rowCount = 0;
    strings.clear();
    stringCount = SeriesBlock.FIRST_STRING;
    if (table.length > MAX_KEPT_TABLE) {
      table = new int[128];
      stringFrom = new int[64];
      stringTo = new int[64];
      stringHash = new int[64];
    } else {
      Arrays.fill(table, FREE);
    }
    beforeCount = 0;
    beforeLength = 0;
  }

  /// Appends a row in bytes, as [RowCursor] gives it.
  public void add(byte[] row, int from, int to) {
    int kept = keptLabels(row, from, to);
    System.arraycopy(before, 0, labels, 0, 2 * kept);
    labelCount = kept;
    int at = kept == 0 ? from : from + beforeEnd[kept - 1];
    while (at < to) {
      reserveLabels(labelCount + 1);
      at = readLabel(row, at);
      beforeEnd[labelCount++] = at - from;
    }
    if (beforeRow.length < to - from) {
      beforeRow = Arrays.copyOf(beforeRow, Math.max(to - from, 2 * beforeRow.length));
    }
    int shared = kept == 0 ? 0 : beforeEnd[kept - 1];
    System.arraycopy(row, from + shared, beforeRow, shared, to - from - shared);
    beforeLength = to - from;
    finishRow();
  }

  /// Labels that the row certainly shares with the one before.
  private int keptLabels(byte[] row, int from, int to) {
    int limit = Math.min(beforeLength, to - from);
    int mismatch = Arrays.mismatch(beforeRow, 0, limit, row, from, from + limit);
    int shared = mismatch < 0 ? limit : mismatch;
    int kept = beforeLength == 0 ? 0 : beforeCount;
    while (kept > 0 && beforeEnd[kept - 1] > shared) {
      kept--;
    }
    return kept;
  }

  private int readLabel(byte[] row, int from) {
    int at = from;
    int nameLength = row[at++];
    if (nameLength == 0) {
      labels[2 * labelCount] = SeriesBlock.EMPTY_STRING;
      int slot = row[at++];
      if (slot < 0) {
        slot = varint(row, at - 1);
        at = behindVarint(row, at - 1);
      }
      labels[2 * labelCount + 1] = slot;
      return at;
    }
    if (nameLength < 0) {
      nameLength = varint(row, at - 1);
      at = behindVarint(row, at - 1);
    }
    labels[2 * labelCount] = string(row, at, at + nameLength);
    at += nameLength;
    int valueLength = row[at++];
    if (valueLength < 0) {
      valueLength = varint(row, at - 1);
      at = behindVarint(row, at - 1);
    }
    labels[2 * labelCount + 1] = string(row, at, at + valueLength);
    return at + valueLength;
  }

  private static int varint(byte[] bytes, int from) {
    int value = 0;
    int at = from;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static int behindVarint(byte[] bytes, int from) {
    int at = from;
    while (bytes[at++] < 0) {
      // On to its last byte.
    }
    return at;
  }

  /// Appends `labels`; those named in `slotNames` become slots.
  public void add(Labels labels, List<String> slotNames) {
    scratch.clear();
    labels.forEach((name, value) -> {
      int slot = slotNames.indexOf(name);
      if (slot >= 0) {
        SeriesBlock.putSlot(scratch, slot);
      } else {
        SeriesBlock.putLabel(
            scratch, name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
      }
    });
    add(scratch.array(), 0, scratch.size());
  }

  /// Begins to take rows of another block with [#copy].
  public void copyFrom(LabelRefCursor source) {
    if (translated.length < source.stringCount()) {
      translated = new int[source.stringCount() * 2];
    } else {
      Arrays.fill(translated, 0, source.stringCount(), 0);
    }
  }

  /// Appends the row that the cursor stands on; no string is looked at twice.
  public void copy(LabelRefCursor source) {
    int count = source.labelCount();
    reserveLabels(count);
    for (int i = 0; i < count; i++) {
      boolean isSlot = source.isSlot(i);
      labels[2 * i] = isSlot ? SeriesBlock.EMPTY_STRING : translate(source, source.name(i));
      labels[2 * i + 1] = isSlot ? source.slot(i) : translate(source, source.value(i));
    }
    labelCount = count;
    beforeLength = 0;
    finishRow();
  }

  private int translate(LabelRefCursor source, int string) {
    int known = translated[string];
    if (known == 0 && string != SeriesBlock.EMPTY_STRING) {
      known = string(source.bytes(string), source.from(string), source.to(string));
      translated[string] = known;
    }
    return known;
  }

  private void reserveLabels(int count) {
    if (labels.length < 2 * count) {
      labels = Arrays.copyOf(labels, 4 * count);
      before = Arrays.copyOf(before, 4 * count);
      beforeEnd = Arrays.copyOf(beforeEnd, 2 * count);
    }
  }

  private void finishRow() {
    int limit = 2 * Math.min(labelCount, beforeCount);
    int mismatch = Arrays.mismatch(labels, 0, limit, before, 0, limit);
    int kept = (mismatch < 0 ? limit : mismatch) / 2;
    int fresh = labelCount - kept;
    rows.put(
        Math.min(kept, SeriesBlock.MANY_LABELS) << 4 | Math.min(fresh, SeriesBlock.MANY_LABELS));
    if (kept >= SeriesBlock.MANY_LABELS) {
      rows.putVarint(kept - SeriesBlock.MANY_LABELS);
    }
    if (fresh >= SeriesBlock.MANY_LABELS) {
      rows.putVarint(fresh - SeriesBlock.MANY_LABELS);
    }
    for (int i = 2 * kept; i < 2 * labelCount; i++) {
      rows.putVarint(labels[i]);
    }
    int[] swapped = before;
    before = labels;
    beforeCount = labelCount;
    labels = swapped;
    rowCount++;
  }

  /// The number of a string, which is added unless the block has it.
  private int string(byte[] bytes, int from, int to) {
    if (from == to) {
      return SeriesBlock.EMPTY_STRING;
    }
    int length = to - from;
    if (length == METRIC_NAME.length && Arrays.equals(bytes, from, to, METRIC_NAME, 0, length)) {
      return SeriesBlock.METRIC_NAME_STRING;
    }
    int hash = (int) (Hash64.of(bytes, from, to, Hash64.SEED) >>> 32);
    int mask = table.length - 1;
    int at = hash & mask;
    for (; table[at] != FREE; at = (at + 1) & mask) {
      int known = table[at];
      if (stringHash[known] == hash
          && Arrays.equals(strings.array(), stringFrom[known], stringTo[known], bytes, from, to)) {
        return known;
      }
    }
    if (stringCount == stringFrom.length) {
      growStrings();
      return string(bytes, from, to);
    }
    int added = stringCount++;
    strings.putVarint(length);
    stringFrom[added] = strings.size();
    strings.put(bytes, from, length);
    stringTo[added] = strings.size();
    stringHash[added] = hash;
    table[at] = added;
    return added;
  }

  private void growStrings() {
    int capacity = stringFrom.length * 2;
    stringFrom = Arrays.copyOf(stringFrom, capacity);
    stringTo = Arrays.copyOf(stringTo, capacity);
    stringHash = Arrays.copyOf(stringHash, capacity);
    table = new int[capacity * 2];
    int mask = table.length - 1;
    for (int i = SeriesBlock.FIRST_STRING; i < stringCount; i++) {
      int at = stringHash[i] & mask;
      while (table[at] != FREE) {
        at = (at + 1) & mask;
      }
      table[at] = i;
    }
  }

  /// The block of all rows added since the last call.
  public SeriesBlock build(FamilyMetadata metadata) {
    scratch.clear();
    scratch.putVarint(stringCount - SeriesBlock.FIRST_STRING);
    byte[] encoded = new byte[scratch.size() + strings.size() + rows.size()];
    System.arraycopy(scratch.array(), 0, encoded, 0, scratch.size());
    System.arraycopy(strings.array(), 0, encoded, scratch.size(), strings.size());
    System.arraycopy(rows.array(), 0, encoded, scratch.size() + strings.size(), rows.size());
    var block = new SeriesBlock(encoded, rowCount, metadata);
    clear();
    return block;
  }
}
