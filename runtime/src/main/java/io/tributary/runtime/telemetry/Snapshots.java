package io.tributary.runtime.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.List;
import java.util.function.Function;

/// Families of metrics with more labels, and several of them as one.
final class Snapshots {
  private Snapshots() {}

  /// The same family with labels added to every point.
  static MetricSnapshot labelled(MetricSnapshot family, Labels more) {
    return switch (family) {
      case CounterSnapshot counter ->
          new CounterSnapshot(
              counter.getMetadata(), map(counter.getDataPoints(), p -> labelled(p, more)));
      case GaugeSnapshot gauge ->
          new GaugeSnapshot(
              gauge.getMetadata(), map(gauge.getDataPoints(), p -> labelled(p, more)));
      case HistogramSnapshot histogram ->
          new HistogramSnapshot(
              histogram.isGaugeHistogram(),
              histogram.getMetadata(),
              map(histogram.getDataPoints(), p -> labelled(p, more)));
      case SummarySnapshot summary ->
          new SummarySnapshot(
              summary.getMetadata(), map(summary.getDataPoints(), p -> labelled(p, more)));
      case InfoSnapshot info ->
          new InfoSnapshot(
              info.getMetadata(),
              map(info.getDataPoints(), p -> new InfoDataPointSnapshot(p.getLabels().merge(more))));
      case UnknownSnapshot unknown ->
          new UnknownSnapshot(
              unknown.getMetadata(), map(unknown.getDataPoints(), p -> labelled(p, more)));
      default -> family;
    };
  }

  private static CounterDataPointSnapshot labelled(CounterDataPointSnapshot point, Labels more) {
    return new CounterDataPointSnapshot(
        point.getValue(),
        point.getLabels().merge(more),
        point.getExemplar(),
        point.getCreatedTimestampMillis());
  }

  private static GaugeDataPointSnapshot labelled(GaugeDataPointSnapshot point, Labels more) {
    return new GaugeDataPointSnapshot(
        point.getValue(), point.getLabels().merge(more), point.getExemplar());
  }

  private static UnknownDataPointSnapshot labelled(UnknownDataPointSnapshot point, Labels more) {
    return new UnknownDataPointSnapshot(
        point.getValue(), point.getLabels().merge(more), point.getExemplar());
  }

  private static SummaryDataPointSnapshot labelled(SummaryDataPointSnapshot point, Labels more) {
    return new SummaryDataPointSnapshot(
        point.getCount(),
        point.getSum(),
        point.getQuantiles(),
        point.getLabels().merge(more),
        point.getExemplars(),
        point.getCreatedTimestampMillis());
  }

  private static HistogramDataPointSnapshot labelled(
      HistogramDataPointSnapshot point, Labels more) {
    return new HistogramDataPointSnapshot(
        point.getClassicBuckets(),
        point.getNativeSchema(),
        point.getNativeZeroCount(),
        point.getNativeZeroThreshold(),
        point.getNativeBucketsForPositiveValues(),
        point.getNativeBucketsForNegativeValues(),
        point.getSum(),
        point.getLabels().merge(more),
        point.getExemplars(),
        point.getCreatedTimestampMillis());
  }

  /// One family of several with the same name. Those that are of another type than the first are
  /// left out: a family has one.
  static MetricSnapshot merged(List<MetricSnapshot> parts) {
    MetricSnapshot first = parts.getFirst();
    if (parts.size() == 1) {
      return first;
    }
    return switch (first) {
      case CounterSnapshot _ ->
          new CounterSnapshot(first.getMetadata(), points(parts, CounterDataPointSnapshot.class));
      case GaugeSnapshot _ ->
          new GaugeSnapshot(first.getMetadata(), points(parts, GaugeDataPointSnapshot.class));
      case HistogramSnapshot histogram ->
          new HistogramSnapshot(
              histogram.isGaugeHistogram(),
              first.getMetadata(),
              points(parts, HistogramDataPointSnapshot.class));
      case SummarySnapshot _ ->
          new SummarySnapshot(first.getMetadata(), points(parts, SummaryDataPointSnapshot.class));
      case InfoSnapshot _ ->
          new InfoSnapshot(first.getMetadata(), points(parts, InfoDataPointSnapshot.class));
      case UnknownSnapshot _ ->
          new UnknownSnapshot(first.getMetadata(), points(parts, UnknownDataPointSnapshot.class));
      default -> first;
    };
  }

  private static <P extends DataPointSnapshot> List<P> points(
      List<MetricSnapshot> parts, Class<P> type) {
    return parts.stream()
        .flatMap(part -> part.getDataPoints().stream())
        .filter(type::isInstance)
        .<P>map(type::cast)
        .toList();
  }

  private static <P, Q> List<Q> map(List<P> points, Function<P, Q> function) {
    return points.stream().map(function).toList();
  }
}
