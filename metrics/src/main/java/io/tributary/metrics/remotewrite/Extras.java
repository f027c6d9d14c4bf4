package io.tributary.metrics.remotewrite;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.Slice;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// How many native histograms and exemplars there are among the samples. Costs nothing where there
/// are no side columns.
record Extras(int histograms, int exemplars) {
  static final Extras NONE = new Extras(0, 0);

  static Extras of(Batch batch) {
    Extras sum = NONE;
    for (Slice slice : batch.slices()) {
      if (slice.side() != null) {
        sum = sum.plus(of(slice.side(), slice.selected(), slice.fromRow(), slice.toRow()));
      }
    }
    return sum;
  }

  /// Of the rows of a column from `fromRow` on.
  static Extras of(ScrapeColumn column, int fromRow) {
    return column.side() == null
        ? NONE
        : of(column.side(), column.selected(), fromRow, column.layout().rowCount());
  }

  private static Extras of(SideColumns side, @Nullable BitSet selected, int fromRow, int toRow) {
    int histograms = 0;
    @Nullable NativeHistogram @Nullable [] all = side.histograms();
    for (int row = fromRow; all != null && row < toRow; row++) {
      if (all[row] != null && (selected == null || selected.get(row))) {
        histograms++;
      }
    }
    int exemplars = 0;
    for (Exemplar exemplar : side.exemplars()) {
      if (exemplar.row() >= fromRow && exemplar.row() < toRow) {
        exemplars++;
      }
    }
    return new Extras(histograms, exemplars);
  }

  Extras plus(Extras more) {
    return new Extras(histograms + more.histograms, exemplars + more.exemplars);
  }

  Extras minus(Extras less) {
    return new Extras(histograms - less.histograms, exemplars - less.exemplars);
  }
}
