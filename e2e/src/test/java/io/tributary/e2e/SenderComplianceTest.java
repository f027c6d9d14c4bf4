package io.tributary.e2e;

import static io.tributary.e2e.ScriptedExporter.OPEN_METRICS;
import static io.tributary.e2e.ScriptedExporter.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tributary.testkit.remotewrite.ReceivedExemplar;
import io.tributary.testkit.remotewrite.ReceivedMetadata;
import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.ReceivedSeries;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.testkit.remotewrite.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the sender suites of prometheus/compliance look at in requests, case by case and at least
/// as strictly: there a case judges the last request of a process of its own, here all requests of
/// one process that scrapes the pages of all cases. What the suites try with answers (retry,
/// backoff, response, error_handling, fallback) is in ReceiverFaultsTest, RetryTest and
/// RemoteWriteSendersTest of `metrics`.
class SenderComplianceTest {
  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /// @param name of the suite's file and case; the job's name as well
  private record Case(String name, String type, String page, Consumer<Seen> check) {}

  /// What arrived of one page.
  private record Seen(String job, List<ReceivedRequest> requests) {
    List<ReceivedSeries> series() {
      return requests.stream()
          .flatMap(request -> request.series().stream())
          .filter(series -> job.equals(series.labels().get("job")))
          .toList();
    }

    List<ReceivedSeries> named(String name) {
      return series().stream().filter(s -> name.equals(s.labels().get("__name__"))).toList();
    }

    ReceivedSeries first(String name) {
      assertThat(named(name)).as(name).isNotEmpty();
      return named(name).getFirst();
    }

    ReceivedSample sample(String name) {
      return first(name).samples().getFirst();
    }

    double value(String name) {
      return Double.longBitsToDouble(sample(name).valueBits());
    }

    /// Has arrived in this scrape's first request.
    ReceivedMetadata metadata(String name) {
      return first(name).metadata().orElseThrow();
    }

    ReceivedExemplar exemplar(String name) {
      return named(name).stream()
          .flatMap(series -> series.exemplars().stream())
          .findFirst()
          .orElseThrow();
    }

    ReceivedRequest requestWith(String name) {
      return requests.stream()
          .filter(request ->
              request.series().stream()
                  .anyMatch(s ->
                      name.equals(s.labels().get("__name__")) && job.equals(s.labels().get("job"))))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Case text(String name, String page, Consumer<Seen> check) {
    return new Case(name, TEXT, page, check);
  }

  private static Case open(String name, String page, Consumer<Seen> check) {
    return new Case(name, OPEN_METRICS, page + "# EOF\n", check);
  }

  private static Case value(String name, String written, double expected) {
    return text(
        "samples/" + name,
        "test_metric " + written + "\n",
        seen -> assertThat(Double.compare(seen.value("test_metric"), expected)).isZero());
  }

  private static Case metadata(String type, int number, String page, String series) {
    return text(
        "metadata/" + type,
        page,
        seen -> assertThat(seen.metadata(series).type()).isEqualTo(number));
  }

  private static final String HISTOGRAM =
      """
      # HELP latency_seconds Time it took.
      # TYPE latency_seconds histogram
      latency_seconds_bucket{le="0.1"} 20
      latency_seconds_bucket{le="0.5"} 60
      latency_seconds_bucket{le="+Inf"} 100
      latency_seconds_sum 250.5
      latency_seconds_count 100
      """;

  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    // samples
    cases.add(value("float", "123.45", 123.45));
    cases.add(value("integer", "42", 42));
    cases.add(value("zero", "0", 0));
    cases.add(value("negative", "-15.5", -15.5));
    cases.add(value("plus_inf", "+Inf", Double.POSITIVE_INFINITY));
    cases.add(value("minus_inf", "-Inf", Double.NEGATIVE_INFINITY));
    cases.add(value("nan", "NaN", Double.NaN));
    cases.add(value("large", "1.7976931348623157e+308", Double.MAX_VALUE));
    cases.add(value("small", "2.2250738585072014e-308", Double.MIN_NORMAL));
    cases.add(value("exponent", "1.23e-4", 0.000123));
    cases.add(value("precision", "0.12345678901234566", 0.12345678901234566));
    cases.add(
        text(
            "samples/timestamp_is_recent_milliseconds",
            "test_metric 1\n",
            seen ->
                assertThat(seen.sample("test_metric").timestampMs())
                    .isBetween(
                        System.currentTimeMillis() - 300_000, System.currentTimeMillis() + 1000)));
    cases.add(
        text(
            "samples/job_and_instance",
            "test_metric 1\n",
            seen -> {
              assertThat(seen.first("test_metric").labels().get("job")).isNotEmpty();
              assertThat(seen.first("test_metric").labels().get("instance"))
                  .startsWith("127.0.0.1:");
            }));
    cases.add(
        text(
            "samples/several_scrapes_in_order",
            "test_metric 1\n",
            seen -> {
              long last = 0;
              for (ReceivedSeries one : seen.named("test_metric")) {
                assertThat(one.samples()).hasSize(1);
                assertThat(one.samples().getFirst().timestampMs()).isGreaterThan(last);
                last = one.samples().getFirst().timestampMs();
              }
              assertThat(seen.named("test_metric").size()).isGreaterThan(1);
            }));
    cases.add(
        text(
            "samples/_setup",
            "# TYPE test_counter_total counter\ntest_counter_total 101.13\ntest_gauge 1\n",
            seen -> {
              // The page and its report series come in one request.
              assertThat(
                      seen.requestWith("test_counter_total").series().stream()
                          .filter(s -> seen.job.equals(s.labels().get("job")))
                          .count())
                  .isGreaterThan(6);
              assertThat(seen.value("test_counter_total")).isEqualTo(101.13);
            }));
    // symbols
    cases.add(
        text(
            "symbols/efficiency",
            """
            requests_total{method="GET",status="200"} 1
            requests_total{method="GET",status="404"} 2
            requests_total{method="POST",status="200"} 3
            requests_total{method="POST",status="500"} 4
            """,
            seen -> {
              for (ReceivedRequest request : seen.requests) {
                assertThat(request.symbols().getFirst()).isEmpty();
                assertThat(request.symbols()).doesNotHaveDuplicates();
              }
            }));
    // labels
    cases.add(
        text(
            "labels/sorted_and_named",
            "test_metric{zebra=\"z\",alpha=\"a\",Beta=\"b\"} 1\n",
            seen -> {
              for (ReceivedSeries one : seen.series()) {
                var names = one.rawLabels().stream().map(Map.Entry::getKey).toList();
                assertThat(names).isSorted().doesNotHaveDuplicates().doesNotContain("");
                assertThat(one.labels()).containsKey("__name__");
              }
            }));
    cases.add(
        text(
            "labels/name_grammar",
            "valid_metric_name:subsystem_total{valid_label=\"v\",_x1=\"w\"} 42\n",
            seen -> {
              for (ReceivedSeries one : seen.series()) {
                assertThat(one.labels().get("__name__")).matches(METRIC_NAME);
                assertThat(one.labels().keySet())
                    .allMatch(name -> LABEL_NAME.matcher(name).matches())
                    .allMatch(name -> name.equals("__name__") || !name.startsWith("__"));
              }
              assertThat(seen.named("valid_metric_name:subsystem_total")).isNotEmpty();
            }));
    cases.add(
        text(
            "labels/empty_values_are_no_labels",
            "test_metric{empty=\"\",full=\"x\"} 1\n",
            seen ->
                assertThat(seen.first("test_metric").labels())
                    .doesNotContainKey("empty")
                    .containsEntry("full", "x")));
    cases.add(
        text(
            "labels/unicode",
            "test_metric{emoji=\"🚀\",chinese=\"测试\",arabic=\"اختبار\"} 1\n",
            seen ->
                assertThat(seen.first("test_metric").labels())
                    .containsEntry("emoji", "🚀")
                    .containsEntry("chinese", "测试")
                    .containsEntry("arabic", "اختبار")));
    cases.add(
        text(
            "labels/special_characters",
            "test_metric{path=\"C:\\\\dir\",quote=\"say \\\"hi\\\"\",line=\"a\\nb\"} 1\n",
            seen ->
                assertThat(seen.first("test_metric").labels())
                    .containsEntry("path", "C:\\dir")
                    .containsEntry("quote", "say \"hi\"")
                    .containsEntry("line", "a\nb")));
    cases.add(
        text(
            "labels/long_names_and_values",
            "test_metric{" + "l".repeat(200) + "=\"" + "v".repeat(10_000) + "\"} 1\n",
            seen ->
                assertThat(seen.first("test_metric").labels())
                    .containsEntry("l".repeat(200), "v".repeat(10_000))));
    var many = new StringBuilder("test_metric{");
    for (int i = 0; i < 30; i++) {
      many.append("l").append(i).append("=\"v").append(i).append("\",");
    }
    cases.add(
        text(
            "labels/many",
            many.append("} 1\n").toString(),
            seen -> assertThat(seen.first("test_metric").labels()).hasSize(33)));
    // metadata
    cases.add(metadata("counter", 1, "# TYPE c_total counter\nc_total 1\n", "c_total"));
    cases.add(metadata("gauge", 2, "# TYPE g gauge\ng 1\n", "g"));
    cases.add(metadata("histogram", 3, HISTOGRAM, "latency_seconds_bucket"));
    cases.add(
        metadata(
            "summary",
            5,
            "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 2\ns_count 3\n",
            "s_count"));
    cases.add(
        text(
            "metadata/help",
            "# HELP m A help with \\\\ and \\n and \"quotes\" and 测试.\n# TYPE m gauge\nm 1\n",
            seen ->
                assertThat(seen.metadata("m").help())
                    .isEqualTo("A help with \\ and \n and \"quotes\" and 测试.")));
    cases.add(
        text(
            "metadata/no_help",
            "# TYPE m gauge\nm 1\n",
            seen -> assertThat(seen.metadata("m").help()).isEmpty()));
    cases.add(
        open(
            "metadata/unit",
            "# TYPE m_seconds gauge\n# UNIT m_seconds seconds\nm_seconds 1\n",
            seen -> assertThat(seen.metadata("m_seconds").unit()).isEqualTo("seconds")));
    cases.add(
        text(
            "metadata/same_for_a_family",
            "# HELP f Family.\n# TYPE f gauge\nf{a=\"1\"} 1\nf{a=\"2\"} 2\n",
            seen ->
                assertThat(seen.named("f").stream().map(s -> s.metadata().orElseThrow()).distinct())
                    .hasSize(1)));
    // exemplars
    cases.add(
        open(
            "exemplars/labels_value_timestamp",
            """
            # TYPE c counter
            c_total 5 # {trace_id="abc",span_id="def",custom="x"} 0.67 1700000000.123
            """,
            seen -> {
              ReceivedExemplar exemplar = seen.exemplar("c_total");
              assertThat(exemplar.labels())
                  .containsEntry("trace_id", "abc")
                  .containsEntry("span_id", "def")
                  .containsEntry("custom", "x");
              assertThat(exemplar.value()).isEqualTo(0.67);
              assertThat(exemplar.timestampMs()).isEqualTo(1_700_000_000_123L);
            }));
    cases.add(
        open(
            "exemplars/without_a_time_get_the_scrapes",
            "# TYPE c counter\nc_total 5 # {trace_id=\"abc\"} 1\n",
            seen ->
                assertThat(seen.exemplar("c_total").timestampMs())
                    .isGreaterThan(1_600_000_000_000L)));
    cases.add(
        open(
            "exemplars/on_buckets",
            """
            # TYPE h histogram
            h_bucket{le="1"} 1 # {trace_id="one"} 0.5
            h_bucket{le="+Inf"} 2 # {trace_id="two"} 7
            h_sum 7.5
            h_count 2
            """,
            seen ->
                assertThat(
                        seen.named("h_bucket").stream()
                            .flatMap(s -> s.exemplars().stream())
                            .map(e -> e.labels().get("trace_id"))
                            .distinct())
                    .containsExactlyInAnyOrder("one", "two")));
    // histograms
    cases.add(
        text(
            "histograms/count_sum_buckets",
            HISTOGRAM,
            seen -> {
              assertThat(seen.value("latency_seconds_count")).isEqualTo(100);
              assertThat(seen.value("latency_seconds_sum")).isEqualTo(250.5);
              assertThat(
                      seen.named("latency_seconds_bucket").stream()
                          .map(s -> s.labels().get("le"))
                          .distinct())
                  .containsExactly("0.1", "0.5", "+Inf");
            }));
    cases.add(
        text(
            "histograms/empty_and_large",
            """
            # TYPE e histogram
            e_bucket{le="+Inf"} 0
            e_sum 0
            e_count 0
            # TYPE l histogram
            l_bucket{le="+Inf"} 1000000000
            l_sum 5e9
            l_count 1000000000
            """,
            seen -> {
              assertThat(seen.value("e_count")).isZero();
              assertThat(seen.value("l_count")).isEqualTo(1e9);
            }));
    // timestamps
    cases.add(
        open(
            "timestamps/explicit",
            "# TYPE past gauge\npast 1 1700000000.5\n# TYPE zero gauge\nzero 1 0\n",
            seen -> {
              assertThat(seen.sample("past").timestampMs()).isEqualTo(1_700_000_000_500L);
              assertThat(seen.sample("zero").timestampMs()).isZero();
            }));
    // batching, combined, edge cases
    var large = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      large.append("large{i=\"").append(i).append("\"} ").append(i).append('\n');
    }
    cases.add(
        text(
            "batching/no_more_than_10000_series_a_request",
            large.toString(),
            seen -> {
              assertThat(seen.named("large").stream().map(ReceivedSeries::labels).distinct())
                  .hasSize(12_000);
              for (ReceivedRequest request : seen.requests) {
                assertThat(request.series().size()).isLessThanOrEqualTo(10_000);
              }
            }));
    cases.add(
        open(
            "combined/everything_at_once",
            """
            # HELP http_requests HTTP requests.
            # TYPE http_requests counter
            http_requests_total{method="GET"} 1027 # {trace_id="t"} 1
            http_requests_created{method="GET"} 1700000000
            # TYPE temperature_celsius gauge
            temperature_celsius 21.5
            # TYPE rpc_seconds summary
            rpc_seconds{quantile="0.99"} 0.4
            rpc_seconds_sum 10
            rpc_seconds_count 50
            # TYPE build info
            build_info{version="1"} 1
            """,
            seen -> {
              assertThat(seen.metadata("http_requests_total").type()).isEqualTo(1);
              assertThat(seen.metadata("http_requests_total").help()).isEqualTo("HTTP requests.");
              assertThat(seen.exemplar("http_requests_total").labels()).containsKey("trace_id");
              assertThat(seen.metadata("build_info").type()).isEqualTo(6);
              for (ReceivedSeries one : seen.series()) {
                assertThat(one.samples().isEmpty() || one.histograms().isEmpty()).isTrue();
              }
            }));
    cases.add(text("edge_cases/empty_page", "", seen -> assertThat(seen.value("up")).isEqualTo(1)));
    cases.add(
        text(
            "edge_cases/a_literal_nan_is_no_staleness",
            "test_metric NaN\n",
            seen ->
                assertThat(seen.sample("test_metric").valueBits())
                    .isNotEqualTo(ReceivedSample.STALE_BITS)));
    cases.add(
        text(
            "edge_cases/colons_and_long_names",
            "job:rate:sum 1\n" + "n".repeat(300) + " 2\n",
            seen -> {
              assertThat(seen.value("job:rate:sum")).isEqualTo(1);
              assertThat(seen.value("n".repeat(300))).isEqualTo(2);
            }));
    return cases;
  }

  @TempDir Path directory;

  private List<ReceivedRequest> run(List<Case> cases, Version version) throws Exception {
    try (var exporter = new ScriptedExporter();
        var receiver = RemoteWriteReceiver.start()) {
      var config = new StringBuilder();
      config.append(
          """
          global: {scrape_interval: 1s}
          remote_write:
            - url: %s
              protobuf_message: %s
              send_exemplars: true
              remote_timeout: 30s
              queue_config: {batch_send_deadline: 1s}
              metadata_config: {send: true, send_interval: 2s}
          scrape_configs:
          """
              .formatted(
                  receiver.url(),
                  version == Version.V2
                      ? "io.prometheus.write.v2.Request"
                      : "prometheus.WriteRequest"));
      for (Case one : cases) {
        String path = "/" + one.name;
        exporter.serve(path, List.of(ScriptedExporter.Page.of(one.type, one.page)));
        config.append(
            """
              - job_name: %s
                metrics_path: %s
                scrape_protocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]
                static_configs: [{targets: ['127.0.0.1:%d']}]
            """
                .formatted(one.name, path, exporter.port()));
      }
      Path file =
          Files.writeString(directory.resolve(version + ".yml"), config, StandardCharsets.UTF_8);
      Path folder = Files.createDirectory(directory.resolve(version.name()));
      try (var agent =
          ChildProcess.tributary(folder, file, ChildProcess.freePort()).ready("/-/ready")) {
        Eventually.holds(
            Duration.ofSeconds(60),
            () ->
                hasTwoScrapesOfEach(receiver, cases.size())
                    && (version == Version.V2 || knowsFamily(receiver, "latency_seconds")),
            () -> "too little arrived:\n" + agent.output());
        assertThat(agent.terminate()).isZero();
      }
      assertThat(receiver.undecodable()).isEmpty();
      assertThat(receiver.violations()).isEmpty();
      return receiver.requests();
    }
  }

  private static boolean hasTwoScrapesOfEach(RemoteWriteReceiver receiver, int jobs) {
    Map<String, HashSet<Long>> seen = new LinkedHashMap<>();
    for (ReceivedRequest request : receiver.requests()) {
      for (ReceivedSeries one : request.series()) {
        if ("up".equals(one.labels().get("__name__"))) {
          seen.computeIfAbsent(
                  Objects.requireNonNull(one.labels().get("job")), _ -> new HashSet<>())
              .add(one.samples().getFirst().timestampMs());
        }
      }
    }
    return seen.size() == jobs && seen.values().stream().allMatch(times -> times.size() > 1);
  }

  private static void protocol(List<ReceivedRequest> requests, String type, String version) {
    for (ReceivedRequest request : requests) {
      assertThat(request.header("content-type")).contains(type);
      assertThat(request.header("content-encoding")).contains("snappy");
      assertThat(request.header("x-prometheus-remote-write-version")).contains(version);
      assertThat(request.header("user-agent")).get().asString().startsWith("Tributary/");
    }
  }

  @TestFactory
  Stream<DynamicTest> version2() throws Exception {
    List<Case> cases = cases();
    List<ReceivedRequest> requests = run(cases, Version.V2);
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "protocol",
                () ->
                    protocol(
                        requests,
                        "application/x-protobuf;proto=io.prometheus.write.v2.Request",
                        "2.0.0"))),
        cases.stream()
            .map(one ->
                dynamicTest(one.name, () -> one.check.accept(new Seen(one.name, requests)))));
  }

  /// Metadata goes out at an interval, so the first list can be older than the last target's page.
  private static boolean knowsFamily(RemoteWriteReceiver receiver, String family) {
    return receiver.metadata().stream().anyMatch(one -> one.family().equals(family));
  }

  /// The same pages in 1.0, but for what the message has no place for: there metadata is a list of
  /// its own.
  @TestFactory
  Stream<DynamicTest> version1() throws Exception {
    List<Case> cases =
        cases().stream()
            .filter(one ->
                !one.name.startsWith("metadata")
                    && !one.name.startsWith("symbols")
                    && !one.name.startsWith("combined"))
            .toList();
    List<ReceivedRequest> requests = run(cases, Version.V1);
    return Stream.concat(
        Stream.of(
            dynamicTest("protocol", () -> protocol(requests, "application/x-protobuf", "0.1.0")),
            dynamicTest(
                "rw1_compat/no_symbols_start_times_or_histograms",
                () -> {
                  for (ReceivedRequest request : requests) {
                    assertThat(request.version()).isEqualTo(Version.V1);
                    assertThat(request.symbols()).isEmpty();
                    assertThat(request.histograms()).isEmpty();
                  }
                }),
            dynamicTest(
                "rw1_compat/metadata",
                () ->
                    assertThat(requests.stream().flatMap(r -> r.metadata().stream()))
                        .anyMatch(m -> m.toString().contains("latency_seconds")))),
        cases.stream()
            .map(one ->
                dynamicTest(one.name, () -> one.check.accept(new Seen(one.name, requests)))));
  }
}
