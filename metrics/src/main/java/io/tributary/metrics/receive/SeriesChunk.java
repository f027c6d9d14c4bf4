package io.tributary.metrics.receive;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Series that came together and share a layout from then on, and the column that is being filled
/// with their samples. Owned by its [WriteRequestIntake].
final class SeriesChunk {
  /// Where series are that have no place.
  static final SeriesChunk NOWHERE = new SeriesChunk(new Stream(0, List.of()), null, 0);

  private final Stream stream;
  private final @Nullable Layout layout;
  private final int rows;
  private long usedNanos;
  private boolean isDropped;

  private long timestampMs;
  private long[] values = new long[0];
  private final BitSet selected = new BitSet();
  private long @Nullable [] timestampsMs;
  private long @Nullable [] startsMs;
  private @Nullable NativeHistogram @Nullable [] histograms;
  private final List<Exemplar> exemplars = new ArrayList<>();

  SeriesChunk(Stream stream, @Nullable Layout layout, long nowNanos) {
    this.stream = stream;
    this.layout = layout;
    this.rows = layout == null ? 0 : layout.rowCount();
    this.usedNanos = nowNanos;
  }

  long usedNanos() {
    return usedNanos;
  }

  void drop() {
    isDropped = true;
  }

  boolean isDropped() {
    return isDropped;
  }

  /// Whether there is nothing in the column.
  boolean isEmpty() {
    return selected.isEmpty();
  }

  void add(int row, long atMs, long startMs, long bits, @Nullable NativeHistogram histogram) {
    if (selected.isEmpty()) {
      timestampMs = atMs;
      if (values.length < rows) {
        values = new long[rows];
      }
    }
    selected.set(row);
    values[row] = bits;
    if (atMs != timestampMs) {
      timestampsMs = or(timestampsMs, SideColumns.NO_TIMESTAMP);
      timestampsMs[row] = atMs;
    }
    if (startMs != 0) {
      startsMs = or(startsMs, 0);
      startsMs[row] = startMs;
    }
    if (histogram != null) {
      if (histograms == null) {
        histograms = new @Nullable NativeHistogram[rows];
      }
      histograms[row] = histogram;
    }
  }

  private long[] or(long @Nullable [] known, long filler) {
    if (known != null) {
      return known;
    }
    long[] made = new long[rows];
    Arrays.fill(made, filler);
    return made;
  }

  void add(Exemplar exemplar) {
    exemplars.add(exemplar);
  }

  /// The column, which is valid until [#clear].
  ScrapeColumn column(long nowNanos) {
    usedNanos = nowNanos;
    if (layout == null) {
      throw new IllegalStateException("BUG: a series without a place");
    }
    exemplars.sort(Comparator.comparingInt(Exemplar::row));
    boolean isPlain =
        timestampsMs == null && startsMs == null && histograms == null && exemplars.isEmpty();
    return new ScrapeColumn(
        stream,
        layout,
        timestampMs,
        values,
        selected.cardinality() == rows ? null : selected,
        isPlain ? null : new SideColumns(timestampsMs, startsMs, histograms, exemplars));
  }

  void clear() {
    selected.clear();
    timestampsMs = null;
    startsMs = null;
    histograms = null;
    exemplars.clear();
  }
}
