package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.layout.LabelRefCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.wire.protobuf.Proto;
import java.util.Arrays;

/// Walks the rows of a block as `Label` messages of remote write 1.0; labels that a row shares with
/// the row before are not encoded again.
///
/// Owned by one thread; [#bytes] is valid up to [#length] until the next row. Slots are left out:
/// [#slotAt] says where they go.
final class Rw1Labels {
  private static final int LABEL_TAG = (1 << 3) | Proto.LENGTH_DELIMITED;
  private static final int NAME_TAG = (1 << 3) | Proto.LENGTH_DELIMITED;
  private static final int VALUE_TAG = (2 << 3) | Proto.LENGTH_DELIMITED;

  private final RowLabels labels = new RowLabels();
  private final ByteSink encoded = new ByteSink(512);

  /// Per label of the row: where its message ends; the slots among the labels, and where they go.
  private int[] labelEnd = new int[32];

  private int[] slots = new int[8];
  private int[] slotAt = new int[8];
  private int[] slotLabel = new int[8];
  private int slotCount;

  void reset(SeriesBlock block) {
    labels.reset(block);
    slotCount = 0;
  }

  /// Walks with a cursor that stands before the first row of a block.
  void reset(LabelRefCursor rows) {
    labels.reset(rows);
    slotCount = 0;
  }

  boolean nextRow() {
    int kept = labels.nextRow();
    if (kept < 0) {
      return false;
    }
    encoded.truncate(kept == 0 ? 0 : labelEnd[kept - 1]);
    while (slotCount > 0 && slotLabel[slotCount - 1] >= kept) {
      slotCount--;
    }
    for (int label = kept; labels.nextLabel(); label++) {
      if (labels.isSlot()) {
        addSlot(label);
      } else if (labels.value() != 0) {
        int name = labels.name();
        int value = labels.value();
        putLabel(
            encoded,
            labels.bytes(name),
            labels.from(name),
            labels.to(name),
            labels.bytes(value),
            labels.from(value),
            labels.to(value));
      }
      if (label == labelEnd.length) {
        labelEnd = Arrays.copyOf(labelEnd, label * 2);
      }
      labelEnd[label] = encoded.size();
    }
    return true;
  }

  private void addSlot(int label) {
    if (slotCount == slots.length) {
      slots = Arrays.copyOf(slots, slotCount * 2);
      slotAt = Arrays.copyOf(slotAt, slotCount * 2);
      slotLabel = Arrays.copyOf(slotLabel, slotCount * 2);
    }
    slots[slotCount] = labels.slot();
    slotAt[slotCount] = encoded.size();
    slotLabel[slotCount] = label;
    slotCount++;
  }

  byte[] bytes() {
    return encoded.array();
  }

  int length() {
    return encoded.size();
  }

  int slotCount() {
    return slotCount;
  }

  int slot(int index) {
    return slots[index];
  }

  int slotAt(int index) {
    return slotAt[index];
  }

  /// Writes one `Label` message with its tag, as a field of a series or an exemplar.
  static void putLabel(
      ByteSink to,
      byte[] name,
      int nameFrom,
      int nameTo,
      byte[] value,
      int valueFrom,
      int valueTo) {
    int nameLength = nameTo - nameFrom;
    int valueLength = valueTo - valueFrom;
    int length = 2 + Varint.size(nameLength) + nameLength + Varint.size(valueLength) + valueLength;
    byte[] bytes = to.reserve(length + 6);
    int at = to.size();
    bytes[at++] = (byte) LABEL_TAG;
    at = Varint.put(bytes, at, length);
    bytes[at++] = (byte) NAME_TAG;
    at = Varint.put(bytes, at, nameLength);
    System.arraycopy(name, nameFrom, bytes, at, nameLength);
    at += nameLength;
    bytes[at++] = (byte) VALUE_TAG;
    at = Varint.put(bytes, at, valueLength);
    System.arraycopy(value, valueFrom, bytes, at, valueLength);
    to.advance(at + valueLength - to.size());
  }
}
