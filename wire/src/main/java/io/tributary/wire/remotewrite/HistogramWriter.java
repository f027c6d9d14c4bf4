package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.wire.protobuf.Proto;

/// Writes the `Histogram` message, which both protocol versions share but for custom buckets and
/// start timestamps.
///
/// Source: prometheus/prometheus `prompb/types.proto` and
/// `prompb/io/prometheus/write/v2/types.proto`.
final class HistogramWriter {
  private static final int COUNT_INT = 1;
  private static final int COUNT_FLOAT = 2;
  private static final int SUM = 3;
  private static final int SCHEMA = 4;
  private static final int ZERO_THRESHOLD = 5;
  private static final int ZERO_COUNT_INT = 6;
  private static final int ZERO_COUNT_FLOAT = 7;
  private static final int NEGATIVE_SPANS = 8;
  private static final int NEGATIVE_DELTAS = 9;
  private static final int NEGATIVE_COUNTS = 10;
  private static final int POSITIVE_SPANS = 11;
  private static final int POSITIVE_DELTAS = 12;
  private static final int POSITIVE_COUNTS = 13;
  private static final int RESET_HINT = 14;
  private static final int TIMESTAMP = 15;
  private static final int CUSTOM_VALUES = 16;
  private static final int START_TIMESTAMP = 17;

  private final ByteSink message = new ByteSink(512);

  /// The message without tag and length, valid until the next call. `startTimestampMs` of zero is
  /// not written.
  ByteSink write(NativeHistogram histogram, long timestampMs, long startTimestampMs) {
    message.clear();
    switch (histogram.buckets()) {
      case IntBuckets ints -> {
        // Members of a oneof are written even when they are zero.
        Proto.varint(message, COUNT_INT, ints.count());
        head(histogram);
        Proto.varint(message, ZERO_COUNT_INT, ints.zeroCount());
        spans(NEGATIVE_SPANS, ints.negativeSpans());
        deltas(NEGATIVE_DELTAS, ints.negativeDeltas());
        spans(POSITIVE_SPANS, ints.positiveSpans());
        deltas(POSITIVE_DELTAS, ints.positiveDeltas());
      }
      case FloatBuckets floats -> {
        Proto.fixed64(message, COUNT_FLOAT, Double.doubleToRawLongBits(floats.count()));
        head(histogram);
        Proto.fixed64(message, ZERO_COUNT_FLOAT, Double.doubleToRawLongBits(floats.zeroCount()));
        spans(NEGATIVE_SPANS, floats.negativeSpans());
        doubles(NEGATIVE_COUNTS, floats.negativeCounts());
        spans(POSITIVE_SPANS, floats.positiveSpans());
        doubles(POSITIVE_COUNTS, floats.positiveCounts());
      }
    }
    Proto.varintUnlessZero(message, RESET_HINT, resetHint(histogram.resetHint()));
    Proto.varintUnlessZero(message, TIMESTAMP, timestampMs);
    doubles(CUSTOM_VALUES, histogram.customBounds());
    Proto.varintUnlessZero(message, START_TIMESTAMP, startTimestampMs);
    return message;
  }

  private static int resetHint(NativeHistogram.ResetHint hint) {
    return switch (hint) {
      case UNKNOWN -> 0;
      case YES -> 1;
      case NO -> 2;
      case GAUGE -> 3;
    };
  }

  private void head(NativeHistogram histogram) {
    Proto.doubleUnlessZero(message, SUM, histogram.sum());
    Proto.varintUnlessZero(message, SCHEMA, Varint.zigzag(histogram.schema()));
    Proto.doubleUnlessZero(message, ZERO_THRESHOLD, histogram.zeroThreshold());
  }

  private void spans(int field, Span[] spans) {
    for (Span span : spans) {
      long offset = Varint.zigzag(span.offset());
      int bytes =
          (offset == 0 ? 0 : 1 + Varint.size(offset))
              + (span.length() == 0 ? 0 : 1 + Varint.size(span.length()));
      Proto.tag(message, field, Proto.LENGTH_DELIMITED);
      message.putVarint(bytes);
      Proto.varintUnlessZero(message, 1, offset);
      Proto.varintUnlessZero(message, 2, span.length());
    }
  }

  private void deltas(int field, long[] deltas) {
    if (deltas.length == 0) {
      return;
    }
    int bytes = 0;
    for (long delta : deltas) {
      bytes += Varint.size(Varint.zigzag(delta));
    }
    Proto.tag(message, field, Proto.LENGTH_DELIMITED);
    message.putVarint(bytes);
    for (long delta : deltas) {
      message.putVarint(Varint.zigzag(delta));
    }
  }

  private void doubles(int field, double[] values) {
    if (values.length == 0) {
      return;
    }
    Proto.tag(message, field, Proto.LENGTH_DELIMITED);
    message.putVarint(8L * values.length);
    for (double value : values) {
      message.putLong(Double.doubleToRawLongBits(value));
    }
  }
}
