package io.tributary.wire.exposition;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One sample as it stands in the body: a view that its parser reuses for the next one.
///
/// ```
/// # TYPE http_requests_total counter
/// http_requests_total{code="200",le="1"} 1027 1395066363000
/// ^ lineStart                            ^ valueStart
/// ^ seriesStart                         ^ seriesEnd
///                                            ^ valueEnd    ^ lineEnd (past the line feed)
/// ```
///
/// All offsets are into [#body]. For the text formats that is the array handed to the parser; for
/// protobuf it is a buffer with a synthesised series text, no value and no line ends. A sample that
/// was put together from several lines (a converted histogram) has a synthesised text as well, and
/// the offsets of its value are -1.
public final class ExposedSample {
  final LabelViews labels = new LabelViews();
  final List<ExposedExemplar> exemplars = new ArrayList<>();
  byte[] body = new byte[0];
  int lineStart;
  int seriesStart;
  int seriesEnd;
  int valueStart;
  int valueEnd;
  int lineEnd;
  long valueBits;
  boolean hasTimestamp;
  long timestampMs;
  long startTimestampMs;
  int exemplarCount;
  MetricType type = MetricType.UNKNOWN;
  @Nullable NativeHistogram histogram;

  ExposedSample() {}

  public byte[] body() {
    return body;
  }

  public int lineStart() {
    return lineStart;
  }

  /// Start of the metric name or of the brace before it.
  public int seriesStart() {
    return seriesStart;
  }

  /// End of the series as written: after the name, or after the closing brace.
  public int seriesEnd() {
    return seriesEnd;
  }

  public int valueStart() {
    return valueStart;
  }

  public int valueEnd() {
    return valueEnd;
  }

  /// Start of the next line; the limit of the body when a final line feed is missing.
  public int lineEnd() {
    return lineEnd;
  }

  /// All labels, the first being `__name__`; `le` and `quantile` are normalised where a TYPE says
  /// so.
  public LabelViews labels() {
    return labels;
  }

  /// The raw bits of the value; every NaN is 0x7ff8000000000001. Zero for a native histogram.
  public long valueBits() {
    return valueBits;
  }

  public double value() {
    return Double.longBitsToDouble(valueBits);
  }

  /// Whether the exporter gave a timestamp.
  public boolean hasTimestamp() {
    return hasTimestamp;
  }

  /// Milliseconds since 1970; meaningless unless [#hasTimestamp].
  public long timestampMs() {
    return timestampMs;
  }

  /// When the counting began, in milliseconds since 1970; 0 when unknown or not asked for.
  public long startTimestampMs() {
    return startTimestampMs;
  }

  /// The type that is in force: that of the last TYPE line, whatever its name.
  public MetricType type() {
    return type;
  }

  public int exemplarCount() {
    return exemplarCount;
  }

  public ExposedExemplar exemplar(int i) {
    return exemplars.get(i);
  }

  /// The native histogram that takes the place of the value. Immutable, so it may be kept.
  public @Nullable NativeHistogram histogram() {
    return histogram;
  }

  /// The series as written, for messages and tests.
  public String seriesText() {
    return new ByteView().set(body, seriesStart, seriesEnd).toString();
  }

  ExposedExemplar addExemplar() {
    if (exemplarCount == exemplars.size()) {
      exemplars.add(new ExposedExemplar());
    }
    ExposedExemplar next = exemplars.get(exemplarCount++);
    next.labels.clear();
    next.hasTimestamp = false;
    return next;
  }
}
