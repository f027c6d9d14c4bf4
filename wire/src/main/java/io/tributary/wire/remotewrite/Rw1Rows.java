package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.LayoutCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.SideColumns;
import io.tributary.wire.protobuf.Proto;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes series of `prometheus.WriteRequest` one by one, whatever they contain, uncompressed.
///
/// Custom-bucket histograms cannot be represented and are left out; start timestamps do not exist.
/// Owned by one thread.
///
/// Source: remote-write specification 1.0; prometheus/prometheus `prompb/types.proto`.
final class Rw1Rows {
  static final int SERIES_TAG = (1 << 3) | Proto.LENGTH_DELIMITED;
  static final int SAMPLE_TAG = (2 << 3) | Proto.LENGTH_DELIMITED;
  private static final int EXEMPLAR_TAG = (3 << 3) | Proto.LENGTH_DELIMITED;
  private static final int HISTOGRAM_TAG = (4 << 3) | Proto.LENGTH_DELIMITED;
  static final int VALUE_TAG = (1 << 3) | Proto.FIXED64;
  static final int TIMESTAMP_TAG = 2 << 3;

  private final RequestEncoder.Options options;
  private final TemplateCache<SeriesBlock> templates;
  private final Counts counts;
  private final ByteSink out = new ByteSink(1 << 12);
  private final Rw1Labels labels = new Rw1Labels();
  private final LayoutCursor folded = new LayoutCursor();
  private final HistogramWriter histograms = new HistogramWriter();
  private final ByteSink exemplarBytes = new ByteSink(256);

  /// The slots' `Label` messages of the stream at hand, back to back.
  private final ByteSink slotLabels = new ByteSink(256);

  private int[] slotFrom = new int[8];

  /// Labels of the row at hand, in pieces: from an array of static labels, with slots between.
  private byte[] labelSource = new byte[0];

  private int labelFrom;
  private int labelLength;
  private int[] holeAt = new int[8];
  private int[] holeSlot = new int[8];
  private int holeCount;

  /// @param counts what is written is added there
  Rw1Rows(RequestEncoder.Options options, TemplateCache<SeriesBlock> templates, Counts counts) {
    this.options = options;
    this.templates = templates;
    this.counts = counts;
  }

  /// What was written since [#clear]: [#size] bytes.
  byte[] bytes() {
    return out.array();
  }

  int size() {
    return out.size();
  }

  void clear() {
    out.clear();
  }

  /// Writes a batch; with `mergeSeries`, neighbouring scrapes of a stream share entries.
  void write(Batch batch, boolean mergeSeries) {
    List<Slice> slices = batch.slices();
    int to;
    for (int from = 0; from < slices.size(); from = to) {
      to = from + 1;
      while (mergeSeries
          && to < slices.size()
          && slices.get(from).canShareEntriesWith(slices.get(to))) {
        to++;
      }
      writeRun(batch, from, to);
    }
  }

  /// Writes one slice.
  void writeSlice(Batch batch, int slice) {
    writeRun(batch, slice, slice + 1);
  }

  /// Writes what one slice has of one block of its layout.
  void writeBlock(Batch batch, int slice, int block) {
    prepareSlots(batch.slices().get(slice));
    writeBlock(batch, slice, slice + 1, block);
  }

  /// Writes all rows of neighbouring slices that may share entries.
  private void writeRun(Batch batch, int from, int to) {
    Slice slice = batch.slices().get(from);
    Layout layout = slice.layout();
    prepareSlots(slice);
    if (layout.isFolded()) {
      writeFolded(batch, from, to);
      return;
    }
    for (int b = 0; b < layout.blockCount(); b++) {
      int first = layout.firstRow(b);
      if (first < slice.toRow() && first + layout.rowCount(b) > slice.fromRow()) {
        writeBlock(batch, from, to, b);
      }
    }
  }

  private void writeFolded(Batch batch, int from, int to) {
    Slice slice = batch.slices().get(from);
    folded.reset(slice.layout());
    while (folded.next()) {
      int first = folded.firstRow();
      if (first < slice.toRow() && first + folded.rowCount() > slice.fromRow()) {
        labels.reset(folded.rows());
        writeRows(batch, from, to, first);
      }
    }
  }

  /// Writes the rows of one block; slots are prepared.
  private void writeBlock(Batch batch, int from, int to, int index) {
    Slice slice = batch.slices().get(from);
    SeriesBlock block = slice.layout().block(index);
    if (templates.get(block, slice.stream()) instanceof Rw1Block prepared) {
      writePrepared(prepared, batch, from, to, slice.layout().firstRow(index));
    } else {
      labels.reset(block);
      writeRows(batch, from, to, slice.layout().firstRow(index));
    }
  }

  private void prepareSlots(Slice slice) {
    List<String> names = slice.layout().slotNames();
    if (slotFrom.length <= names.size()) {
      slotFrom = new int[names.size() * 2];
      holeAt = new int[names.size() * 2];
      holeSlot = new int[names.size() * 2];
    }
    slotLabels.clear();
    for (int slot = 0; slot < names.size(); slot++) {
      slotFrom[slot] = slotLabels.size();
      byte[] name = names.get(slot).getBytes(StandardCharsets.UTF_8);
      byte[] value = slice.stream().slotBytes(slot);
      if (value.length > 0) {
        Rw1Labels.putLabel(slotLabels, name, 0, name.length, value, 0, value.length);
      }
    }
    slotFrom[names.size()] = slotLabels.size();
  }

  private void writePrepared(Rw1Block block, Batch batch, int from, int to, int firstRow) {
    Slice slice = batch.slices().get(from);
    labelSource = block.text;
    int last = Math.min(slice.toRow() - firstRow, block.rows);
    for (int row = Math.max(slice.fromRow() - firstRow, 0); row < last; row++) {
      if (isWanted(slice, to - from, firstRow + row)) {
        labelFrom = block.rowAt[row];
        labelLength = block.rowAt[row + 1] - labelFrom;
        holeCount = 0;
        for (int k = 0; k < block.slots.length; k++) {
          addHole(block.holeAt[row * block.slots.length + k], block.slots[k]);
        }
        write(batch, from, to, firstRow + row);
      }
    }
  }

  private static boolean isWanted(Slice slice, int slices, int row) {
    return slices > 1 || slice.selected() == null || slice.selected().get(row);
  }

  private void addHole(int at, int slot) {
    if (holeCount == holeAt.length) {
      holeAt = Arrays.copyOf(holeAt, holeCount * 2);
      holeSlot = Arrays.copyOf(holeSlot, holeCount * 2);
    }
    holeAt[holeCount] = at;
    holeSlot[holeCount] = slot;
    holeCount++;
  }

  private void writeRows(Batch batch, int from, int to, int firstRow) {
    Slice slice = batch.slices().get(from);
    for (int row = firstRow; row < slice.toRow() && labels.nextRow(); row++) {
      if (row >= slice.fromRow() && isWanted(slice, to - from, row)) {
        labelSource = labels.bytes();
        labelFrom = 0;
        labelLength = labels.length();
        holeCount = 0;
        for (int i = 0; i < labels.slotCount(); i++) {
          addHole(labels.slotAt(i), labels.slot(i));
        }
        write(batch, from, to, row);
      }
    }
  }

  private void write(Batch batch, int from, int to, int row) {
    List<Slice> slices = batch.slices();
    if (to - from == 1) {
      writeOne(batch, slices.get(from), row);
      return;
    }
    int bytes = 0;
    int present = 0;
    for (int i = from; i < to; i++) {
      Slice slice = slices.get(i);
      if (slice.selected() == null || slice.selected().get(row)) {
        bytes += sampleFieldBytes(slice.timestampMs());
        present++;
      }
    }
    if (present == 0 || !head(bytes)) {
      return;
    }
    for (int i = from; i < to; i++) {
      Slice slice = slices.get(i);
      if (slice.selected() == null || slice.selected().get(row)) {
        sample(batch.values()[slice.base() + row], slice.timestampMs());
      }
    }
    counts.samples += present;
  }

  private void writeOne(Batch batch, Slice slice, int row) {
    SideColumns side = slice.side();
    if (side == null) {
      writeSample(batch.values()[slice.base() + row], slice.timestampMs());
      return;
    }
    long[] timestamps = side.timestampsMs();
    long timestampMs =
        timestamps == null || timestamps[row] == SideColumns.NO_TIMESTAMP
            ? slice.timestampMs()
            : timestamps[row];
    @Nullable NativeHistogram @Nullable [] all = side.histograms();
    NativeHistogram histogram = all == null ? null : all[row];
    if (histogram != null && !options.nativeHistograms()) {
      counts.histogramsOff++;
      return;
    }
    if (histogram != null && histogram.schema() == NativeHistogram.CUSTOM_BUCKETS) {
      counts.customBucketHistograms++;
      return;
    }
    collectExemplars(side, row);
    if (histogram == null) {
      writeSample(batch.values()[slice.base() + row], timestampMs);
    } else {
      writeHistogram(histogram, timestampMs);
    }
    exemplarBytes.clear();
  }

  private void writeSample(long valueBits, long timestampMs) {
    if (head(sampleFieldBytes(timestampMs) + exemplarBytes.size())) {
      sample(valueBits, timestampMs);
      out.put(exemplarBytes.array(), 0, exemplarBytes.size());
      counts.samples++;
    }
  }

  private void writeHistogram(NativeHistogram histogram, long timestampMs) {
    ByteSink message = histograms.write(histogram, timestampMs, 0);
    if (head(1 + Varint.size(message.size()) + message.size() + exemplarBytes.size())) {
      // In order of field number.
      out.put(exemplarBytes.array(), 0, exemplarBytes.size());
      out.put(HISTOGRAM_TAG);
      out.putVarint(message.size());
      out.put(message.array(), 0, message.size());
      counts.histograms++;
    }
  }

  /// Writes the series' header and labels; false, and nothing, where it has none.
  private boolean head(int payloadBytes) {
    int labelBytes = labelLength;
    for (int i = 0; i < holeCount; i++) {
      labelBytes += slotFrom[holeSlot[i] + 1] - slotFrom[holeSlot[i]];
    }
    if (labelBytes == 0) {
      return false;
    }
    byte[] bytes = out.reserve(labelBytes + payloadBytes + 11);
    int at = out.size();
    bytes[at++] = (byte) SERIES_TAG;
    at = Varint.put(bytes, at, labelBytes + payloadBytes);
    int done = 0;
    for (int i = 0; i < holeCount; i++) {
      int piece = holeAt[i] - done;
      System.arraycopy(labelSource, labelFrom + done, bytes, at, piece);
      at += piece;
      done = holeAt[i];
      int slot = holeSlot[i];
      int slotBytes = slotFrom[slot + 1] - slotFrom[slot];
      System.arraycopy(slotLabels.array(), slotFrom[slot], bytes, at, slotBytes);
      at += slotBytes;
    }
    System.arraycopy(labelSource, labelFrom + done, bytes, at, labelLength - done);
    at += labelLength - done;
    out.advance(at - out.size());
    return true;
  }

  private static int sampleFieldBytes(long timestampMs) {
    return 2 + 9 + 1 + Varint.size(timestampMs);
  }

  private void sample(long valueBits, long timestampMs) {
    out.put(SAMPLE_TAG);
    out.put(sampleFieldBytes(timestampMs) - 2);
    out.put(VALUE_TAG);
    out.putLong(valueBits);
    out.put(TIMESTAMP_TAG);
    out.putVarint(timestampMs);
  }

  private void collectExemplars(SideColumns side, int row) {
    exemplarBytes.clear();
    if (!options.exemplars()) {
      return;
    }
    List<Exemplar> exemplars = side.exemplars();
    for (int i = Rw2SeriesWriter.firstExemplar(exemplars, row);
        i < exemplars.size() && exemplars.get(i).row() == row;
        i++) {
      exemplar(exemplars.get(i));
    }
  }

  private void exemplar(Exemplar exemplar) {
    var message = new ByteSink(128);
    exemplar
        .labels()
        .forEach((name, value) -> {
          byte[] n = name.getBytes(StandardCharsets.UTF_8);
          byte[] v = value.getBytes(StandardCharsets.UTF_8);
          Rw1Labels.putLabel(message, n, 0, n.length, v, 0, v.length);
        });
    Proto.fixed64(message, 2, exemplar.valueBits());
    Proto.varint(message, 3, exemplar.timestampMs());
    exemplarBytes.put(EXEMPLAR_TAG);
    exemplarBytes.putVarint(message.size());
    exemplarBytes.put(message.array(), 0, message.size());
    counts.exemplars++;
  }
}
