package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSource;
import java.util.Arrays;

/// Whether foreign bytes are a block: everything that a [LabelRefCursor] relies on.
///
/// Source of the layout: [SeriesBlock].
final class EncodedCheck {
  /// More labels than any real series has.
  private static final int MAX_LABELS = 1 << 20;

  private final ByteSource source;

  /// Bytes of each string.
  private int[] lengths;

  /// Per label of the row: bytes of the row up to its end.
  private int[] rowBytes = new int[32];

  private int labels;

  private EncodedCheck(byte[] encoded) {
    source = new ByteSource(encoded);
    int strings = source.getLength(source.remaining());
    lengths = new int[SeriesBlock.FIRST_STRING + strings];
    lengths[SeriesBlock.METRIC_NAME_STRING] = SeriesBlock.METRIC_NAME.length();
    for (int i = SeriesBlock.FIRST_STRING; i < lengths.length; i++) {
      lengths[i] = source.getLength(source.remaining());
      source.skip(lengths[i]);
    }
  }

  static void check(byte[] encoded, int rowCount) {
    var check = new EncodedCheck(encoded);
    for (int row = 0; row < rowCount; row++) {
      check.row();
    }
    if (check.source.hasRemaining()) {
      throw new IllegalArgumentException("cannot read block: bytes behind its last row");
    }
  }

  private void row() {
    int head = source.get();
    int kept = count(head >>> 4, labels);
    int fresh = count(head & 0xF, Math.min(source.remaining(), MAX_LABELS));
    labels = kept;
    for (int i = 0; i < fresh; i++) {
      label();
    }
  }

  private int count(int inHead, int limit) {
    int count = inHead;
    if (inHead == SeriesBlock.MANY_LABELS) {
      count += source.getLength(limit);
    }
    if (count > limit) {
      throw new IllegalArgumentException("cannot read block: row keeps " + count + " labels");
    }
    return count;
  }

  private void label() {
    int name = source.getLength(lengths.length - 1);
    long bytes = 0;
    if (name == SeriesBlock.EMPTY_STRING) {
      bytes = 6;
      source.getLength(Integer.MAX_VALUE);
    } else {
      if (lengths[name] == 0) {
        throw new IllegalArgumentException("cannot read block: label without a name");
      }
      bytes = 10L + lengths[name] + lengths[source.getLength(lengths.length - 1)];
    }
    bytes += labels == 0 ? 0 : rowBytes[labels - 1];
    if (bytes > SeriesBlock.MAX_ROW_BYTES) {
      throw new IllegalArgumentException("cannot read block: row of " + bytes + " bytes");
    }
    if (labels == rowBytes.length) {
      rowBytes = Arrays.copyOf(rowBytes, 2 * labels);
    }
    rowBytes[labels++] = (int) bytes;
  }
}
