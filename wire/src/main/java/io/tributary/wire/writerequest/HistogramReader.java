package io.tributary.wire.writerequest;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.wire.protobuf.BucketSide;
import io.tributary.wire.protobuf.ProtoReader;
import java.util.Arrays;

/// Reads the message `Histogram`, which both versions share. Owned by one thread.
///
/// Source: prometheus/prometheus `prompb/types.proto` and
/// `prompb/io/prometheus/write/v2/types.proto`.
final class HistogramReader {
  private static final double[] NO_BOUNDS = {};

  private final ProtoReader elements = new ProtoReader();
  private final BucketSide positive = new BucketSide("positive");
  private final BucketSide negative = new BucketSide("negative");

  private long count;
  private double countFloat;
  private boolean isFloat;
  private double sum;
  private int schema;
  private double zeroThreshold;
  private long zeroCount;
  private double zeroCountFloat;
  private ResetHint hint = ResetHint.UNKNOWN;
  private double[] bounds = NO_BOUNDS;

  /// Of the histogram that was read last.
  long timestampMs;

  long startMs;

  /// Reads the message that `reader` is pointed at.
  NativeHistogram read(ProtoReader reader) {
    clear();
    int at = reader.position();
    while (reader.next()) {
      field(reader);
    }
    NativeHistogram.Buckets buckets =
        isFloat
            ? BucketSide.floats(countFloat, zeroCountFloat, positive, negative, at)
            : BucketSide.integers(count, zeroCount, positive, negative, at);
    return new NativeHistogram(hint, schema, zeroThreshold, sum, buckets, bounds);
  }

  private void clear() {
    count = 0;
    countFloat = 0;
    isFloat = false;
    sum = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    zeroCountFloat = 0;
    hint = ResetHint.UNKNOWN;
    bounds = NO_BOUNDS;
    timestampMs = 0;
    startMs = 0;
    positive.clear();
    negative.clear();
  }

  private void field(ProtoReader reader) {
    switch (reader.field()) {
      case 1 -> {
        count = reader.varint();
        isFloat = false;
      }
      case 2 -> {
        countFloat = real(reader);
        isFloat = true;
      }
      case 3 -> sum = real(reader);
      case 4 -> schema = (int) reader.sint();
      case 5 -> zeroThreshold = real(reader);
      case 6 -> zeroCount = reader.varint();
      case 7 -> zeroCountFloat = real(reader);
      case 8 -> negative.readSpan(reader);
      case 9 -> negative.readDeltas(reader);
      case 10 -> negative.readCounts(reader);
      case 11 -> positive.readSpan(reader);
      case 12 -> positive.readDeltas(reader);
      case 13 -> positive.readCounts(reader);
      case 14 -> hint = hint(reader.varint());
      case 15 -> timestampMs = reader.varint();
      case 16 -> readBounds(reader);
      case 17 -> startMs = reader.varint();
      default -> reader.skip();
    }
  }

  private static double real(ProtoReader reader) {
    return Double.longBitsToDouble(reader.fixed64());
  }

  /// Unknown numbers say as little as none.
  private static ResetHint hint(long number) {
    ResetHint[] all = ResetHint.values();
    return number > 0 && number < all.length ? all[(int) number] : ResetHint.UNKNOWN;
  }

  private void readBounds(ProtoReader reader) {
    if (!reader.isPacked()) {
      bounds = Arrays.copyOf(bounds, bounds.length + 1);
      bounds[bounds.length - 1] = real(reader);
      return;
    }
    reader.bytes();
    elements.reset(reader);
    int known = bounds.length;
    bounds = Arrays.copyOf(bounds, known + (reader.valueEnd() - reader.valueStart()) / 8);
    while (elements.hasRemaining()) {
      bounds[known++] = Double.longBitsToDouble(elements.rawFixed64());
    }
  }
}
