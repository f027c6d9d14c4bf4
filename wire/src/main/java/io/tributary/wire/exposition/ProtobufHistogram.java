package io.tributary.wire.exposition;

import io.tributary.model.histogram.ClassicHistogram;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.wire.protobuf.BucketSide;
import io.tributary.wire.protobuf.ProtoReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The `Histogram` message of one metric: its classic buckets and its native side, in arrays that
/// are reused from metric to metric. Exemplars stay ranges of the body until they are asked for.
final class ProtobufHistogram {
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
  private final BucketSide positive = new BucketSide("positive");
  private final BucketSide negative = new BucketSide("negative");
  private final ProtoReader bucket = new ProtoReader();

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
        case 9 -> negative.readSpan(reader);
        case 10 -> negative.readDeltas(reader);
        case 11 -> negative.readCounts(reader);
        case 12 -> positive.readSpan(reader);
        case 13 -> positive.readDeltas(reader);
        case 14 -> positive.readCounts(reader);
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

  /// The count of the classic series, from whichever field has it.
  double classicCount() {
    return countFloat == 0 ? unsigned(count) : countFloat;
  }

  /// Whether there is a native side: a span, be it empty, or a zero bucket that is of any use.
  boolean isNative() {
    return positive.hasSpans() || negative.hasSpans() || zeroThreshold > 0 || zeroCount != 0;
  }

  /// The native side, without empty buckets. `at` is the offset to name if it is inconsistent.
  NativeHistogram toNative(ResetHint hint, int at) {
    boolean isFloat = countFloat > 0 || zeroCountFloat > 0;
    NativeHistogram.Buckets buckets =
        isFloat
            ? BucketSide.floats(countFloat, zeroCountFloat, positive, negative, at)
            : BucketSide.integers(count, zeroCount, positive, negative, at);
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
