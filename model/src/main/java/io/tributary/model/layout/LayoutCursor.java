package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.Pack;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Walks the blocks of a layout, folded or not, without making objects of folded ones.
///
/// Reusable; owned by one thread.
public final class LayoutCursor {
  /// A larger scratch is let go of: few layouts are that large.
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private static final byte[] NONE = {};

  private final LabelRefCursor rows = new LabelRefCursor();
  private final ByteSource unpacked = new ByteSource(NONE);
  private byte[] scratch = NONE;
  private @Nullable Layout layout;
  private boolean folded;
  private int block;
  private MetricType type = MetricType.UNKNOWN;
  private byte[] texts = NONE;
  private int helpFrom;
  private int helpTo;
  private int unitFrom;
  private int unitTo;

  public LayoutCursor() {}

  public LayoutCursor reset(Layout of) {
    layout = of;
    block = -1;
    folded = of.isFolded();
    if (folded) {
      byte[] pack = of.packed();
      int bytes = Pack.unpackedBytes(pack);
      if (scratch.length < bytes + Pack.SLACK || scratch.length > 2 * MAX_KEPT_BYTES) {
        scratch = new byte[Math.max(bytes + Pack.SLACK, Math.min(2 * bytes, MAX_KEPT_BYTES))];
      }
      unpacked.reset(scratch, 0, Pack.unpack(pack, scratch));
    }
    return this;
  }

  /// Moves to the next block; false behind the last.
  public boolean next() {
    Layout of = layout();
    if (++block >= of.blockCount()) {
      return false;
    }
    if (folded) {
      readFolded();
    } else {
      read(of.block(block));
    }
    return true;
  }

  private void readFolded() {
    int rowCount = (int) unpacked.getVarint();
    type = LayoutPack.type((int) unpacked.getVarint());
    skipText();
    texts = scratch;
    helpFrom = textFrom();
    helpTo = unpacked.position();
    unitFrom = textFrom();
    unitTo = unpacked.position();
    int length = (int) unpacked.getVarint();
    rows.reset(scratch, unpacked.position(), rowCount);
    unpacked.skip(length);
  }

  private void skipText() {
    unpacked.skip((int) unpacked.getVarint());
  }

  private int textFrom() {
    int length = (int) unpacked.getVarint();
    int from = unpacked.position();
    unpacked.skip(length);
    return from;
  }

  private void read(SeriesBlock of) {
    FamilyMetadata metadata = of.metadata();
    type = metadata.type();
    byte[] help = metadata.help().getBytes(StandardCharsets.UTF_8);
    byte[] unit = metadata.unit().getBytes(StandardCharsets.UTF_8);
    texts = help;
    helpFrom = 0;
    helpTo = help.length;
    unitFrom = help.length;
    unitTo = help.length;
    if (unit.length > 0) {
      texts = new byte[help.length + unit.length];
      System.arraycopy(help, 0, texts, 0, help.length);
      System.arraycopy(unit, 0, texts, help.length, unit.length);
      unitTo = texts.length;
    }
    rows.reset(of);
  }

  /// The row number at which the block begins.
  public int firstRow() {
    return layout().firstRow(block);
  }

  public int rowCount() {
    return layout().rowCount(block);
  }

  /// The rows of the block, before the first.
  public LabelRefCursor rows() {
    return rows;
  }

  public MetricType type() {
    return type;
  }

  /// The array that holds help and unit of the family.
  public byte[] texts() {
    return texts;
  }

  public int helpFrom() {
    return helpFrom;
  }

  public int helpTo() {
    return helpTo;
  }

  public int unitFrom() {
    return unitFrom;
  }

  public int unitTo() {
    return unitTo;
  }

  private Layout layout() {
    Layout of = layout;
    if (of == null) {
      throw new IllegalStateException("BUG: the cursor stands on no layout");
    }
    return of;
  }
}
