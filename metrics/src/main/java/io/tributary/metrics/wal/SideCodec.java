package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.Varint;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.Buckets;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.SideColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes and reads [SideColumns].
///
/// ```
/// side       = parts (bits below)  timestamps?  starts?  histograms?  exemplars?
/// timestamps = count  (gap  zigzag(timestamp − the scrape's))*
/// starts     = count  (gap  zigzag(start − the start before, first: the scrape's time))*
/// histograms = count  (gap  histogram)*
/// exemplars  = count  (row  count of labels  (name value)*  value (8)  zigzag(time − scrape's))*
/// gap        = rows between this and the one before
/// ```
///
/// Numbers are varints and doubles eight bytes. Rare per sample, so written for clarity.
final class SideCodec {
  private static final int TIMESTAMPS = 1;
  private static final int STARTS = 2;
  private static final int HISTOGRAMS = 4;
  private static final int EXEMPLARS = 8;

  private static final List<ResetHint> HINTS = List.of(ResetHint.values());

  private SideCodec() {}

  static boolean isEmpty(SideColumns side) {
    return side.timestampsMs() == null
        && side.startTimestampsMs() == null
        && side.histograms() == null
        && side.exemplars().isEmpty();
  }

  static void encode(SideColumns side, int rows, long scrapeMs, ByteSink to) {
    long[] timestamps = side.timestampsMs();
    long[] starts = side.startTimestampsMs();
    var histograms = side.histograms();
    to.put(
        (timestamps == null ? 0 : TIMESTAMPS)
            | (starts == null ? 0 : STARTS)
            | (histograms == null ? 0 : HISTOGRAMS)
            | (side.exemplars().isEmpty() ? 0 : EXEMPLARS));
    if (timestamps != null) {
      encodeTimes(timestamps, SideColumns.NO_TIMESTAMP, rows, scrapeMs, false, to);
    }
    if (starts != null) {
      encodeTimes(starts, 0, rows, scrapeMs, true, to);
    }
    if (histograms != null) {
      encodeHistograms(histograms, rows, to);
    }
    if (!side.exemplars().isEmpty()) {
      encodeExemplars(side.exemplars(), scrapeMs, to);
    }
  }

  static SideColumns decode(ByteSource from, int rows, long scrapeMs) {
    int parts = from.get();
    long[] timestamps =
        (parts & TIMESTAMPS) == 0
            ? null
            : decodeTimes(from, SideColumns.NO_TIMESTAMP, rows, scrapeMs, false);
    long[] starts = (parts & STARTS) == 0 ? null : decodeTimes(from, 0, rows, scrapeMs, true);
    var histograms = (parts & HISTOGRAMS) == 0 ? null : decodeHistograms(from, rows);
    var exemplars =
        (parts & EXEMPLARS) == 0 ? List.<Exemplar>of() : decodeExemplars(from, rows, scrapeMs);
    return new SideColumns(timestamps, starts, histograms, exemplars);
  }

  private static void encodeTimes(
      long[] times, long absent, int rows, long base, boolean chained, ByteSink to) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += times[row] == absent ? 0 : 1;
    }
    to.putVarint(count);
    int before = -1;
    long reference = base;
    for (int row = 0; row < rows; row++) {
      if (times[row] != absent) {
        to.putVarint(row - before - 1);
        to.putVarint(Varint.zigzag(times[row] - reference));
        before = row;
        reference = chained ? times[row] : reference;
      }
    }
  }

  private static long[] decodeTimes(
      ByteSource from, long absent, int rows, long base, boolean chained) {
    long[] times = new long[rows];
    if (absent != 0) {
      Arrays.fill(times, absent);
    }
    long reference = base;
    int row = -1;
    for (int left = from.getLength(rows); left > 0; left--) {
      row += 1 + from.getLength(rows - row - 2);
      times[row] = reference + Varint.unzigzag(from.getVarint());
      reference = chained ? times[row] : reference;
    }
    return times;
  }

  private static void encodeHistograms(
      @Nullable NativeHistogram[] histograms, int rows, ByteSink to) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += histograms[row] == null ? 0 : 1;
    }
    to.putVarint(count);
    int before = -1;
    for (int row = 0; row < rows; row++) {
      var histogram = histograms[row];
      if (histogram != null) {
        to.putVarint(row - before - 1);
        encode(histogram, to);
        before = row;
      }
    }
  }

  private static @Nullable NativeHistogram[] decodeHistograms(ByteSource from, int rows) {
    var histograms = new @Nullable NativeHistogram[rows];
    int row = -1;
    for (int left = from.getLength(rows); left > 0; left--) {
      row += 1 + from.getLength(rows - row - 2);
      histograms[row] = decodeHistogram(from);
    }
    return histograms;
  }

  private static void encode(NativeHistogram histogram, ByteSink to) {
    Buckets buckets = histogram.buckets();
    to.put((HINTS.indexOf(histogram.resetHint()) << 1) | (buckets instanceof IntBuckets ? 1 : 0));
    to.putVarint(Varint.zigzag(histogram.schema()));
    putDouble(histogram.zeroThreshold(), to);
    putDouble(histogram.sum(), to);
    putDoubles(histogram.customBounds(), to);
    putSpans(buckets.positiveSpans(), to);
    putSpans(buckets.negativeSpans(), to);
    switch (buckets) {
      case IntBuckets ints -> {
        to.putVarint(ints.count());
        to.putVarint(ints.zeroCount());
        putLongs(ints.positiveDeltas(), to);
        putLongs(ints.negativeDeltas(), to);
      }
      case FloatBuckets floats -> {
        putDouble(floats.count(), to);
        putDouble(floats.zeroCount(), to);
        putDoubles(floats.positiveCounts(), to);
        putDoubles(floats.negativeCounts(), to);
      }
    }
  }

  private static NativeHistogram decodeHistogram(ByteSource from) {
    int kind = from.get();
    if (kind >> 1 >= HINTS.size()) {
      throw new MalformedRecordException("histogram of kind " + kind);
    }
    int schema = (int) Varint.unzigzag(from.getVarint());
    double zeroThreshold = getDouble(from);
    double sum = getDouble(from);
    double[] customBounds = getDoubles(from);
    Span[] positive = getSpans(from);
    Span[] negative = getSpans(from);
    Buckets buckets =
        (kind & 1) != 0
            ? new IntBuckets(
                from.getVarint(),
                from.getVarint(),
                positive,
                getLongs(from),
                negative,
                getLongs(from))
            : floatBuckets(from, positive, negative);
    return new NativeHistogram(
        HINTS.get(kind >> 1), schema, zeroThreshold, sum, buckets, customBounds);
  }

  private static FloatBuckets floatBuckets(ByteSource from, Span[] positive, Span[] negative) {
    double count = getDouble(from);
    double zeroCount = getDouble(from);
    return new FloatBuckets(
        count, zeroCount, positive, getDoubles(from), negative, getDoubles(from));
  }

  private static void encodeExemplars(List<Exemplar> exemplars, long scrapeMs, ByteSink to) {
    to.putVarint(exemplars.size());
    for (Exemplar exemplar : exemplars) {
      to.putVarint(exemplar.row());
      Labels labels = exemplar.labels();
      to.putVarint(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        to.putLengthPrefixed(labels.name(i).getBytes(StandardCharsets.UTF_8));
        to.putLengthPrefixed(labels.value(i).getBytes(StandardCharsets.UTF_8));
      }
      to.putLong(exemplar.valueBits());
      to.putVarint(Varint.zigzag(exemplar.timestampMs() - scrapeMs));
    }
  }

  private static List<Exemplar> decodeExemplars(ByteSource from, int rows, long scrapeMs) {
    int count = from.getLength(from.remaining());
    var exemplars = new ArrayList<Exemplar>();
    for (int i = 0; i < count; i++) {
      int row = from.getLength(rows - 1);
      var labels = new Labels.Builder();
      for (int left = from.getLength(from.remaining()); left > 0; left--) {
        labels.keepEmpty(text(from), text(from));
      }
      exemplars.add(
          new Exemplar(
              row, labels.build(), from.getLong(), scrapeMs + Varint.unzigzag(from.getVarint())));
    }
    return exemplars;
  }

  private static String text(ByteSource from) {
    return new String(from.getLengthPrefixed(), StandardCharsets.UTF_8);
  }

  private static void putDouble(double value, ByteSink to) {
    to.putLong(Double.doubleToRawLongBits(value));
  }

  private static double getDouble(ByteSource from) {
    return Double.longBitsToDouble(from.getLong());
  }

  private static void putDoubles(double[] values, ByteSink to) {
    to.putVarint(values.length);
    for (double value : values) {
      putDouble(value, to);
    }
  }

  private static double[] getDoubles(ByteSource from) {
    double[] values = new double[from.getLength(from.remaining() / 8)];
    for (int i = 0; i < values.length; i++) {
      values[i] = getDouble(from);
    }
    return values;
  }

  private static void putLongs(long[] values, ByteSink to) {
    to.putVarint(values.length);
    for (long value : values) {
      to.putVarint(Varint.zigzag(value));
    }
  }

  private static long[] getLongs(ByteSource from) {
    long[] values = new long[from.getLength(from.remaining())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Varint.unzigzag(from.getVarint());
    }
    return values;
  }

  private static void putSpans(Span[] spans, ByteSink to) {
    to.putVarint(spans.length);
    for (Span span : spans) {
      to.putVarint(Varint.zigzag(span.offset()));
      to.putVarint(span.length());
    }
  }

  private static Span[] getSpans(ByteSource from) {
    var spans = new Span[from.getLength(from.remaining() / 2)];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new Span((int) Varint.unzigzag(from.getVarint()), (int) from.getVarint());
    }
    return spans;
  }
}
