package io.tributary.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.exporters.self.MetricFamilyText;

/// One metric family as client_model's `MetricFamily`, behind its length: the form that scrapers
/// ask for who want protobuf.
///
/// Source: prometheus/client_model `io/prometheus/client/metrics.proto`.
final class MetricFamilyProtobuf {
  static final String CONTENT_TYPE =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  /// Writes the fields of a message.
  private interface Fields {
    void write(ByteSink out);
  }

  private MetricFamilyProtobuf() {}

  static void write(ByteSink out, String name, MetricSnapshot snapshot) {
    var family = new ByteSink(512);
    text(family, 1, name);
    String help = snapshot.getMetadata().getHelp();
    if (help != null) {
      text(family, 2, help);
    }
    number(family, 3, type(snapshot));
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      message(
          family,
          4,
          metric -> {
            for (Label label : point.getLabels()) {
              message(
                  metric,
                  1,
                  pair -> {
                    text(pair, 1, label.getName());
                    text(pair, 2, label.getValue());
                  });
            }
            value(metric, snapshot, point);
          });
    }
    out.putVarint(family.size());
    out.put(family.array(), 0, family.size());
  }

  private static int type(MetricSnapshot snapshot) {
    return switch (MetricFamilyText.type(snapshot)) {
      case "COUNTER" -> 0;
      case "GAUGE" -> 1;
      case "SUMMARY" -> 2;
      case "HISTOGRAM" -> 4;
      default -> 3;
    };
  }

  private static void value(ByteSink metric, MetricSnapshot family, DataPointSnapshot point) {
    switch (point) {
      case CounterSnapshot.CounterDataPointSnapshot counter ->
          message(metric, 3, out -> real(out, 1, counter.getValue()));
      case GaugeSnapshot.GaugeDataPointSnapshot gauge ->
          message(metric, 2, out -> real(out, 1, gauge.getValue()));
      case InfoSnapshot.InfoDataPointSnapshot _ -> message(metric, 2, out -> real(out, 1, 1));
      case SummarySnapshot.SummaryDataPointSnapshot summary ->
          message(metric, 4, out -> summary(out, summary));
      case HistogramSnapshot.HistogramDataPointSnapshot histogram ->
          message(metric, 7, out -> histogram(out, histogram));
      default ->
          throw new IllegalStateException(
              "BUG: no protobuf form for " + family.getClass().getSimpleName());
    }
  }

  private static void summary(ByteSink out, SummarySnapshot.SummaryDataPointSnapshot point) {
    number(out, 1, point.getCount());
    real(out, 2, point.getSum());
    for (Quantile quantile : point.getQuantiles()) {
      message(
          out,
          3,
          of -> {
            real(of, 1, quantile.getQuantile());
            real(of, 2, quantile.getValue());
          });
    }
  }

  private static void histogram(ByteSink out, HistogramSnapshot.HistogramDataPointSnapshot point) {
    number(out, 1, point.getCount());
    real(out, 2, point.getSum());
    if (point.hasClassicHistogramData()) {
      classicBuckets(out, point.getClassicBuckets());
    }
    if (point.hasNativeHistogramData()) {
      number(out, 5, Varint.zigzag(point.getNativeSchema()));
      real(out, 6, point.getNativeZeroThreshold());
      number(out, 7, point.getNativeZeroCount());
      nativeBuckets(out, 9, BucketSpans.of(point.getNativeBucketsForNegativeValues()));
      nativeBuckets(out, 12, BucketSpans.of(point.getNativeBucketsForPositiveValues()));
    }
  }

  private static void classicBuckets(ByteSink out, ClassicHistogramBuckets buckets) {
    long cumulative = 0;
    for (int i = 0; i < buckets.size(); i++) {
      cumulative += buckets.getCount(i);
      long observations = cumulative;
      double bound = buckets.getUpperBound(i);
      message(
          out,
          3,
          bucket -> {
            number(bucket, 1, observations);
            real(bucket, 2, bound);
          });
    }
  }

  /// The deltas have the number behind that of the spans.
  private static void nativeBuckets(ByteSink out, int spansField, BucketSpans buckets) {
    for (BucketSpans.Span span : buckets.spans()) {
      message(
          out,
          spansField,
          of -> {
            number(of, 1, Varint.zigzag(span.offset()));
            number(of, 2, span.length());
          });
    }
    for (long delta : buckets.deltas()) {
      number(out, spansField + 1, Varint.zigzag(delta));
    }
  }

  private static void message(ByteSink out, int field, Fields fields) {
    var inner = new ByteSink(64);
    fields.write(inner);
    tag(out, field, BYTES);
    out.putVarint(inner.size());
    out.put(inner.array(), 0, inner.size());
  }

  private static void text(ByteSink out, int field, String text) {
    tag(out, field, BYTES);
    out.putLengthPrefixed(text.getBytes(UTF_8));
  }

  private static void number(ByteSink out, int field, long value) {
    tag(out, field, VARINT);
    out.putVarint(value);
  }

  private static void real(ByteSink out, int field, double value) {
    tag(out, field, FIXED64);
    out.putLong(Double.doubleToRawLongBits(value));
  }

  private static void tag(ByteSink out, int field, int wireType) {
    out.putVarint((long) field << 3 | wireType);
  }
}
