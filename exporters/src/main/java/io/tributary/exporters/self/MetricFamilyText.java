package io.tributary.exporters.self;

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
import io.tributary.base.text.Floats;
import io.tributary.wire.exposition.TextWriter;
import java.util.Locale;

/// One metric family as text 0.0.4.
///
/// The values of `le` and `quantile` are written as Go writes them (`1`, `1e+07`), since they are
/// labels: one who scrapes original and replacement, and does not bring them into one form as
/// Prometheus 3 does, sees the same series.
///
/// Source: prometheus/docs `exposition_formats.md`; prometheus/common `expfmt/text_create.go`.
public final class MetricFamilyText {
  private final TextWriter out;
  private final String name;

  private MetricFamilyText(TextWriter out, String name) {
    this.out = out;
    this.name = name;
  }

  /// Writes nothing where there is no series yet.
  public static void write(TextWriter out, MetricSnapshot snapshot) {
    if (snapshot.getDataPoints().isEmpty()) {
      return;
    }
    var family = new MetricFamilyText(out, name(snapshot));
    family.head(snapshot);
    snapshot.getDataPoints().forEach(point -> family.point(snapshot, point));
  }

  /// As the text format has it: counters end in `_total`.
  public static String name(MetricSnapshot snapshot) {
    String name = snapshot.getMetadata().getPrometheusName();
    return switch (snapshot) {
      case CounterSnapshot _ -> name + "_total";
      case InfoSnapshot _ -> name + "_info";
      default -> name;
    };
  }

  /// The types that occur; kept beside the writer so that neither forgets one.
  public static String type(MetricSnapshot snapshot) {
    return switch (snapshot) {
      case CounterSnapshot _ -> "COUNTER";
      case GaugeSnapshot _, InfoSnapshot _ -> "GAUGE";
      case HistogramSnapshot _ -> "HISTOGRAM";
      case SummarySnapshot _ -> "SUMMARY";
      default -> "UNTYPED";
    };
  }

  private void head(MetricSnapshot snapshot) {
    String help = snapshot.getMetadata().getHelp();
    String type = type(snapshot).toLowerCase(Locale.ROOT);
    if (help == null) {
      out.type(name, type);
    } else {
      out.head(name, help, type);
    }
  }

  private void point(MetricSnapshot family, DataPointSnapshot point) {
    switch (point) {
      case CounterSnapshot.CounterDataPointSnapshot counter ->
          line("", point, "", "", counter.getValue());
      case GaugeSnapshot.GaugeDataPointSnapshot gauge -> line("", point, "", "", gauge.getValue());
      case InfoSnapshot.InfoDataPointSnapshot _ -> line("", point, "", "", 1);
      case SummarySnapshot.SummaryDataPointSnapshot summary -> summary(summary);
      case HistogramSnapshot.HistogramDataPointSnapshot histogram -> histogram(histogram);
      default ->
          throw new IllegalStateException("BUG: no text for " + family.getClass().getSimpleName());
    }
  }

  private void summary(SummarySnapshot.SummaryDataPointSnapshot point) {
    for (Quantile quantile : point.getQuantiles()) {
      line("", point, "quantile", Floats.general(quantile.getQuantile()), quantile.getValue());
    }
    line("_sum", point, "", "", point.getSum());
    line("_count", point, "", "", (double) point.getCount());
  }

  private void histogram(HistogramSnapshot.HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    long cumulative = 0;
    for (int i = 0; i < buckets.size(); i++) {
      double bound = buckets.getUpperBound(i);
      cumulative += buckets.getCount(i);
      if (Double.isFinite(bound)) {
        line("_bucket", point, "le", Floats.general(bound), (double) cumulative);
      }
    }
    line("_bucket", point, "le", "+Inf", (double) point.getCount());
    line("_sum", point, "", "", point.getSum());
    line("_count", point, "", "", (double) point.getCount());
  }

  /// One line; `more` is the name of a further label, or empty.
  private void line(
      String suffix, DataPointSnapshot point, String more, String moreValue, double value) {
    out.name(name, suffix);
    for (Label label : point.getLabels()) {
      out.label(label.getName(), label.getValue());
    }
    if (!more.isEmpty()) {
      out.label(more, moreValue);
    }
    out.value(value);
  }
}
