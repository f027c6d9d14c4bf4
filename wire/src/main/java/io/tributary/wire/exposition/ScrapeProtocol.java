package io.tributary.wire.exposition;

import io.tributary.model.labels.EscapingScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A format and version that a scrape can ask for, under the name that configurations use.
///
/// Source: Prometheus `config/config.go` (`ScrapeProtocolsHeaders`), `scrape/scrape.go`
/// (`acceptHeader`).
public enum ScrapeProtocol {
  PROMETHEUS_PROTO(
      "PrometheusProto",
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
      ExpositionFormat.PROTOBUF,
      false),
  PROMETHEUS_TEXT_0_0_4(
      "PrometheusText0.0.4", "text/plain;version=0.0.4", ExpositionFormat.TEXT, false),
  PROMETHEUS_TEXT_1_0_0(
      "PrometheusText1.0.0", "text/plain;version=1.0.0", ExpositionFormat.TEXT, true),
  OPEN_METRICS_TEXT_0_0_1(
      "OpenMetricsText0.0.1",
      "application/openmetrics-text;version=0.0.1",
      ExpositionFormat.OPEN_METRICS,
      false),
  OPEN_METRICS_TEXT_1_0_0(
      "OpenMetricsText1.0.0",
      "application/openmetrics-text;version=1.0.0",
      ExpositionFormat.OPEN_METRICS,
      true);

  /// What is asked for when nothing is configured.
  public static final List<ScrapeProtocol> TEXT_FIRST =
      List.of(
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  /// What is asked for when native histograms or start timestamps are wanted.
  public static final List<ScrapeProtocol> PROTOBUF_FIRST =
      List.of(
          PROMETHEUS_PROTO,
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  private final String configName;
  private final String mediaType;
  private final ExpositionFormat format;
  private final boolean negotiatesEscaping;

  ScrapeProtocol(
      String configName, String mediaType, ExpositionFormat format, boolean negotiatesEscaping) {
    this.configName = configName;
    this.mediaType = mediaType;
    this.format = format;
    this.negotiatesEscaping = negotiatesEscaping;
  }

  /// The name in `scrape_protocols`.
  public String configName() {
    return configName;
  }

  public ExpositionFormat format() {
    return format;
  }

  /// The protocol of a configured name, which is matched exactly.
  public static Optional<ScrapeProtocol> named(String configName) {
    for (ScrapeProtocol protocol : values()) {
      if (protocol.configName.equals(configName)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }

  /// The Accept header that asks for `protocols`, the first being the dearest. Weights start one
  /// tenth above the number of protocols that exist and fall by a tenth; anything else comes last.
  public static String acceptHeader(List<ScrapeProtocol> protocols, EscapingScheme escaping) {
    int weight = values().length + 1;
    var entries = new ArrayList<String>();
    for (ScrapeProtocol protocol : protocols) {
      String parameter = protocol.negotiatesEscaping ? ";escaping=" + escaping.configName() : "";
      entries.add(protocol.mediaType + parameter + ";q=0." + weight--);
    }
    entries.add("*/*;q=0." + weight);
    return String.join(",", entries);
  }
}
