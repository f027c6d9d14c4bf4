package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A target that takes part in a leg of [Rw1Packer], and where of it something was written last.
///
/// Its fields belong to the packer.
final class Rw1Member {
  /// Where what was never written is.
  static final int NOWHERE = Integer.MIN_VALUE / 2;

  /// Tag and time.
  static final int TIME_BYTES = 7;

  /// Times of which the varint has six bytes: from 1971 to 2109.
  private static final long MIN_TIMESTAMP_MS = 1L << 35;

  private static final long MAX_TIMESTAMP_MS = (1L << 42) - 1;

  final ByteSink slotMessages = new ByteSink(128);
  int[] slotFrom = new int[8];
  int[] slotAt = new int[8];
  int valueBase;
  final byte[] time = new byte[TIME_BYTES];

  /// Where its time was written last, not counting that of the last series of all; and which value
  /// is in front of it.
  int timeAt;

  long timeValue;

  /// Whether some of its blocks are encoded row by row, and so written behind those of the leg that
  /// are packed.
  boolean isPostponed;

  // In the block at hand.
  int valueRow;

  /// Length of the first `k` slots of a row.
  int[] slotBytes = new int[8];

  /// Whether all slots have the lengths of those of the member before.
  boolean isLikeBefore;

  /// Whether its slots have been written before.
  boolean knowsSlots;

  static boolean takes(Slice slice) {
    return slice.isPlain()
        && slice.timestampMs() >= MIN_TIMESTAMP_MS
        && slice.timestampMs() <= MAX_TIMESTAMP_MS;
  }

  void reset(Slice slice) {
    valueBase = slice.base();
    List<String> names = slice.layout().slotNames();
    if (slotFrom.length <= names.size()) {
      slotFrom = new int[names.size() * 2];
      slotAt = new int[names.size() * 2];
    }
    slotMessages.clear();
    for (int slot = 0; slot < names.size(); slot++) {
      slotFrom[slot] = slotMessages.size();
      byte[] name = names.get(slot).getBytes(StandardCharsets.UTF_8);
      byte[] value = slice.stream().slotBytes(slot);
      if (value.length > 0) {
        Rw1Labels.putLabel(slotMessages, name, 0, name.length, value, 0, value.length);
      }
    }
    slotFrom[names.size()] = slotMessages.size();
    time[0] = (byte) Rw1Rows.TIMESTAMP_TAG;
    Varint.put(time, 1, slice.timestampMs());
    timeAt = NOWHERE;
    Arrays.fill(slotAt, NOWHERE);
  }

  void enter(Rw1Block block, int valueRow) {
    this.valueRow = valueRow;
    int[] slots = block.slots;
    if (slotBytes.length <= slots.length) {
      slotBytes = new int[slots.length * 2];
    }
    int sum = 0;
    knowsSlots = true;
    for (int k = 0; k < slots.length; k++) {
      knowsSlots &= slotAt[slots[k]] != NOWHERE;
      slotBytes[k] = sum;
      sum += slotFrom[slots[k] + 1] - slotFrom[slots[k]];
    }
    slotBytes[slots.length] = sum;
  }

  void compare(Rw1Member before, int slots) {
    isLikeBefore = Arrays.equals(slotBytes, 0, slots + 1, before.slotBytes, 0, slots + 1);
  }
}
