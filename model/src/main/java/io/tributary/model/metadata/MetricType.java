package io.tributary.model.metadata;

/// The type of a metric family, with its numbers in both remote-write messages and its OpenMetrics
/// spelling.
///
/// Source: prometheus/prometheus `prompb/types.proto` (MetricMetadata) and
/// `prompb/io/prometheus/write/v2/types.proto`.
public enum MetricType {
  UNKNOWN("unknown", 0, 0),
  COUNTER("counter", 1, 1),
  GAUGE("gauge", 2, 2),
  HISTOGRAM("histogram", 3, 3),
  GAUGE_HISTOGRAM("gaugehistogram", 4, 4),
  SUMMARY("summary", 5, 5),
  INFO("info", 6, 6),
  STATESET("stateset", 7, 7);

  private static final MetricType[] BY_NUMBER = new MetricType[values().length];

  static {
    for (MetricType type : values()) {
      BY_NUMBER[type.remoteWrite2] = type;
    }
  }

  private final String text;
  private final int remoteWrite1;
  private final int remoteWrite2;

  MetricType(String text, int remoteWrite1, int remoteWrite2) {
    this.text = text;
    this.remoteWrite1 = remoteWrite1;
    this.remoteWrite2 = remoteWrite2;
  }

  /// The OpenMetrics word.
  public String text() {
    return text;
  }

  /// The enum number in remote write 1.0.
  public int remoteWrite1() {
    return remoteWrite1;
  }

  /// The enum number in remote write 2.0.
  public int remoteWrite2() {
    return remoteWrite2;
  }

  /// The type with this number in remote write 2.0, which is one of [#remoteWrite2].
  public static MetricType ofRemoteWrite2(int number) {
    return BY_NUMBER[number];
  }
}
