package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.PackSource;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Walks the blocks of a layout, folded or not, without making objects of folded ones.
///
/// Reusable; owned by one thread.
public final class LayoutCursor {
  private static final byte[] NONE = {};

  private final LabelRefCursor rows = new LabelRefCursor();
  private final PackSource packs = new PackSource();
  private @Nullable Layout layout;
  private boolean folded;
  private int block;
  private MetricType type = MetricType.UNKNOWN;

  /// Of a block that is not folded.
  private FamilyMetadata metadata = FamilyMetadata.NONE;

  private byte[] texts = NONE;
  private int familyFrom;
  private int familyTo;
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
      packs.reset(of.packs());
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
    ByteSource item = packs.item();
    texts = item.array();
    int rowCount = (int) item.getVarint();
    type = MetricType.ofRemoteWrite2((int) item.getVarint());
    familyFrom = textFrom(item);
    familyTo = item.position();
    helpFrom = textFrom(item);
    helpTo = item.position();
    unitFrom = textFrom(item);
    unitTo = item.position();
    int length = (int) item.getVarint();
    rows.reset(texts, item.position(), rowCount);
    item.skip(length);
  }

  private static int textFrom(ByteSource item) {
    int length = (int) item.getVarint();
    int from = item.position();
    item.skip(length);
    return from;
  }

  private void read(SeriesBlock of) {
    metadata = of.metadata();
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

  /// What is known of the block's family; made anew where the layout is folded.
  public FamilyMetadata metadata() {
    return folded
        ? new FamilyMetadata(
            text(familyFrom, familyTo), type, text(helpFrom, helpTo), text(unitFrom, unitTo))
        : metadata;
  }

  private String text(int from, int to) {
    return new String(texts, from, to - from, StandardCharsets.UTF_8);
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
