package io.tributary.agent.web;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.bytes.ByteSink;
import io.tributary.exporters.self.MetricFamilyText;
import io.tributary.exporters.self.OwnPage;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.wire.exposition.TextWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/// The agent's own metrics: `/metrics`, and as JSON `/status/self_metrics`.
///
/// Text, OpenMetrics and delimited protobuf are negotiated.
final class SelfMetrics {
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Counter requests;
  private final Gauge inFlight;

  SelfMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    requests =
        Counter.builder()
            .name("promhttp_metric_handler_requests_total")
            .help("Scrapes of the agent itself, by HTTP status code.")
            .labelNames("code")
            .register(registry);
    inFlight =
        Gauge.builder()
            .name("promhttp_metric_handler_requests_in_flight")
            .help("Scrapes of the agent itself that are being served now.")
            .register(registry);
    for (String code : new String[] {"200", "500", "503"}) {
      requests.initLabelValues(code);
    }
  }

  Response metrics(Request request) throws IOException {
    inFlight.inc();
    try {
      Response response =
          switch (MetricsFormat.of(request.headers().first("Accept"))) {
            case TEXT -> text();
            case OPEN_METRICS -> openMetrics();
            case PROTOBUF -> protobuf();
          };
      requests.labelValues("200").inc();
      return response;
    } catch (IOException | RuntimeException e) {
      requests.labelValues("500").inc();
      throw e;
    } finally {
      inFlight.dec();
    }
  }

  private Response text() {
    return Response.of(200, TextWriter.CONTENT_TYPE, OwnPage.of(registry));
  }

  private Response openMetrics() throws IOException {
    ExpositionFormatWriter writer = formats.getOpenMetricsTextFormatWriter();
    var out = new ByteArrayOutputStream(64 * 1024);
    writer.write(out, registry.scrape());
    return Response.of(200, writer.getContentType(), out.toByteArray());
  }

  private Response protobuf() {
    var out = new ByteSink(64 * 1024);
    for (MetricSnapshot snapshot : registry.scrape()) {
      MetricFamilyProtobuf.write(out, MetricFamilyText.name(snapshot), snapshot);
    }
    return Response.of(200, MetricFamilyProtobuf.CONTENT_TYPE, out.toByteArray());
  }

  /// Families whose name matches `metric_name_pattern`, in the JSON form of their protobuf message.
  Json.Data json(Request request) throws ApiError, IOException {
    String text = TargetsApi.text(request.parameter("metric_name_pattern"));
    Pattern pattern;
    try {
      pattern = text.isEmpty() ? null : Pattern.compile("^(?:" + text + ")$");
    } catch (PatternSyntaxException e) {
      throw ApiError.badData("invalid metric_name_pattern: " + e.getMessage());
    }
    return json -> {
      json.writeStartArray();
      for (MetricSnapshot snapshot : registry.scrape()) {
        String name = MetricFamilyText.name(snapshot);
        if (pattern == null || pattern.matcher(name).matches()) {
          MetricFamilyJson.write(json, name, snapshot);
        }
      }
      json.writeEndArray();
    };
  }

  static void number(JsonGenerator json, String name, double value) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, value);
    } else {
      json.writeStringProperty(
          name, Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }
}
