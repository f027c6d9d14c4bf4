package io.tributary.agent.web;

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
import io.tributary.exporters.self.MetricFamilyText;
import tools.jackson.core.JsonGenerator;

/// One metric family as the JSON form of client_model's `MetricFamily`: 64-bit integers are
/// strings, fields with their default value are left out.
final class MetricFamilyJson {
  private MetricFamilyJson() {}

  static void write(JsonGenerator json, String name, MetricSnapshot snapshot) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    String help = snapshot.getMetadata().getHelp();
    if (help != null) {
      json.writeStringProperty("help", help);
    }
    json.writeStringProperty("type", MetricFamilyText.type(snapshot));
    json.writeArrayPropertyStart("metric");
    for (DataPointSnapshot point : snapshot.getDataPoints()) {
      json.writeStartObject();
      labels(json, point);
      value(json, snapshot, point);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void labels(JsonGenerator json, DataPointSnapshot point) {
    if (point.getLabels().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("label");
    for (Label label : point.getLabels()) {
      json.writeStartObject();
      json.writeStringProperty("name", label.getName());
      json.writeStringProperty("value", label.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void value(JsonGenerator json, MetricSnapshot family, DataPointSnapshot point) {
    switch (point) {
      case CounterSnapshot.CounterDataPointSnapshot counter ->
          single(json, "counter", counter.getValue());
      case GaugeSnapshot.GaugeDataPointSnapshot gauge -> single(json, "gauge", gauge.getValue());
      case InfoSnapshot.InfoDataPointSnapshot _ -> single(json, "gauge", 1);
      case SummarySnapshot.SummaryDataPointSnapshot summary -> summary(json, summary);
      case HistogramSnapshot.HistogramDataPointSnapshot histogram -> histogram(json, histogram);
      default ->
          throw new IllegalStateException(
              "BUG: no JSON form for " + family.getClass().getSimpleName());
    }
  }

  private static void single(JsonGenerator json, String kind, double value) {
    json.writeObjectPropertyStart(kind);
    SelfMetrics.number(json, "value", value);
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, SummarySnapshot.SummaryDataPointSnapshot point) {
    json.writeObjectPropertyStart("summary");
    json.writeStringProperty("sampleCount", Long.toString(point.getCount()));
    SelfMetrics.number(json, "sampleSum", point.getSum());
    if (point.getQuantiles().size() > 0) {
      json.writeArrayPropertyStart("quantile");
      for (Quantile quantile : point.getQuantiles()) {
        json.writeStartObject();
        SelfMetrics.number(json, "quantile", quantile.getQuantile());
        SelfMetrics.number(json, "value", quantile.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void histogram(
      JsonGenerator json, HistogramSnapshot.HistogramDataPointSnapshot point) {
    json.writeObjectPropertyStart("histogram");
    json.writeStringProperty("sampleCount", Long.toString(point.getCount()));
    SelfMetrics.number(json, "sampleSum", point.getSum());
    if (point.hasClassicHistogramData()) {
      json.writeArrayPropertyStart("bucket");
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      long cumulative = 0;
      for (int i = 0; i < buckets.size(); i++) {
        cumulative += buckets.getCount(i);
        if (Double.isFinite(buckets.getUpperBound(i))) {
          json.writeStartObject();
          json.writeStringProperty("cumulativeCount", Long.toString(cumulative));
          SelfMetrics.number(json, "upperBound", buckets.getUpperBound(i));
          json.writeEndObject();
        }
      }
      json.writeEndArray();
    }
    if (point.hasNativeHistogramData()) {
      json.writeNumberProperty("schema", point.getNativeSchema());
      SelfMetrics.number(json, "zeroThreshold", point.getNativeZeroThreshold());
      json.writeStringProperty("zeroCount", Long.toString(point.getNativeZeroCount()));
      buckets(json, "negative", BucketSpans.of(point.getNativeBucketsForNegativeValues()));
      buckets(json, "positive", BucketSpans.of(point.getNativeBucketsForPositiveValues()));
    }
    json.writeEndObject();
  }

  private static void buckets(JsonGenerator json, String sign, BucketSpans buckets) {
    if (buckets.spans().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart(sign + "Span");
    for (BucketSpans.Span span : buckets.spans()) {
      json.writeStartObject();
      json.writeNumberProperty("offset", span.offset());
      json.writeNumberProperty("length", span.length());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart(sign + "Delta");
    buckets.deltas().forEach(delta -> json.writeString(Long.toString(delta)));
    json.writeEndArray();
  }
}
