package io.tributary.metrics.scrape.page;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.SideColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page and the numbers that came with it, by column row; the report's rows at the end are still
/// to be filled.
///
/// @param values as many as the layout has rows
/// @param side what does not fit the column, or null
public record ReadPage(Page page, long[] values, @Nullable SideColumns side) {

  static ReadPage of(Page page, RowTable table, int[] order, int[] columnRow) {
    int rows = page.layout().rowCount();
    long[] values = new long[rows];
    long[] timestamps = table.sawTimestamp ? filled(rows, SideColumns.NO_TIMESTAMP) : null;
    long[] starts = table.sawStartTimestamp ? new long[rows] : null;
    @Nullable NativeHistogram[] histograms = table.sawHistogram ? new NativeHistogram[rows] : null;
    int[] columnOfTableRow = table.exemplars.isEmpty() ? null : new int[table.rows];
    for (int i = 0; i < table.rows; i++) {
      int from = order[i];
      int to = columnRow[i];
      if (columnOfTableRow != null) {
        columnOfTableRow[from] = to;
      }
      if (to < 0) {
        continue;
      }
      values[to] = table.values[from];
      if (timestamps != null) {
        timestamps[to] = table.timestampsMs[from];
      }
      if (starts != null) {
        starts[to] = table.startTimestampsMs[from];
      }
      if (histograms != null) {
        histograms[to] = table.histograms[from];
      }
    }
    List<Exemplar> exemplars =
        columnOfTableRow == null ? List.of() : exemplars(table.exemplars, columnOfTableRow);
    boolean plain =
        timestamps == null && starts == null && histograms == null && exemplars.isEmpty();
    return new ReadPage(
        page, values, plain ? null : new SideColumns(timestamps, starts, histograms, exemplars));
  }

  private static List<Exemplar> exemplars(List<Exemplar> byTableRow, int[] columnOfTableRow) {
    var kept = new ArrayList<Exemplar>(byTableRow.size());
    for (Exemplar exemplar : byTableRow) {
      int row = columnOfTableRow[exemplar.row()];
      if (row >= 0) {
        kept.add(
            new Exemplar(row, exemplar.labels(), exemplar.valueBits(), exemplar.timestampMs()));
      }
    }
    kept.sort(Comparator.comparingInt(Exemplar::row).thenComparingLong(Exemplar::timestampMs));
    return kept;
  }

  private static long[] filled(int size, long value) {
    long[] array = new long[size];
    java.util.Arrays.fill(array, value);
    return array;
  }
}
