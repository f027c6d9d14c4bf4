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
import io.tributary.wire.exposition.OpenMetricsFloat;
import java.util.Locale;

/// One metric family as text 0.0.4.
///
/// The values of `le` and `quantile` are written as Go writes them (`1`, `1e+07`), since they are
/// labels: one who scrapes original and replacement, and does not bring them into one form as
/// Prometheus 3 does, sees the same series.
///
/// Source: prometheus/docs `exposition_formats.md`; prometheus/common `expfmt/text_create.go`.
final class MetricFamilyText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Below this, every whole number is a double of its own.
  private static final double MAX_PLAIN = 1e15;

  private final StringBuilder out;
  private final String name;

  private MetricFamilyText(StringBuilder out, String name) {
    this.out = out;
    this.name = name;
  }

  /// Writes nothing where there is no series yet.
  static void write(StringBuilder out, String name, MetricSnapshot snapshot) {
    if (snapshot.getDataPoints().isEmpty()) {
      return;
    }
    var family = new MetricFamilyText(out, name);
    family.head(snapshot);
    snapshot.getDataPoints().forEach(point -> family.point(snapshot, point));
  }

  private void head(MetricSnapshot snapshot) {
    String help = snapshot.getMetadata().getHelp();
    if (help != null) {
      out.append("# HELP ").append(name).append(' ');
      escape(help, false);
      out.append('\n');
    }
    String type = SelfMetrics.type(snapshot).toLowerCase(Locale.ROOT);
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
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
      line("", point, "quantile", asGo(quantile.getQuantile()), quantile.getValue());
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
        line("_bucket", point, "le", asGo(bound), (double) cumulative);
      }
    }
    line("_bucket", point, "le", "+Inf", (double) point.getCount());
    line("_sum", point, "", "", point.getSum());
    line("_count", point, "", "", (double) point.getCount());
  }

  static String asGo(double number) {
    String text = OpenMetricsFloat.format(number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// One line; `more` is the name of a further label, or empty.
  private void line(
      String suffix, DataPointSnapshot point, String more, String moreValue, double value) {
    out.append(name).append(suffix);
    char before = '{';
    for (Label label : point.getLabels()) {
      label(before, label.getName(), label.getValue());
      before = ',';
    }
    if (!more.isEmpty()) {
      label(before, more, moreValue);
      before = ',';
    }
    out.append(before == '{' ? " " : "} ");
    number(value);
    out.append('\n');
  }

  private void label(char before, String label, String value) {
    out.append(before).append(label).append("=\"");
    escape(value, true);
    out.append('"');
  }

  private void number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < MAX_PLAIN) {
      out.append((long) value);
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else {
      out.append(value);
    }
  }

  private void escape(String text, boolean quoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quoted ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }
}
