package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.SideColumns;
import io.tributary.wire.protobuf.Proto;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes `TimeSeries` messages of remote write 2.0 one by one, whatever they contain.
///
/// The labels and the metadata of the series are given as symbol numbers; the samples are those of
/// one row in one or several slices.
///
/// Source: prometheus/prometheus `prompb/io/prometheus/write/v2/types.proto`; start timestamps:
/// remote-write specification 2.0.
final class Rw2SeriesWriter {
  static final int SERIES_TAG = (5 << 3) | Proto.LENGTH_DELIMITED;
  static final int REFS_TAG = (1 << 3) | Proto.LENGTH_DELIMITED;
  static final int SAMPLE_TAG = (2 << 3) | Proto.LENGTH_DELIMITED;
  private static final int HISTOGRAM_TAG = (3 << 3) | Proto.LENGTH_DELIMITED;
  private static final int EXEMPLAR_TAG = (4 << 3) | Proto.LENGTH_DELIMITED;
  static final int METADATA_TAG = (5 << 3) | Proto.LENGTH_DELIMITED;
  static final int VALUE_TAG = (1 << 3) | Proto.FIXED64;
  static final int TIMESTAMP_TAG = 2 << 3;
  private static final int START_TIMESTAMP_TAG = 3 << 3;
  private static final int TYPE_TAG = 1 << 3;
  private static final int HELP_TAG = 3 << 3;
  private static final int UNIT_TAG = 4 << 3;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Room for time and metadata of any length, copied eight bytes at a time.
  private static final int TAIL_BYTES = 40;

  private final RequestEncoder.Options options;
  private final Symbols symbols;
  private final ByteSink out;
  private final Counts counts;
  private final HistogramWriter histograms = new HistogramWriter();
  private final ByteSink exemplarBytes = new ByteSink(256);

  /// Symbol numbers of the name and the value of each label of the series to write, as varints, and
  /// their bytes. Kept in longs: bytes that were written one by one are slow to read back at once.
  private long[] labels = new long[32];

  private int[] labelBytes = new int[32];
  private int labelCount;
  private int refBytes;

  /// What follows the value of a plain sample: its time and the series' metadata.
  private final ByteSink behindValue = new ByteSink(64);

  private int behindValueBytes;
  private int sampleBytes;

  Rw2SeriesWriter(RequestEncoder.Options options, Symbols symbols, ByteSink out, Counts counts) {
    this.options = options;
    this.symbols = symbols;
    this.out = out;
    this.counts = counts;
  }

  void clearLabels() {
    keepLabels(0);
  }

  /// Forgets all labels but the first `kept`.
  void keepLabels(int kept) {
    while (labelCount > kept) {
      refBytes -= labelBytes[--labelCount];
    }
  }

  /// Adds a label; without a value, 0, it counts but is not written.
  void addLabel(int nameRef, int valueRef) {
    if (labelCount == labels.length) {
      labels = Arrays.copyOf(labels, labelCount * 2);
      labelBytes = Arrays.copyOf(labelBytes, labelCount * 2);
    }
    int bytes = 0;
    if (valueRef != 0) {
      int nameBytes = Symbols.refBytes(nameRef);
      bytes = nameBytes + Symbols.refBytes(valueRef);
      labels[labelCount] = varint(nameRef) | (varint(valueRef) << (nameBytes << 3));
    }
    labelBytes[labelCount++] = bytes;
    refBytes += bytes;
  }

  /// A number below 2^28 as a varint, its first byte lowest.
  private static long varint(int ref) {
    if (ref < 1 << 7) {
      return ref;
    }
    if (ref < 1 << 14) {
      return continued(ref) | (ref >>> 7 << 8);
    }
    long bytes = continued(ref) | (continued(ref >>> 7) << 8);
    return ref < 1 << 21
        ? bytes | ((long) (ref >>> 14) << 16)
        : bytes | (continued(ref >>> 14) << 16) | ((long) (ref >>> 21) << 24);
  }

  /// The lowest seven bits as a byte of a varint that goes on.
  private static long continued(int value) {
    return (value & 0x7F) | 0x80;
  }

  /// Writes the references from `offset` on, with up to seven bytes behind them.
  private int putRefs(byte[] to, int offset) {
    int at = offset;
    for (int i = 0; i < labelCount; i++) {
      LONG.set(to, at, labels[i]);
      at += labelBytes[i];
    }
    return at;
  }

  /// Writes `row` of the neighbouring slices from `from` up to `to`, which share their labels.
  /// Slices without a sample in this row are passed over.
  void write(Batch batch, int from, int to, int row, Metadata metadata) {
    if (refBytes == 0) {
      return;
    }
    List<Slice> slices = batch.slices();
    if (to - from == 1) {
      Slice slice = slices.get(from);
      if (slice.selected() == null || slice.selected().get(row)) {
        writeOne(batch, slice, row, metadata);
      }
      return;
    }
    int bytes = 0;
    int present = 0;
    for (int i = from; i < to; i++) {
      Slice slice = slices.get(i);
      if (slice.selected() == null || slice.selected().get(row)) {
        bytes += sampleFieldBytes(slice.timestampMs(), 0);
        present++;
      }
    }
    if (present == 0) {
      return;
    }
    head(bytes, metadata);
    for (int i = from; i < to; i++) {
      Slice slice = slices.get(i);
      if (slice.selected() == null || slice.selected().get(row)) {
        sample(batch.values()[slice.base() + row], slice.timestampMs(), 0);
      }
    }
    writeMetadata(out, metadata);
    counts.samples += present;
  }

  /// Prepares for [#writePlain].
  void beginPlain(long timestampMs, Metadata metadata) {
    behindValue.clear();
    behindValue.put(TIMESTAMP_TAG);
    behindValue.putVarint(timestampMs);
    sampleBytes = 9 + behindValue.size();
    writeMetadata(behindValue, metadata);
    behindValueBytes = behindValue.size();
    behindValue.reserve(TAIL_BYTES);
  }

  /// Writes one sample of the series with the labels at hand, at the time and with the metadata of
  /// [#beginPlain].
  void writePlain(long valueBits) {
    if (refBytes == 0) {
      return;
    }
    int tail = behindValueBytes;
    int length = 1 + Varint.size(refBytes) + refBytes + 2 + 9 + tail;
    byte[] bytes = out.reserve(length + 6 + TAIL_BYTES);
    int at = out.size();
    bytes[at++] = (byte) SERIES_TAG;
    at = Varint.put(bytes, at, length);
    bytes[at++] = (byte) REFS_TAG;
    at = Varint.put(bytes, at, refBytes);
    at = putRefs(bytes, at);
    bytes[at] = (byte) SAMPLE_TAG;
    bytes[at + 1] = (byte) sampleBytes;
    bytes[at + 2] = (byte) VALUE_TAG;
    LONG.set(bytes, at + 3, valueBits);
    byte[] from = behindValue.array();
    for (int i = 0; i < tail; i += 8) {
      LONG.set(bytes, at + 11 + i, (long) LONG.get(from, i));
    }
    out.advance(at + 11 + tail - out.size());
    counts.samples++;
  }

  private void writeOne(Batch batch, Slice slice, int row, Metadata metadata) {
    SideColumns side = slice.side();
    if (side == null) {
      writeSample(batch.values()[slice.base() + row], slice.timestampMs(), 0, metadata);
      return;
    }
    long[] timestamps = side.timestampsMs();
    long timestampMs =
        timestamps == null || timestamps[row] == SideColumns.NO_TIMESTAMP
            ? slice.timestampMs()
            : timestamps[row];
    long[] starts = side.startTimestampsMs();
    long startMs = starts == null ? 0 : starts[row];
    @Nullable NativeHistogram @Nullable [] all = side.histograms();
    NativeHistogram histogram = all == null ? null : all[row];
    if (histogram != null && !options.nativeHistograms()) {
      counts.histogramsOff++;
      return;
    }
    collectExemplars(side, row);
    if (histogram == null) {
      writeSample(batch.values()[slice.base() + row], timestampMs, startMs, metadata);
    } else {
      writeHistogram(histogram, timestampMs, startMs, metadata);
    }
    exemplarBytes.clear();
  }

  private void writeSample(long valueBits, long timestampMs, long startMs, Metadata metadata) {
    head(sampleFieldBytes(timestampMs, startMs) + exemplarBytes.size(), metadata);
    sample(valueBits, timestampMs, startMs);
    out.put(exemplarBytes.array(), 0, exemplarBytes.size());
    writeMetadata(out, metadata);
    counts.samples++;
  }

  private void writeHistogram(
      NativeHistogram histogram, long timestampMs, long startMs, Metadata metadata) {
    ByteSink message = histograms.write(histogram, timestampMs, startMs);
    head(1 + Varint.size(message.size()) + message.size() + exemplarBytes.size(), metadata);
    out.put(HISTOGRAM_TAG);
    out.putVarint(message.size());
    out.put(message.array(), 0, message.size());
    out.put(exemplarBytes.array(), 0, exemplarBytes.size());
    writeMetadata(out, metadata);
    counts.histograms++;
  }

  private void head(int payloadBytes, Metadata metadata) {
    int metadataBytes = metadata.isEmpty() ? 0 : 2 + metadata.bytes();
    int length = 1 + Varint.size(refBytes) + refBytes + payloadBytes + metadataBytes;
    byte[] bytes = out.reserve(length + 6 + 8);
    int at = out.size();
    bytes[at++] = (byte) SERIES_TAG;
    at = Varint.put(bytes, at, length);
    bytes[at++] = (byte) REFS_TAG;
    at = Varint.put(bytes, at, refBytes);
    out.advance(putRefs(bytes, at) - out.size());
  }

  private static int sampleBytes(long timestampMs, long startMs) {
    return 9 + 1 + Varint.size(timestampMs) + (startMs == 0 ? 0 : 1 + Varint.size(startMs));
  }

  private static int sampleFieldBytes(long timestampMs, long startMs) {
    return 2 + sampleBytes(timestampMs, startMs);
  }

  private void sample(long valueBits, long timestampMs, long startMs) {
    out.put(SAMPLE_TAG);
    out.put(sampleBytes(timestampMs, startMs));
    out.put(VALUE_TAG);
    out.putLong(valueBits);
    out.put(TIMESTAMP_TAG);
    out.putVarint(timestampMs);
    if (startMs != 0) {
      out.put(START_TIMESTAMP_TAG);
      out.putVarint(startMs);
    }
  }

  private static void writeMetadata(ByteSink to, Metadata metadata) {
    if (metadata.isEmpty()) {
      return;
    }
    to.put(METADATA_TAG);
    to.put(metadata.bytes());
    if (metadata.type() != 0) {
      to.put(TYPE_TAG);
      to.put(metadata.type());
    }
    if (metadata.helpRef() != 0) {
      to.put(HELP_TAG);
      to.putVarint(metadata.helpRef());
    }
    if (metadata.unitRef() != 0) {
      to.put(UNIT_TAG);
      to.putVarint(metadata.unitRef());
    }
  }

  private void collectExemplars(SideColumns side, int row) {
    exemplarBytes.clear();
    if (!options.exemplars()) {
      return;
    }
    List<Exemplar> exemplars = side.exemplars();
    for (int i = firstExemplar(exemplars, row);
        i < exemplars.size() && exemplars.get(i).row() == row;
        i++) {
      exemplar(exemplars.get(i));
    }
  }

  /// Exemplars come in order of row.
  static int firstExemplar(List<Exemplar> exemplars, int row) {
    int low = 0;
    int high = exemplars.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (exemplars.get(middle).row() < row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void exemplar(Exemplar exemplar) {
    var labelRefs = new ByteSink(64);
    exemplar
        .labels()
        .forEach((name, value) -> {
          labelRefs.putVarint(ref(name));
          labelRefs.putVarint(ref(value));
        });
    int length =
        (labelRefs.size() == 0 ? 0 : 1 + Varint.size(labelRefs.size()) + labelRefs.size())
            + 9
            + 1
            + Varint.size(exemplar.timestampMs());
    exemplarBytes.put(EXEMPLAR_TAG);
    exemplarBytes.putVarint(length);
    if (labelRefs.size() > 0) {
      Proto.bytes(exemplarBytes, 1, labelRefs.array(), 0, labelRefs.size());
    }
    Proto.fixed64(exemplarBytes, 2, exemplar.valueBits());
    Proto.varint(exemplarBytes, 3, exemplar.timestampMs());
    counts.exemplars++;
  }

  private int ref(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return symbols.ref(bytes, 0, bytes.length);
  }

  /// Type, help and unit of a family, in symbol numbers.
  record Metadata(int type, int helpRef, int unitRef, int bytes) {
    static Metadata of(int type, int helpRef, int unitRef) {
      int bytes =
          (type == 0 ? 0 : 2)
              + (helpRef == 0 ? 0 : 1 + Symbols.refBytes(helpRef))
              + (unitRef == 0 ? 0 : 1 + Symbols.refBytes(unitRef));
      return new Metadata(type, helpRef, unitRef, bytes);
    }

    boolean isEmpty() {
      return bytes == 0;
    }
  }
}
