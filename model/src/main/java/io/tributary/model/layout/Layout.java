package io.tributary.model.layout;

import io.tributary.model.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a scrape: blocks in order, and the names of the labels whose values differ from
/// target to target.
///
/// Row numbers run through all blocks. Made by [Layouts#layout], which makes equal layouts the same
/// object: identity (`==`) is enough to tell that nothing changed.
public final class Layout {
  private final List<String> slotNames;
  private final SeriesBlock[] blocks;
  private final int[] firstRow;
  private final int rowCount;
  private final int hash;

  Layout(List<String> slotNames, List<SeriesBlock> blocks) {
    this.slotNames = List.copyOf(slotNames);
    this.blocks = blocks.toArray(SeriesBlock[]::new);
    this.firstRow = new int[this.blocks.length];
    int rows = 0;
    int h = this.slotNames.hashCode();
    for (int i = 0; i < this.blocks.length; i++) {
      firstRow[i] = rows;
      rows += this.blocks[i].rowCount();
      h = 31 * h + this.blocks[i].hashCode();
    }
    this.rowCount = rows;
    this.hash = h;
  }

  public List<String> slotNames() {
    return slotNames;
  }

  public int blockCount() {
    return blocks.length;
  }

  public SeriesBlock block(int index) {
    return blocks[index];
  }

  /// The row number at which block `index` begins.
  public int firstRow(int index) {
    return firstRow[index];
  }

  public int rowCount() {
    return rowCount;
  }

  /// The final labels of `row` in `stream`; slow, for diagnostics and tests.
  public Labels labels(int row, Stream stream) {
    int index = 0;
    while (index + 1 < blocks.length && firstRow[index + 1] <= row) {
      index++;
    }
    var rows = new RowCursor().reset(blocks[index]);
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
        || blocks.length != that.blocks.length
        || !slotNames.equals(that.slotNames)) {
      return false;
    }
    for (int i = 0; i < blocks.length; i++) {
      // Both layouts hold interned blocks.
      if (blocks[i] != that.blocks[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
