package io.tributary.wire.protobuf;

import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.wire.WireException;
import java.util.Arrays;

/// The buckets of one side of a native histogram as they are on the wire, in exposition and in
/// remote write alike: spans, and a delta or a count for each bucket.
///
/// Reusable after [#clear]; owned by one thread.
public final class BucketSide {
  private static final Span[] NO_SPANS = {};

  private final String name;
  private final ProtoReader elements = new ProtoReader();
  private int spanCount;
  private int[] offsets = new int[4];
  private long[] lengths = new long[4];
  private int deltaCount;
  private long[] deltas = new long[16];
  private int countCount;
  private double[] counts = new double[16];

  /// `name` is `positive` or `negative`, for messages.
  public BucketSide(String name) {
    this.name = name;
  }

  /// The buckets of both sides as counts. `at` is the offset to name if one is inconsistent.
  public static FloatBuckets floats(
      double count, double zeroCount, BucketSide positive, BucketSide negative, int at) {
    return new FloatBuckets(
        count,
        zeroCount,
        positive.spansOfCounts(at),
        positive.counts(),
        negative.spansOfCounts(at),
        negative.counts());
  }

  /// The same as whole numbers.
  public static IntBuckets integers(
      long count, long zeroCount, BucketSide positive, BucketSide negative, int at) {
    return new IntBuckets(
        count,
        zeroCount,
        positive.spansOfDeltas(at),
        positive.deltas(),
        negative.spansOfDeltas(at),
        negative.deltas());
  }

  public void clear() {
    spanCount = 0;
    deltaCount = 0;
    countCount = 0;
  }

  public boolean hasSpans() {
    return spanCount > 0;
  }

  /// Adds the span that `reader` stands on.
  public void readSpan(ProtoReader reader) {
    reader.bytes();
    int offset = 0;
    long length = 0;
    elements.reset(reader);
    while (elements.next()) {
      switch (elements.field()) {
        case 1 -> offset = (int) elements.sint();
        case 2 -> length = elements.varint() & 0xffffffffL;
        default -> elements.skip();
      }
    }
    if (spanCount == offsets.length) {
      offsets = Arrays.copyOf(offsets, spanCount * 2);
      lengths = Arrays.copyOf(lengths, spanCount * 2);
    }
    offsets[spanCount] = offset;
    lengths[spanCount++] = length;
  }

  /// Adds the deltas that `reader` stands on, packed or one.
  public void readDeltas(ProtoReader reader) {
    if (!reader.isPacked()) {
      addDelta(reader.sint());
      return;
    }
    reader.bytes();
    elements.reset(reader);
    while (elements.hasRemaining()) {
      long zigzag = elements.rawVarint();
      addDelta((zigzag >>> 1) ^ -(zigzag & 1));
    }
  }

  private void addDelta(long delta) {
    if (deltaCount == deltas.length) {
      deltas = Arrays.copyOf(deltas, deltaCount * 2);
    }
    deltas[deltaCount++] = delta;
  }

  /// Adds the counts that `reader` stands on, packed or one.
  public void readCounts(ProtoReader reader) {
    if (!reader.isPacked()) {
      addCount(Double.longBitsToDouble(reader.fixed64()));
      return;
    }
    reader.bytes();
    elements.reset(reader);
    while (elements.hasRemaining()) {
      addCount(Double.longBitsToDouble(elements.rawFixed64()));
    }
  }

  private void addCount(double count) {
    if (countCount == counts.length) {
      counts = Arrays.copyOf(counts, countCount * 2);
    }
    counts[countCount++] = count;
  }

  private long[] deltas() {
    return Arrays.copyOf(deltas, deltaCount);
  }

  private double[] counts() {
    return Arrays.copyOf(counts, countCount);
  }

  /// The spans, which have to be for as many buckets as there are deltas. `at` is the offset to
  /// name if they are not.
  private Span[] spansOfDeltas(int at) {
    return spans(deltaCount, at);
  }

  /// The spans, which have to be for as many buckets as there are counts.
  private Span[] spansOfCounts(int at) {
    return spans(countCount, at);
  }

  private Span[] spans(int buckets, int at) {
    long total = 0;
    for (int i = 0; i < spanCount; i++) {
      total += lengths[i];
    }
    if (total != buckets) {
      throw new WireException(
          "expected " + total + " " + name + " buckets for the spans, got " + buckets, at);
    }
    Span[] spans = spanCount == 0 ? NO_SPANS : new Span[spanCount];
    for (int i = 0; i < spanCount; i++) {
      spans[i] = new Span(offsets[i], (int) lengths[i]);
    }
    return spans;
  }
}
