package io.tributary.wire.remotewrite;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Some rows of one scrape, with the values in the array of the [Batch] that holds the slice: the
/// value of `row` is at `base + row`.
///
/// `selected` and `side` count rows from the start of the layout, not of the slice.
public record Slice(
    Stream stream,
    Layout layout,
    long timestampMs,
    int base,
    int fromRow,
    int toRow,
    @Nullable BitSet selected,
    @Nullable SideColumns side) {

  /// Without the rows before `row`.
  public Slice startingAt(int row) {
    return new Slice(stream, layout, timestampMs, base, row, toRow, selected, side);
  }

  /// Rows of this slice that carry a sample or a histogram.
  public int sampleCount() {
    if (selected == null) {
      return toRow - fromRow;
    }
    return fromRow == 0 && toRow >= selected.length()
        ? selected.cardinality()
        : selected.get(fromRow, toRow).cardinality();
  }

  /// Every row between `fromRow` and `toRow` is an ordinary sample at `timestampMs`.
  boolean isPlain() {
    return selected == null && side == null;
  }

  /// The same rows of the same series, one scrape later: what can share an entry with `this`.
  boolean canShareEntriesWith(Slice next) {
    return side == null
        && next.side == null
        && layout == next.layout
        && fromRow == next.fromRow
        && toRow == next.toRow
        && (stream == next.stream || stream.equals(next.stream));
  }
}
