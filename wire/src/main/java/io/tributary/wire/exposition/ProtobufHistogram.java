package io.tributary.wire.exposition;

import io.tributary.model.histogram.ClassicHistogram;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.wire.WireException;
import io.tributary.wire.protobuf.ProtoReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The `Histogram` message of one metric: its classic buckets and its native side, in arrays that
/// are reused from metric to metric. Exemplars stay ranges of the body until they are asked for.
final class ProtobufHistogram {
  private static final Span[] NO_SPANS = {};

  long count;
  double countFloat;
  double sum;

  /// Range of the start timestamp message; empty when there is none.
  int startTimeFrom;

  int startTimeTo;

  int bucketCount;
  double[] upperBounds = new double[16];
  double[] cumulative = new double[16];

  /// Start and end of each bucket's exemplar; an absent one starts at -1.
  int[] bucketExemplars = new int[32];

  int exemplarCount;
  int[] exemplars = new int[8];

  private int schema;
  private double zeroThreshold;
  private long zeroCount;
  private double zeroCountFloat;
  private final Side positive = new Side();
  private final Side negative = new Side();
  private final ProtoReader bucket = new ProtoReader();
  private final ProtoReader elements = new ProtoReader();

  /// The buckets of one side as they are on the wire.
  private static final class Side {
    int spanCount;
    int[] offsets = new int[4];
    long[] lengths = new long[4];
    int deltaCount;
    long[] deltas = new long[16];
    int countCount;
    double[] counts = new double[16];

    void clear() {
      spanCount = 0;
      deltaCount = 0;
      countCount = 0;
    }

    void addSpan(int offset, long length) {
      if (spanCount == offsets.length) {
        offsets = Arrays.copyOf(offsets, spanCount * 2);
        lengths = Arrays.copyOf(lengths, spanCount * 2);
      }
      offsets[spanCount] = offset;
      lengths[spanCount++] = length;
    }

    void addDelta(long delta) {
      if (deltaCount == deltas.length) {
        deltas = Arrays.copyOf(deltas, deltaCount * 2);
      }
      deltas[deltaCount++] = delta;
    }

    void addCount(double count) {
      if (countCount == counts.length) {
        counts = Arrays.copyOf(counts, countCount * 2);
      }
      counts[countCount++] = count;
    }

    /// The spans, which have to be for `buckets` buckets.
    Span[] spans(String side, int buckets, int at) {
      long total = 0;
      for (int i = 0; i < spanCount; i++) {
        total += lengths[i];
      }
      if (total != buckets) {
        throw new WireException(
            "expected " + total + " " + side + " buckets for the spans, got " + buckets, at);
      }
      Span[] spans = spanCount == 0 ? NO_SPANS : new Span[spanCount];
      for (int i = 0; i < spanCount; i++) {
        spans[i] = new Span(offsets[i], (int) lengths[i]);
      }
      return spans;
    }
  }

  void clear() {
    count = 0;
    countFloat = 0;
    sum = 0;
    startTimeFrom = 0;
    startTimeTo = 0;
    bucketCount = 0;
    exemplarCount = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    zeroCountFloat = 0;
    positive.clear();
    negative.clear();
  }

  /// Adds the fields of a message at which `reader` is pointed.
  void read(ProtoReader reader) {
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> count = reader.varint();
        case 2 -> sum = Double.longBitsToDouble(reader.fixed64());
        case 3 -> readBucket(reader);
        case 4 -> countFloat = Double.longBitsToDouble(reader.fixed64());
        case 5 -> schema = (int) reader.sint();
        case 6 -> zeroThreshold = Double.longBitsToDouble(reader.fixed64());
        case 7 -> zeroCount = reader.varint();
        case 8 -> zeroCountFloat = Double.longBitsToDouble(reader.fixed64());
        case 9 -> readSpan(reader, negative);
        case 10 -> readDeltas(reader, negative);
        case 11 -> readCounts(reader, negative);
        case 12 -> readSpan(reader, positive);
        case 13 -> readDeltas(reader, positive);
        case 14 -> readCounts(reader, positive);
        case 15 -> {
          reader.bytes();
          startTimeFrom = reader.valueStart();
          startTimeTo = reader.valueEnd();
        }
        case 16 -> {
          reader.bytes();
          if (2 * exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, exemplars.length * 2);
          }
          exemplars[2 * exemplarCount] = reader.valueStart();
          exemplars[2 * exemplarCount++ + 1] = reader.valueEnd();
        }
        default -> reader.skip();
      }
    }
  }

  private void readBucket(ProtoReader reader) {
    reader.bytes();
    if (bucketCount == upperBounds.length) {
      upperBounds = Arrays.copyOf(upperBounds, bucketCount * 2);
      cumulative = Arrays.copyOf(cumulative, bucketCount * 2);
      bucketExemplars = Arrays.copyOf(bucketExemplars, bucketCount * 4);
    }
    int i = bucketCount++;
    long integer = 0;
    double floating = 0;
    upperBounds[i] = 0;
    bucketExemplars[2 * i] = -1;
    bucket.reset(reader);
    while (bucket.next()) {
      switch (bucket.field()) {
        case 1 -> integer = bucket.varint();
        case 2 -> upperBounds[i] = Double.longBitsToDouble(bucket.fixed64());
        case 3 -> {
          bucket.bytes();
          bucketExemplars[2 * i] = bucket.valueStart();
          bucketExemplars[2 * i + 1] = bucket.valueEnd();
        }
        case 4 -> floating = Double.longBitsToDouble(bucket.fixed64());
        default -> bucket.skip();
      }
    }
    cumulative[i] = floating == 0 ? unsigned(integer) : floating;
  }

  private void readSpan(ProtoReader reader, Side side) {
    reader.bytes();
    int offset = 0;
    long length = 0;
    bucket.reset(reader);
    while (bucket.next()) {
      switch (bucket.field()) {
        case 1 -> offset = (int) bucket.sint();
        case 2 -> length = bucket.varint() & 0xffffffffL;
        default -> bucket.skip();
      }
    }
    side.addSpan(offset, length);
  }

  private void readDeltas(ProtoReader reader, Side side) {
    if (!reader.isPacked()) {
      side.addDelta(reader.sint());
      return;
    }
    reader.bytes();
    elements.reset(reader);
    while (elements.hasRemaining()) {
      long zigzag = elements.rawVarint();
      side.addDelta((zigzag >>> 1) ^ -(zigzag & 1));
    }
  }

  private void readCounts(ProtoReader reader, Side side) {
    if (!reader.isPacked()) {
      side.addCount(Double.longBitsToDouble(reader.fixed64()));
      return;
    }
    reader.bytes();
    elements.reset(reader);
    while (elements.hasRemaining()) {
      side.addCount(Double.longBitsToDouble(elements.rawFixed64()));
    }
  }

  /// The count of the classic series, from whichever field has it.
  double classicCount() {
    return countFloat == 0 ? unsigned(count) : countFloat;
  }

  /// Whether there is a native side: a span, be it empty, or a zero bucket that is of any use.
  boolean isNative() {
    return positive.spanCount > 0 || negative.spanCount > 0 || zeroThreshold > 0 || zeroCount != 0;
  }

  /// The native side, without empty buckets. `at` is the offset to name if it is inconsistent.
  NativeHistogram toNative(ResetHint hint, int at) {
    boolean isFloat = countFloat > 0 || zeroCountFloat > 0;
    Span[] up = positive.spans("positive", isFloat ? positive.countCount : positive.deltaCount, at);
    Span[] down =
        negative.spans("negative", isFloat ? negative.countCount : negative.deltaCount, at);
    NativeHistogram.Buckets buckets =
        isFloat
            ? new FloatBuckets(
                countFloat,
                zeroCountFloat,
                up,
                Arrays.copyOf(positive.counts, positive.countCount),
                down,
                Arrays.copyOf(negative.counts, negative.countCount))
            : new IntBuckets(
                count,
                zeroCount,
                up,
                Arrays.copyOf(positive.deltas, positive.deltaCount),
                down,
                Arrays.copyOf(negative.deltas, negative.deltaCount));
    return new NativeHistogram(hint, schema, zeroThreshold, sum, buckets, new double[0]).compact(0);
  }

  /// The classic side as a native histogram with custom buckets; null if it does not add up.
  @Nullable NativeHistogram toCustomBuckets(ClassicHistogram into, ResetHint hint) {
    into.clear();
    into.count(classicCount());
    into.sum(sum);
    for (int i = 0; i < bucketCount; i++) {
      into.bucket(upperBounds[i], cumulative[i]);
    }
    return into.convert(hint);
  }

  static double unsigned(long value) {
    if (value >= 0) {
      return value;
    }
    // Halve, keeping the lowest bit for rounding, then double.
    return (double) ((value >>> 1) | (value & 1)) * 2;
  }
}
