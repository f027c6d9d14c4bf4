package io.tributary.e2e;

import static io.tributary.e2e.Differential.ADDED;
import static io.tributary.e2e.Differential.EXEMPLARS;
import static io.tributary.e2e.Differential.MARKERS;
import static io.tributary.e2e.Proto.delimited;
import static io.tributary.e2e.Proto.message;
import static io.tributary.e2e.Proto.signed;
import static io.tributary.e2e.ScriptedExporter.OPEN_METRICS;
import static io.tributary.e2e.ScriptedExporter.TEXT;

import io.tributary.e2e.Differential.Job;
import io.tributary.e2e.Differential.Setup;
import io.tributary.e2e.Proto.Signed;
import io.tributary.e2e.ScriptedExporter.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Protobuf pages and native histograms, scraped by Tributary and by Prometheus in agent mode: what
/// arrives over remote write 2.0 must be equal.
class NativeHistogramDifferentialTest {
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";
  private static final long SOON_S = System.currentTimeMillis() / 1000 + 120;
  private static final int COUNTER = 0;
  private static final int GAUGE = 1;
  private static final int SUMMARY = 2;
  private static final int UNTYPED = 3;
  private static final int HISTOGRAM = 4;
  private static final int GAUGE_HISTOGRAM = 5;

  private static final String SEND =
      """
          protobuf_message: io.prometheus.write.v2.Request
          send_exemplars: true
          send_native_histograms: true
      """;

  @TempDir Path directory;

  @BeforeEach
  void needsTheThreeLine() {
    Assumptions.assumeFalse(
        ChildProcess.isPrometheus2(), "needs Prometheus 3.5 or newer: bench/peers fetches it");
  }

  @TestFactory
  Stream<DynamicTest> nativeHistogramsOff() throws Exception {
    var jobs = new ArrayList<Job>();
    // 3.5 converts nothing here, later ones do.
    for (String keep : List.of("", "always_scrape_classic_histograms: true\n")) {
      jobs.addAll(jobs("scrape_protocols: [PrometheusProto]\n" + keep, false));
    }
    return Differential.compared(directory, Setup.of(SEND), jobs);
  }

  @TestFactory
  Stream<DynamicTest> nativeHistogramsOn() throws Exception {
    var jobs = new ArrayList<Job>();
    for (String convert : List.of("", "convert_classic_histograms_to_nhcb: true\n")) {
      for (String keep : List.of("", "always_scrape_classic_histograms: true\n")) {
        jobs.addAll(jobs(convert + keep, true));
      }
    }
    jobs.addAll(limits());
    return Differential.compared(
        directory,
        new Setup(
            "",
            SEND,
            "  scrape_native_histograms: true\n",
            List.of("--enable-feature=native-histograms"),
            List.of(),
            false),
        jobs);
  }

  private static List<Job> jobs(String settings, boolean natively) {
    boolean converts = settings.contains("convert");
    boolean keeps = settings.contains("always");
    String suffix = settings.replaceAll("scrape_protocols.*\n", "").replaceAll("[^a-z]+", "-");
    var jobs = new ArrayList<Job>();
    jobs.add(
        Job.of(
            "plain" + suffix, settings, protobuf(simpleFamilies(1)), protobuf(simpleFamilies(2))));
    jobs.add(
        Job.of(
                "histograms" + suffix,
                settings,
                protobuf(histograms(0, natively, !converts)),
                protobuf(histograms(1, natively, !converts)),
                protobuf(),
                protobuf(histograms(2, natively, !converts)),
                Page.of(PROTOBUF, "").status(500),
                protobuf(histograms(3, natively, !converts)))
            .butIf(converts && keeps, EXEMPLARS));
    if (natively) {
      jobs.add(inconsistent(settings, suffix));
    }
    jobs.add(
        Job.of(
            "text" + suffix,
            settings,
            Page.of(TEXT, CLASSIC),
            Page.of(TEXT, CLASSIC.replace(" 7", " 8"))));
    jobs.add(
        Job.of("openmetrics" + suffix, settings, Page.of(OPEN_METRICS, OPEN_METRICS_CLASSIC))
            .butIf(converts && keeps, EXEMPLARS));
    return jobs;
  }

  /// A histogram that cannot be stored, between two families that can.
  private static Job inconsistent(String settings, String suffix) {
    return Job.of(
            "inconsistent" + suffix,
            settings,
            protobuf(
                gauge("gauge"),
                family(
                    "bad",
                    HISTOGRAM,
                    histogram(1, 9, 2, 1.0, 5, new Signed(0), 12, span(0, 1), 13, signed(3))),
                gauge("gauge2")))
        .but("scrape_samples_scraped", "scrape_samples_post_metric_relabeling", ADDED);
  }

  private static List<Job> limits() {
    var jobs = new ArrayList<Job>();
    for (int limit : List.of(1, 2, 3, 4, 8)) {
      jobs.add(
          Job.of(
                  "buckets-" + limit,
                  "native_histogram_bucket_limit: " + limit,
                  protobuf(histograms(0)),
                  protobuf(gauge("gauge")),
                  protobuf(family("wide", HISTOGRAM, wide())))
              .but(MARKERS, ADDED));
    }
    for (String factor : List.of("1.001", "1.05", "1.1", "2", "4", "16", "65536", "100000")) {
      jobs.add(
          Job.of(
              "factor-" + factor,
              "native_histogram_min_bucket_factor: " + factor,
              protobuf(histograms(0)),
              protobuf(family("wide", HISTOGRAM, wide()))));
    }
    for (int schema : List.of(-4, 0, 8)) {
      jobs.add(
          Job.of(
              "schema" + schema,
              "",
              protobuf(
                  family(
                      "h",
                      HISTOGRAM,
                      histogram(
                          1,
                          5,
                          2,
                          1.0,
                          5,
                          new Signed(schema),
                          12,
                          span(3, 2),
                          12,
                          span(40, 1),
                          13,
                          signed(2, -1, 1)))),
              protobuf(gauge("gauge"))));
    }
    jobs.add(
        Job.of(
                "limit",
                "sample_limit: 2",
                protobuf(histograms(0)),
                protobuf(family("wide", HISTOGRAM, wide())))
            .but(MARKERS, ADDED));
    jobs.add(
        Job.of(
            "relabelled",
            "metric_relabel_configs: [{source_labels: [kind], regex: '', target_label: kind,"
                + " replacement: 'x'}, {source_labels: [__name__], regex: 'float.*', action:"
                + " drop}]",
            protobuf(histograms(0))));
    return jobs;
  }

  private static byte[][] simpleFamilies(int step) {
    return new byte[][] {
      message(
          1,
          "requests_total",
          2,
          "Requests.",
          3,
          COUNTER,
          4,
          message(
              1, label("code", "200"), 3, message(1, 10.0 * step, 2, exemplar("t", "a", step, 0))),
          4,
          message(1, label("code", "500"), 3, message(1, 5.0, 2, exemplar("t", "b", 1, SOON_S)))),
      family("temperature", GAUGE, message(1, label("l.m", "\u00fc"), 2, message(1, -1.5))),
      family("utf.8", GAUGE, message(2, message(1, Double.NaN))),
      family(
          "latency_seconds",
          SUMMARY,
          message(
              4,
              message(
                  1, 4, 2, 1.25, 3, message(1, 0.5, 2, 1.0), 3, message(1, 1.0, 2, Double.NaN)))),
      family("anything", UNTYPED, message(5, message(1, 3.0), 6, SOON_S * 1000 + step)),
      family("le_gauge", GAUGE, message(1, label("le", "1"), 2, message(1, 1.0))),
    };
  }

  private static byte[][] histograms(int step) {
    return histograms(step, true, true);
  }

  /// Classic, native and both; integers and floats; gauges, empty ones, exemplars. What 3.5 reads
  /// otherwise than 3.14 is left out: native histograms that are not scraped as such, and classic
  /// gauge histograms that are converted.
  private static byte[][] histograms(int step, boolean natively, boolean classicGauges) {
    var families = new ArrayList<byte[]>(classicHistograms(step));
    if (natively) {
      families.addAll(nativeHistograms(step));
    }
    if (classicGauges) {
      families.add(
          family(
              "gauge_classic", GAUGE_HISTOGRAM, histogram(1, 4 + step, 2, 2.5, 3, bucket(1, 3))));
    }
    return families.toArray(byte[][]::new);
  }

  private static List<byte[]> classicHistograms(int step) {
    return List.of(
        message(
            1,
            "classic",
            2,
            "Histograms.",
            3,
            HISTOGRAM,
            4,
            message(
                1,
                label("l", "1"),
                7,
                message(
                    1,
                    4 + step,
                    2,
                    2.5,
                    3,
                    bucket(0.5, 1),
                    3,
                    bucket(1, 3),
                    3,
                    bucket(10, 4 + step))),
            4,
            message(
                1,
                label("l", "2"),
                7,
                message(
                    1,
                    4 + step,
                    2,
                    2.5,
                    3,
                    bucket(1, 3),
                    3,
                    bucket(Double.POSITIVE_INFINITY, 4 + step)))),
        family(
            "classic_float",
            HISTOGRAM,
            histogram(
                4,
                4.5 + step,
                2,
                2.5,
                3,
                message(2, 1.0, 4, 1.5),
                3,
                message(2, 2.0, 4, 4.5 + step))),
        family(
            "classic_exemplars",
            HISTOGRAM,
            histogram(
                1,
                2,
                2,
                2.5,
                3,
                message(1, 1, 2, 1.0, 3, exemplar("t", "c", 0.5, SOON_S + step)),
                3,
                message(1, 2, 2, 5.0, 3, exemplar("t", "d", 4, 0)))));
  }

  private static List<byte[]> nativeHistograms(int step) {
    return List.of(
        family("int", HISTOGRAM, message(7, twoBuckets(step))),
        family(
            "int_negative",
            HISTOGRAM,
            histogram(
                1,
                6,
                2,
                -2.5,
                5,
                new Signed(0),
                6,
                0.001,
                7,
                1,
                9,
                span(0, 1),
                9,
                span(2, 1),
                10,
                signed(2, -1),
                12,
                span(0, 1),
                13,
                signed(2))),
        family(
            "int_noop_span", HISTOGRAM, histogram(1, 0, 2, 0.0, 5, new Signed(3), 12, span(0, 0))),
        family("int_threshold", HISTOGRAM, histogram(1, 0, 2, 0.0, 5, new Signed(3), 6, 0.001)),
        family(
            "int_nan",
            HISTOGRAM,
            histogram(
                1, 3, 2, Double.NaN, 5, new Signed(0), 6, 0.001, 12, span(0, 1), 13, signed(2))),
        family(
            "float",
            HISTOGRAM,
            histogram(
                4,
                5.5 + step,
                2,
                2.5,
                5,
                new Signed(1),
                6,
                0.001,
                8,
                2.0 + step,
                12,
                span(0, 2),
                14,
                List.of(1.5, 2.0))),
        family(
            "int_exemplars",
            HISTOGRAM,
            histogram(
                1,
                3,
                2,
                2.5,
                5,
                new Signed(0),
                6,
                0.001,
                12,
                span(0, 1),
                13,
                signed(3),
                16,
                exemplar("t", "e", 1, SOON_S + step),
                16,
                exemplar("t", "f", 1, 0))),
        family(
            "int_both",
            HISTOGRAM,
            histogram(
                1,
                5 + step,
                2,
                2.5,
                3,
                message(1, 5 + step, 2, 1.0, 3, exemplar("t", "h", 0.5, SOON_S)),
                5,
                new Signed(3),
                6,
                0.001,
                7,
                2 + step,
                12,
                span(-1, 2),
                13,
                signed(1, 1))),
        family("gauge_int", GAUGE_HISTOGRAM, message(7, twoBuckets(step))),
        family("timed", HISTOGRAM, message(6, SOON_S * 1000 + step, 7, twoBuckets(step))));
  }

  /// A histogram of integers, without labels or exemplars.
  private static byte[] twoBuckets(int step) {
    return message(
        1,
        5 + step,
        2,
        2.5,
        5,
        new Signed(3),
        6,
        0.001,
        7,
        2 + step,
        12,
        span(-1, 2),
        13,
        signed(1, 1));
  }

  private static byte[] wide() {
    return histogram(
        1,
        20,
        2,
        100.0,
        5,
        new Signed(3),
        6,
        0.001,
        12,
        span(-20, 4),
        12,
        span(3, 4),
        12,
        span(10, 2),
        13,
        signed(2, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private static byte[] histogram(Object... fields) {
    return message(7, message(fields));
  }

  private static byte[] family(String name, int type, byte[] metric) {
    return message(1, name, 3, type, 4, metric);
  }

  /// A gauge without labels that is 1.
  private static byte[] gauge(String name) {
    return family(name, GAUGE, message(2, message(1, 1.0)));
  }

  private static byte[] label(String name, String value) {
    return message(1, name, 2, value);
  }

  private static byte[] bucket(double bound, int count) {
    return message(1, count, 2, bound);
  }

  private static byte[] span(int offset, int length) {
    return message(1, new Signed(offset), 2, length);
  }

  /// Without a timestamp where `seconds` is 0.
  private static byte[] exemplar(String name, String value, double number, long seconds) {
    return seconds == 0
        ? message(1, label(name, value), 2, number)
        : message(1, label(name, value), 2, number, 3, message(1, seconds));
  }

  private static Page protobuf(byte[]... families) {
    return Page.of(PROTOBUF, delimited(families));
  }

  private static final String CLASSIC =
      """
      # HELP h A histogram.
      # TYPE h histogram
      h_bucket{x="1",le="0.5"} 1
      h_bucket{x="1",le="1"} 3
      h_bucket{x="1",le="+Inf"} 7
      h_sum{x="1"} 5
      h_count{x="1"} 7
      h_bucket{x="2",le="1"} 1
      h_bucket{x="2",le="+Inf"} 1
      h_sum{x="2"} 1
      h_count{x="2"} 1
      # TYPE broken histogram
      broken_bucket{le="1"} 3
      broken_bucket{le="2"} 2
      broken_bucket{le="+Inf"} 3
      broken_sum 1
      broken_count 3
      # TYPE countless histogram
      countless_bucket{le="1"} 3
      countless_bucket{le="+Inf"} 4
      # TYPE infless histogram
      infless_bucket{le="1"} 3
      infless_count 4
      infless_sum 4
      # TYPE fraction histogram
      fraction_bucket{le="1"} 3.5
      fraction_bucket{le="+Inf"} 4.5
      fraction_count 4.5
      fraction_sum 4
      # TYPE sumonly histogram
      sumonly_sum 4
      # TYPE sparse histogram
      sparse_bucket{le="1"} 0
      sparse_bucket{le="2"} 0
      sparse_bucket{le="3"} 0
      sparse_bucket{le="4"} 5
      sparse_bucket{le="5"} 5
      sparse_bucket{le="6"} 5
      sparse_bucket{le="7"} 6
      sparse_bucket{le="+Inf"} 6
      sparse_sum 4
      sparse_count 6
      # TYPE mixed histogram
      mixed_bucket{le="+Inf"} 6
      mixed_sum 4
      mixed_count 6
      other_bucket{le="+Inf"} 6
      # TYPE timed histogram
      timed_bucket{le="+Inf"} 6 SOON
      timed_sum 4 SOON
      timed_count 6 SOON
      # TYPE c counter
      c_bucket{le="1"} 6
      """
          .replace("SOON", Long.toString(SOON_S * 1000));

  private static final String OPEN_METRICS_CLASSIC =
      """
      # HELP h A histogram.
      # TYPE h histogram
      h_bucket{x="1",le="0.5"} 1 # {t="a"} 0.25
      h_bucket{x="1",le="1"} 3 # {t="b"} 0.75 SOON
      h_bucket{x="1",le="+Inf"} 7
      h_sum{x="1"} 5
      h_count{x="1"} 7
      # TYPE g gaugehistogram
      g_bucket{le="1"} 1
      g_bucket{le="+Inf"} 2
      g_gcount 2
      g_gsum 3
      # TYPE u.v histogram
      {"u.v_bucket",le="1"} 1
      {"u.v_bucket",le="+Inf"} 2
      {"u.v_count"} 2
      {"u.v_sum"} 3
      # EOF
      """
          .replace("# TYPE u.v", "# TYPE \"u.v\"")
          .replace("SOON", Long.toString(SOON_S));
}
