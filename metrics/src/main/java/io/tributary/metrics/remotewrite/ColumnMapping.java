package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalReader;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.KeptRows;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.relabel.LayoutMapper;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Turns the record that a reader stands on into the column that a destination gets: rows as its
/// external labels and write rules have them, and nothing that the reader will overwrite but the
/// values, which whoever takes the column copies.
final class ColumnMapping {
  private final LayoutMapper mapper;

  ColumnMapping(LayoutMapper mapper) {
    this.mapper = mapper;
  }

  /// @param column rows of the mapped layout, of the stream that goes with it; its values are still
  ///   in the rows of the log
  /// @param rowMap per row of the column, its row in the log; null where they are the same
  record Mapped(ScrapeColumn column, int @Nullable [] rowMap) {}

  Mapped map(WalReader reader) {
    LayoutMapper.Mapped image = mapper.map(reader.layout(), reader.stream());
    int[] rowMap = image.rowMap();
    var column =
        new ScrapeColumn(
            image.stream(),
            image.layout(),
            reader.timestampMs(),
            reader.values(),
            selected(reader.selected(), rowMap),
            side(reader.side(), rowMap));
    return new Mapped(column, rowMap);
  }

  private static @Nullable BitSet selected(@Nullable BitSet selected, int @Nullable [] rowMap) {
    if (selected == null) {
      return null;
    }
    return rowMap == null ? (BitSet) selected.clone() : KeptRows.selected(selected, rowMap);
  }

  private static @Nullable SideColumns side(@Nullable SideColumns side, int @Nullable [] rowMap) {
    if (side == null) {
      return null;
    }
    if (rowMap != null) {
      return KeptRows.side(side, rowMap);
    }
    return new SideColumns(
        copy(side.timestampsMs()),
        copy(side.startTimestampsMs()),
        copy(side.histograms()),
        side.exemplars());
  }

  private static long @Nullable [] copy(long @Nullable [] values) {
    return values == null ? null : values.clone();
  }

  private static @Nullable NativeHistogram @Nullable [] copy(
      @Nullable NativeHistogram @Nullable [] values) {
    return values == null ? null : values.clone();
  }

  /// Histograms and exemplars of the record that the mapped column has not.
  static Extras leftOut(WalReader reader, ScrapeColumn column) {
    if (reader.side() == null) {
      return Extras.NONE;
    }
    var whole =
        new ScrapeColumn(
            reader.stream(),
            reader.layout(),
            reader.timestampMs(),
            reader.values(),
            reader.selected(),
            reader.side());
    return Extras.of(whole, 0).minus(Extras.of(column, 0));
  }

  /// Samples of the column in rows before `row`.
  static int samplesBefore(ScrapeColumn column, int row) {
    BitSet selected = column.selected();
    return selected == null ? row : selected.get(0, row).cardinality();
  }
}
