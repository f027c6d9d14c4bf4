package io.tributary.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.tributary.exporters.self.MetricFamilyText;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.ByteView;
import io.tributary.wire.exposition.ExposedSample;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import io.tributary.wire.exposition.ExpositionParser;
import io.tributary.wire.exposition.ExpositionSink;
import io.tributary.wire.exposition.TextWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
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
    var own = new StringBuilder();
    var writer = new TextWriter(own);
    for (MetricSnapshot snapshot : registry.scrape()) {
      MetricFamilyText.write(writer, snapshot);
    }
    assertThat(series(ExpositionFormat.PROTOBUF, protobuf(registry)))
        .isEqualTo(series(ExpositionFormat.TEXT, text.toByteArray()))
        .isEqualTo(series(ExpositionFormat.TEXT, own.toString().getBytes(UTF_8)))
        .hasSize(16);
  }

  private static byte[] protobuf(PrometheusRegistry registry) {
    var protobuf = new ByteSink(64);
    for (MetricSnapshot snapshot : registry.scrape()) {
      MetricFamilyProtobuf.write(protobuf, MetricFamilyText.name(snapshot), snapshot);
    }
    return protobuf.toByteArray();
  }

  private static PrometheusRegistry withNativeHistogram() {
    var registry = new PrometheusRegistry();
    Histogram histogram =
        Histogram.builder()
            .name("h")
            .classicUpperBounds(1, 2)
            .nativeInitialSchema(3)
            .register(registry);
    DoubleStream.of(0, 1.5, 1.5, 1.6, -3, 1000).forEach(histogram::observe);
    return registry;
  }

  /// Upper bounds are powers of the eighth root of two.
  @Test
  void nativeHistogramsTravelInProtobuf() {
    assertThat(nativeHistograms(protobuf(withNativeHistogram())))
        .singleElement()
        .satisfies(histogram -> {
          assertThat(histogram.schema()).isEqualTo(3);
          assertThat(histogram.zeroThreshold()).isEqualTo(0x1p-128);
          assertThat(histogram.sum()).isCloseTo(1001.6, within(1e-9));
          assertThat(histogram.problem()).isNull();
          assertThat(histogram.buckets())
              .isEqualTo(
                  new IntBuckets(
                      6,
                      1,
                      new Span[] {new Span(5, 2), new Span(73, 1)},
                      new long[] {2, -1, 0},
                      new Span[] {new Span(13, 1)},
                      new long[] {1}));
        });
  }

  @Test
  void nativeHistogramsAreInTheJsonOfOwnMetrics() throws ApiError {
    MetricSnapshot snapshot = withNativeHistogram().scrape().get(0);
    var json =
        new String(
            Json.document(
                out -> MetricFamilyJson.write(out, MetricFamilyText.name(snapshot), snapshot)),
            UTF_8);
    assertThat(json)
        .contains("\"schema\":3,", "\"zeroCount\":\"1\"")
        .contains("\"negativeSpan\":[{\"offset\":13,\"length\":1}],\"negativeDelta\":[\"1\"]")
        .contains(
            "\"positiveSpan\":[{\"offset\":5,\"length\":2},{\"offset\":73,\"length\":1}],"
                + "\"positiveDelta\":[\"2\",\"-1\",\"0\"]");
  }

  private static List<NativeHistogram> nativeHistograms(byte[] body) {
    var histograms = new ArrayList<NativeHistogram>();
    ExpositionParser.of(
            ExpositionFormat.PROTOBUF, ExpositionOptions.DEFAULT.withNativeHistograms(true))
        .parse(
            Arrays.copyOf(body, body.length + 16),
            0,
            body.length,
            new ExpositionSink() {
              @Override
              public void sample(ExposedSample sample) {
                NativeHistogram histogram = sample.histogram();
                if (histogram != null) {
                  histograms.add(histogram);
                }
              }
            });
    return histograms;
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
