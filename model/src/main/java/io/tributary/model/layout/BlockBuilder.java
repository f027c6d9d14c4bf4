package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Builds a [SeriesBlock] row by row; reusable after [#build].
///
/// Owned by one thread.
public final class BlockBuilder {
  private final ByteSink rows = new ByteSink(1024);
  private final ByteSink scratch = new ByteSink(256);
  private byte[] previous = new byte[256];
  private int previousLength;
  private int rowCount;

  public BlockBuilder() {}

  public int rowCount() {
    return rowCount;
  }

  /// Forgets the rows added since the last [#build]: those of a block that will not be.
  public void clear() {
    rows.clear();
    previousLength = 0;
    rowCount = 0;
  }

  /// Appends an unpacked row.
  public void add(byte[] row, int from, int to) {
    int length = to - from;
    int shared = Arrays.mismatch(previous, 0, Math.min(previousLength, length), row, from, to);
    int prefix = shared < 0 ? Math.min(previousLength, length) : shared;
    rows.putVarint(prefix);
    rows.putVarint(length - prefix);
    rows.put(row, from + prefix, length - prefix);
    if (previous.length < length) {
      previous = new byte[length + (length >> 1)];
    }
    System.arraycopy(row, from, previous, 0, length);
    previousLength = length;
    rowCount++;
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

  /// The block of all rows added since the last call.
  public SeriesBlock build(FamilyMetadata metadata) {
    var block = new SeriesBlock(rows.toByteArray(), rowCount, metadata);
    clear();
    return block;
  }
}
