package io.tributary.wire.remotewrite;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scrapes that travel in one request: slices over one shared array of values, in order.
///
/// Reusable after [#clear]; owned by one thread at a time.
public final class Batch {
  private static final int SLICE_BYTES = 64;

  private final List<Slice> slices = new ArrayList<>();
  private long[] values;
  private int valueCount;
  private int sampleCount;

  public Batch() {
    this(1024);
  }

  /// With room for `rows` values.
  public Batch(int rows) {
    values = new long[rows];
  }

  /// Copies the rows from `fromRow` up to `toRow` of `column`.
  public void add(ScrapeColumn column, int fromRow, int toRow) {
    long[] from = column.values();
    int rows = toRow - fromRow;
    reserve(rows);
    System.arraycopy(from, fromRow, values, valueCount, rows);
    addSlice(column, fromRow, toRow);
  }

  /// Copies `column`, whose layout is a mapped one: row `i` has the value that is at `rowMap[i]` of
  /// `unmapped`.
  public void add(ScrapeColumn column, long[] unmapped, int[] rowMap, int fromRow, int toRow) {
    reserve(toRow - fromRow);
    int at = valueCount - fromRow;
    for (int row = fromRow; row < toRow; row++) {
      values[at + row] = unmapped[rowMap[row]];
    }
    addSlice(column, fromRow, toRow);
  }

  private void addSlice(ScrapeColumn column, int fromRow, int toRow) {
    add(
        new Slice(
            column.stream(),
            column.layout(),
            column.timestampMs(),
            valueCount - fromRow,
            fromRow,
            toRow,
            column.selected(),
            column.side()));
    valueCount += toRow - fromRow;
  }

  private void add(Slice slice) {
    slices.add(slice);
    sampleCount += slice.sampleCount();
  }

  private void reserve(int more) {
    if (values.length - valueCount < more) {
      values =
          Arrays.copyOf(values, Math.max(values.length + (values.length >> 1), valueCount + more));
    }
  }

  /// Copies the slices from `fromSlice` up to `toSlice` of another batch.
  public void addSlices(Batch from, int fromSlice, int toSlice) {
    for (int i = fromSlice; i < toSlice; i++) {
      Slice slice = from.slices.get(i);
      addRows(from, slice, slice.fromRow(), slice.toRow());
    }
  }

  /// Copies some rows of a slice of another batch.
  public void addRows(Batch from, Slice slice, int fromRow, int toRow) {
    int rows = toRow - fromRow;
    reserve(rows);
    System.arraycopy(from.values, slice.base() + fromRow, values, valueCount, rows);
    add(
        new Slice(
            slice.stream(),
            slice.layout(),
            slice.timestampMs(),
            valueCount - fromRow,
            fromRow,
            toRow,
            slice.selected(),
            slice.side()));
    valueCount += rows;
  }

  /// Cuts the batch in two of about the same size, neither empty, in order; null where there is
  /// nothing left to cut.
  public Batch @Nullable [] halves() {
    if (sampleCount < 2) {
      return null;
    }
    var first = new Batch(valueCount / 2 + 1);
    var second = new Batch(valueCount / 2 + 1);
    int half = valueCount / 2;
    int seen = 0;
    for (Slice slice : slices) {
      int rows = slice.toRow() - slice.fromRow();
      int cut = Math.clamp(half - seen, 0, rows);
      if (cut > 0) {
        first.addRows(this, slice, slice.fromRow(), slice.fromRow() + cut);
      }
      if (cut < rows) {
        second.addRows(this, slice, slice.fromRow() + cut, slice.toRow());
      }
      seen += rows;
    }
    return new Batch[] {first, second};
  }

  /// Takes out what is older than `oldestMs` and returns how many samples and histograms that were.
  public int dropOlderThan(long oldestMs) {
    int before = sampleCount;
    boolean changed = false;
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      BitSet kept = keptSince(slice, oldestMs);
      if (kept != null) {
        slices.set(i, withSelected(slice, kept));
        changed = true;
      }
    }
    if (!changed) {
      return 0;
    }
    slices.removeIf(slice -> slice.sampleCount() == 0);
    sampleCount = 0;
    for (Slice slice : slices) {
      sampleCount += slice.sampleCount();
    }
    return before - sampleCount;
  }

  /// Parts what has times of its own, more than `lateMs` before the oldest scrape of the batch,
  /// from the rest: both in order, and a series' rows of the first older than those of the second.
  /// Null where there is none of one of them.
  public Batch @Nullable [] lateAndRest(long lateMs) {
    long oldestMs = Long.MAX_VALUE;
    boolean isTimed = false;
    for (Slice slice : slices) {
      oldestMs = Math.min(oldestMs, slice.timestampMs());
      SideColumns side = slice.side();
      isTimed |= side != null && side.timestampsMs() != null;
    }
    return isTimed ? part(oldestMs - lateMs) : null;
  }

  private Batch @Nullable [] part(long cutMs) {
    var kept = new ArrayList<@Nullable BitSet>(slices.size());
    boolean isLate = false;
    for (Slice slice : slices) {
      BitSet rows = keptSince(slice, cutMs);
      kept.add(rows);
      isLate |= rows != null;
    }
    if (!isLate) {
      return null;
    }
    var late = new Batch();
    var rest = new Batch(valueCount);
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      BitSet rows = kept.get(i);
      if (rows == null) {
        rest.addRows(this, slice, slice.fromRow(), slice.toRow());
        continue;
      }
      BitSet others = presentRows(slice);
      others.andNot(rows);
      late.addSelected(this, slice, others);
      rest.addSelected(this, slice, rows);
    }
    return rest.isEmpty() ? null : new Batch[] {late, rest};
  }

  private void addSelected(Batch from, Slice slice, BitSet selected) {
    if (!selected.isEmpty()) {
      addRows(from, withSelected(slice, selected), slice.fromRow(), slice.toRow());
    }
  }

  private static BitSet presentRows(Slice slice) {
    var rows = new BitSet(slice.toRow());
    rows.set(slice.fromRow(), slice.toRow());
    if (slice.selected() != null) {
      rows.and(slice.selected());
    }
    return rows;
  }

  private static Slice withSelected(Slice slice, BitSet selected) {
    return new Slice(
        slice.stream(),
        slice.layout(),
        slice.timestampMs(),
        slice.base(),
        slice.fromRow(),
        slice.toRow(),
        selected,
        slice.side());
  }

  /// The rows that are new enough; null when all are.
  private static @Nullable BitSet keptSince(Slice slice, long oldestMs) {
    SideColumns side = slice.side();
    long[] timestamps = side == null ? null : side.timestampsMs();
    if (timestamps == null) {
      return slice.timestampMs() >= oldestMs ? null : new BitSet();
    }
    var kept = new BitSet(slice.toRow());
    for (int row = slice.fromRow(); row < slice.toRow(); row++) {
      long own = timestamps[row];
      long timestampMs = own == SideColumns.NO_TIMESTAMP ? slice.timestampMs() : own;
      boolean present = slice.selected() == null || slice.selected().get(row);
      kept.set(row, present && timestampMs >= oldestMs);
    }
    return kept.cardinality() == slice.sampleCount() ? null : kept;
  }

  public List<Slice> slices() {
    return slices;
  }

  public long[] values() {
    return values;
  }

  /// Samples and histograms in this batch.
  public int sampleCount() {
    return sampleCount;
  }

  public boolean isEmpty() {
    return slices.isEmpty();
  }

  /// Heap bytes that the batch holds on to, about.
  public long heldBytes() {
    return 8L * values.length + (long) SLICE_BYTES * slices.size();
  }

  /// Heap bytes that its content needs, about.
  public long contentBytes() {
    return 8L * valueCount + (long) SLICE_BYTES * slices.size();
  }

  /// Native histograms among the samples; walks the side columns.
  public int histogramCount() {
    int count = 0;
    for (Slice slice : slices) {
      SideColumns side = slice.side();
      @Nullable NativeHistogram @Nullable [] histograms = side == null ? null : side.histograms();
      if (histograms == null) {
        continue;
      }
      for (int row = slice.fromRow(); row < slice.toRow(); row++) {
        boolean present = slice.selected() == null || slice.selected().get(row);
        if (present && histograms[row] != null) {
          count++;
        }
      }
    }
    return count;
  }

  public void clear() {
    slices.clear();
    valueCount = 0;
    sampleCount = 0;
  }
}
