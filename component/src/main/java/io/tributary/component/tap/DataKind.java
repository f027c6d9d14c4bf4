package io.tributary.component.tap;

/// What kind of data passes, as the API spells it.
///
/// Source: grafana/alloy `internal/service/livedebugging/data.go`.
public enum DataKind {
  TARGET("target"),
  PROMETHEUS_METRIC("prometheus_metric");

  private final String text;

  DataKind(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
