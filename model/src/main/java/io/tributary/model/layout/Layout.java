package io.tributary.model.layout;

import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a scrape: blocks in order, and the names of the labels whose values differ from
/// target to target.
///
/// Row numbers run through all blocks. Made by [Layouts#layout], which makes equal layouts the same
/// object: identity (`==`) is enough to tell that nothing changed.
///
/// One that a single target has can be *folded*: its blocks are packed, to a fifth of their size.
/// [#block] then makes them anew, for as long as somebody holds them, equal to what they were but
/// not the same; a [LayoutCursor] walks the rows without making any. Everything may be called from
/// any thread.
public final class Layout {
  private final List<String> slotNames;
  private final int[] firstRow;
  private final int rowCount;
  private final int hash;

  /// Null when folded.
  private volatile SeriesBlock @Nullable [] blocks;

  /// The blocks of a folded layout, see [LayoutPack]. Set before `blocks` is cleared.
  private volatile byte @Nullable [][] packs;

  private volatile @Nullable WeakReference<SeriesBlock[]> opened;

  // Guarded by this.
  private @Nullable Stream user;
  private int uses;

  Layout(List<String> slotNames, List<SeriesBlock> blocks) {
    this.slotNames = List.copyOf(slotNames);
    SeriesBlock[] array = blocks.toArray(SeriesBlock[]::new);
    this.blocks = array;
    this.firstRow = new int[array.length];
    int rows = 0;
    int h = this.slotNames.hashCode();
    for (int i = 0; i < array.length; i++) {
      firstRow[i] = rows;
      rows += array[i].rowCount();
      h = 31 * h + array[i].hashCode();
    }
    this.rowCount = rows;
    this.hash = h;
  }

  public List<String> slotNames() {
    return slotNames;
  }

  public int blockCount() {
    return firstRow.length;
  }

  public SeriesBlock block(int index) {
    return blocks()[index];
  }

  private SeriesBlock[] blocks() {
    SeriesBlock[] known = blocks;
    if (known != null) {
      return known;
    }
    WeakReference<SeriesBlock[]> reference = opened;
    known = reference == null ? null : reference.get();
    if (known == null) {
      known = LayoutPack.open(packs(), firstRow.length);
      opened = new WeakReference<>(known);
    }
    return known;
  }

  /// Packs the blocks; nothing else changes.
  public void fold(PackSink packer) {
    SeriesBlock[] known = blocks;
    if (known != null) {
      packs = LayoutPack.pack(known, packer);
      blocks = null;
    }
  }

  public boolean isFolded() {
    return blocks == null;
  }

  /// The blocks of a folded layout.
  byte[][] packs() {
    byte[][] known = packs;
    if (known == null) {
      throw new IllegalStateException("BUG: the layout is not folded");
    }
    return known;
  }

  /// Notes a scrape of `stream` with this layout, and returns how many there were since one of
  /// another stream: 0 for the first.
  public synchronized int usedBy(Stream stream) {
    if (user == null || !user.equals(stream)) {
      user = stream;
      uses = 0;
    }
    return uses++;
  }

  /// The row number at which block `index` begins.
  public int firstRow(int index) {
    return firstRow[index];
  }

  public int rowCount() {
    return rowCount;
  }

  /// Rows of block `index`.
  public int rowCount(int index) {
    return (index + 1 < firstRow.length ? firstRow[index + 1] : rowCount) - firstRow[index];
  }

  /// The final labels of `row` in `stream`; slow, for diagnostics and tests.
  public Labels labels(int row, Stream stream) {
    int index = 0;
    while (index + 1 < firstRow.length && firstRow[index + 1] <= row) {
      index++;
    }
    var rows = new RowCursor().reset(block(index));
    for (int i = firstRow[index]; i <= row; i++) {
      rows.next();
    }
    return labels(rows, stream);
  }

  /// The final labels of the cursor's row in `stream`.
  public Labels labels(RowCursor rows, Stream stream) {
    var builder = new Labels.Builder();
    var label = new LabelCursor().reset(rows);
    while (label.next()) {
      if (label.isSlot()) {
        builder.set(slotNames.get(label.slot()), stream.slotValue(label.slot()));
      } else {
        builder.set(
            text(label, label.nameFrom(), label.nameTo()),
            text(label, label.valueFrom(), label.valueTo()));
      }
    }
    return builder.build();
  }

  private static String text(LabelCursor label, int from, int to) {
    return new String(label.bytes(), from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (other == this) {
      return true;
    }
    if (!(other instanceof Layout that)
        || hash != that.hash
        || firstRow.length != that.firstRow.length
        || !slotNames.equals(that.slotNames)) {
      return false;
    }
    return Arrays.equals(blocks(), that.blocks());
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
