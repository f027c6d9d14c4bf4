package io.tributary.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.base.bytes.ByteSink;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.ByteView;
import io.tributary.wire.exposition.ExposedSample;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import io.tributary.wire.exposition.ExpositionParser;
import io.tributary.wire.exposition.ExpositionSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | TEXT",
        "*/* | TEXT",
        "text/html | TEXT",
        "text/plain | TEXT",
        "text/plain;version=7, application/openmetrics-text;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text;version=9 | TEXT",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;q=0.3 |"
            + " OPEN_METRICS",
        "text/plain;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5 | TEXT",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;q=0.5"
            + " | PROTOBUF",
        "application/vnd.google.protobuf; proto=\"io.prometheus.client.MetricFamily\";"
            + " encoding=delimited | PROTOBUF",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text,"
            + " text/plain;q=0.1 | TEXT",
        "application/vnd.google.protobuf | TEXT",
        "text/plain;q=x | TEXT",
      })
  void takesTheHeaviestThatThereIs(String accept, MetricsFormat format) {
    assertThat(MetricsFormat.of(accept)).isEqualTo(format);
  }

  @Test
  void ownMetricsLookForNoExemplars() {
    assertThat(PrometheusProperties.get().getDefaultMetricProperties().getExemplarsEnabled())
        .isFalse();
  }

  @Test
  void saysTheSameInProtobufAsInText() throws IOException {
    var registry = new PrometheusRegistry();
    Counter.builder()
        .name("c_total")
        .help("C \"x\".")
        .labelNames("a")
        .register(registry)
        .labelValues("ü")
        .inc(2);
    Gauge.builder().name("g").register(registry).set(-1.5);
    Info.builder().name("i").labelNames("v").register(registry).addLabelValues("1");
    Histogram.builder()
        .name("h")
        .classicOnly()
        .classicUpperBounds(1, 2)
        .register(registry)
        .observe(1.5);
    Summary.builder().name("s").quantile(0.5, 0.01).register(registry).observe(3);
    var text = new ByteArrayOutputStream();
    ExpositionFormats.init().getPrometheusTextFormatWriter().write(text, registry.scrape());
    var protobuf = new ByteSink(64);
    for (MetricSnapshot snapshot : registry.scrape()) {
      MetricFamilyProtobuf.write(protobuf, SelfMetrics.name(snapshot), snapshot);
    }
    assertThat(series(ExpositionFormat.PROTOBUF, protobuf.toByteArray()))
        .isEqualTo(series(ExpositionFormat.TEXT, text.toByteArray()))
        .hasSize(16);
  }

  private static SortedMap<String, Object> series(ExpositionFormat format, byte[] body) {
    var series = new TreeMap<String, Object>();
    ExpositionParser.of(format, ExpositionOptions.DEFAULT)
        .parse(
            Arrays.copyOf(body, body.length + 16),
            0,
            body.length,
            new ExpositionSink() {
              @Override
              public void type(ByteView name, MetricType type) {
                series.put("TYPE " + name, type);
              }

              @Override
              public void sample(ExposedSample sample) {
                var labels = new TreeMap<String, String>();
                for (int i = 0; i < sample.labels().size(); i++) {
                  labels.put(sample.labels().name(i), sample.labels().value(i));
                }
                series.put(labels.toString(), sample.value());
              }
            });
    return series;
  }
}
