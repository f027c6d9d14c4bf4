package io.tributary.model.layout;

import io.tributary.model.histogram.NativeHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a column where only some of its rows are kept.
///
/// A row map says, per row that is kept, which row it was; it ascends. What is made here shares no
/// array with what it was made of.
public final class KeptRows {
  private KeptRows() {}

  /// The rows that carry a sample.
  public static BitSet selected(BitSet selected, int[] rowMap) {
    var kept = new BitSet(rowMap.length);
    for (int row = 0; row < rowMap.length; row++) {
      kept.set(row, selected.get(rowMap[row]));
    }
    return kept;
  }

  /// What does not fit the column.
  public static SideColumns side(SideColumns side, int[] rowMap) {
    return new SideColumns(
        longs(side.timestampsMs(), rowMap),
        longs(side.startTimestampsMs(), rowMap),
        histograms(side.histograms(), rowMap),
        exemplars(side.exemplars(), rowMap));
  }

  private static long @Nullable [] longs(long @Nullable [] values, int[] rowMap) {
    if (values == null) {
      return null;
    }
    long[] kept = new long[rowMap.length];
    for (int row = 0; row < kept.length; row++) {
      kept[row] = values[rowMap[row]];
    }
    return kept;
  }

  private static @Nullable NativeHistogram @Nullable [] histograms(
      @Nullable NativeHistogram @Nullable [] values, int[] rowMap) {
    if (values == null) {
      return null;
    }
    var kept = new @Nullable NativeHistogram[rowMap.length];
    for (int row = 0; row < kept.length; row++) {
      kept[row] = values[rowMap[row]];
    }
    return kept;
  }

  private static List<Exemplar> exemplars(List<Exemplar> exemplars, int[] rowMap) {
    if (exemplars.isEmpty()) {
      return exemplars;
    }
    var kept = new ArrayList<Exemplar>();
    for (Exemplar exemplar : exemplars) {
      int row = Arrays.binarySearch(rowMap, exemplar.row());
      if (row >= 0) {
        kept.add(
            new Exemplar(row, exemplar.labels(), exemplar.valueBits(), exemplar.timestampMs()));
      }
    }
    return kept;
  }
}
