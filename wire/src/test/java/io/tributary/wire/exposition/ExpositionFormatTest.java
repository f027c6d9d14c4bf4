package io.tributary.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.EscapingScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionFormatTest {
  @Test
  void picksTheFormatOfTheMediaTypeAlone() {
    Object[][] rows = {
      {"text/plain", ExpositionFormat.TEXT},
      {"text/plain; version=0.0.4; charset=utf-8", ExpositionFormat.TEXT},
      {"Text/Plain;version=9;escaping=\"va\\\"lues\"", ExpositionFormat.TEXT},
      {"text/plain;", ExpositionFormat.TEXT},
      {"text/plain; charset=utf-8; Charset=\"utf-8\"", ExpositionFormat.TEXT},
      {" text/plain ; a=b ; ", ExpositionFormat.TEXT},
      {"application/openmetrics-text; version=1.0.0", ExpositionFormat.OPEN_METRICS},
      {
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;encoding=text",
        ExpositionFormat.PROTOBUF
      },
    };
    for (Object[] row : rows) {
      var selection = ExpositionFormat.select((String) row[0], null);
      assertThat(selection)
          .isEqualTo(new ExpositionFormat.Selection((ExpositionFormat) row[1], null));
    }
  }

  @Test
  void needsAFallbackForEverythingElse() {
    for (String contentType :
        new String[] {
          null,
          "",
          "text/html",
          "application/json",
          "text",
          "text/",
          "/plain",
          "text/plain/x",
          "text/plain; version",
          "text/plain; a=1; a=2",
          "text/plain; =x",
          "text/plain; a=\"b",
          "text/plain;;a=b",
          "text plain",
          "text/plain; a=b c"
        }) {
      var failed = ExpositionFormat.select(contentType, null);
      assertThat(failed.format()).as("%s", contentType).isNull();
      assertThat(failed.problem()).endsWith("and no fallback_scrape_protocol is set");

      var selection = ExpositionFormat.select(contentType, ScrapeProtocol.OPEN_METRICS_TEXT_0_0_1);
      assertThat(selection.format()).isEqualTo(ExpositionFormat.OPEN_METRICS);
      assertThat(selection.problem())
          .endsWith("using fallback_scrape_protocol \"OpenMetricsText0.0.1\"");
    }
    assertThat(ExpositionFormat.select(null, null).problem())
        .isEqualTo("target sent no Content-Type and no fallback_scrape_protocol is set");
  }

  @Test
  void asksForProtocolsWithFallingWeights() {
    assertThat(ScrapeProtocol.acceptHeader(ScrapeProtocol.TEXT_FIRST, EscapingScheme.ALLOW_UTF8))
        .isEqualTo(
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
    assertThat(
            ScrapeProtocol.acceptHeader(ScrapeProtocol.PROTOBUF_FIRST, EscapingScheme.UNDERSCORES))
        .isEqualTo(
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                + "encoding=delimited;q=0.6,"
                + "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.5,"
                + "application/openmetrics-text;version=0.0.1;q=0.4,"
                + "text/plain;version=1.0.0;escaping=underscores;q=0.3,"
                + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1");
    assertThat(
            ScrapeProtocol.acceptHeader(
                List.of(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4), EscapingScheme.DOTS))
        .isEqualTo("text/plain;version=0.0.4;q=0.6,*/*;q=0.5");
  }

  @Test
  void knowsProtocolsByTheirConfiguredNames() {
    for (ScrapeProtocol protocol : ScrapeProtocol.values()) {
      assertThat(ScrapeProtocol.named(protocol.configName())).contains(protocol);
    }
    assertThat(ScrapeProtocol.values())
        .extracting(ScrapeProtocol::configName)
        .containsExactly(
            "PrometheusProto",
            "PrometheusText0.0.4",
            "PrometheusText1.0.0",
            "OpenMetricsText0.0.1",
            "OpenMetricsText1.0.0");
    assertThat(ScrapeProtocol.named("prometheusproto")).isEmpty();
  }
}
