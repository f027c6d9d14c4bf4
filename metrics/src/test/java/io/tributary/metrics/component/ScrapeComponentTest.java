package io.tributary.metrics.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScrapeComponentTest {
  private static final String SINK = "test.sink \"s\" { }\n";

  @TempDir Path directory;
  private ComponentBench bench;
  private TargetServer target;

  @BeforeEach
  void start() throws Exception {
    bench = new ComponentBench(directory);
    target = new TargetServer("# HELP a Something.\n# TYPE a gauge\na{job=\"own\"} 1\n");
  }

  @AfterEach
  void stop() {
    bench.close();
    target.close();
  }

  private String scrape(String arguments) {
    return """
    prometheus.scrape "x" {
      targets         = [{"__address__" = "%s", "zone" = "z"}]
      forward_to      = [test.sink.s.receiver]
      scrape_interval = "500ms"
      scrape_timeout  = "500ms"
      %s
    }
    """
            .formatted(target.address(), arguments)
        + SINK;
  }

  @Test
  void forwardsWhatATargetExposesUnderTheNameOfTheComponent() throws Exception {
    bench.load(scrape(""));
    var sample = bench.sink("s").await("a sample", one -> one.name().equals("a"));
    assertThat(sample.labels())
        .isEqualTo(
            Labels.of(
                "__name__",
                "a",
                "exported_job",
                "own",
                "instance",
                target.address(),
                "job",
                "prometheus.scrape.x",
                "zone",
                "z"));
    var up = bench.sink("s").await("the report", one -> one.name().equals("up"));
    assertThat(up.text("job")).isEqualTo("up job=prometheus.scrape.x 1.0");
    assertThat(bench.metric("prometheus_scrape_targets_gauge")).isEqualTo(1);
    assertThat(bench.metric("prometheus_forwarded_samples")).isGreaterThanOrEqualTo(6);
  }

  @Test
  void asksTargetsAsItsArgumentsSay() throws Exception {
    bench.load(
        scrape(
            """
            job_name      = "j"
            honor_labels  = true
            extra_metrics = true
            metrics_path  = "/probe"
            params        = {"module" = ["m", "n"]}
            bearer_token  = "canary"
            """));
    var sample = bench.sink("s").await("a sample", one -> one.name().equals("a"));
    assertThat(sample.text("job")).isEqualTo("a job=own 1.0");
    var extra =
        bench.sink("s").await("an extra", one -> one.name().equals("scrape_timeout_seconds"));
    assertThat(extra.text("job")).isEqualTo("scrape_timeout_seconds job=j 0.5");
    var request = target.lastRequest();
    assertThat(request.getRequestURI()).hasToString("/probe?module=m&module=n");
    assertThat(request.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer canary");
    assertThat(request.getRequestHeaders().getFirst("User-Agent")).isEqualTo("Tributary/test");
    assertThat(request.getRequestHeaders().getFirst("Accept"))
        .startsWith("application/openmetrics-text;version=1.0.0;escaping=underscores");
    assertThat(bench.component("prometheus.scrape.x").toString()).doesNotContain("canary");
  }

  @Test
  void rulesOfTheJobSeeItsLabelsAndLeaveItsReportsAlone() throws Exception {
    bench.load(
        scrape(
            """
            job_name             = "j"
            keep_dropped_targets = 1

            relabel_config {
              source_labels = ["job", "__scheme__"]
              target_label  = "seen"
            }

            metric_relabel_config {
              source_labels = ["__name__"]
              regex         = "a"
              action        = "keep"
            }
            """));
    var sample = bench.sink("s").await("a sample", one -> one.name().equals("a"));
    assertThat(sample.labels().get("seen")).isEqualTo("j;http");
    var kept =
        bench
            .sink("s")
            .await("the count", one -> one.name().equals("scrape_samples_post_metric_relabeling"));
    assertThat(kept.text()).isEqualTo("scrape_samples_post_metric_relabeling 1.0");
    bench.sink("s").await("the report", one -> one.name().equals("up"));
  }

  @Test
  void takesProtocolsAsTheyAreWrittenIfItIsToldSo() throws Exception {
    bench.load(
        scrape(
            """
            scrape_native_histograms = true
            scrape_protocols         = ["PrometheusText0.0.4"]
            strict_scrape_protocols  = true
            """));
    bench.sink("s").await("a sample", one -> one.name().equals("a"));
    assertThat(target.lastRequest().getRequestHeaders().getFirst("Accept"))
        .startsWith("text/plain;version=0.0.4;q=")
        .doesNotContain("protobuf");
  }

  @Test
  void leavesTargetsAloneThatStay() throws Exception {
    try (var other = new TargetServer("b 1\n")) {
      bench.load(scrape(""));
      target.awaitMore(2);
      String both =
          scrape("")
              .replace("[{", "[{\"__address__\" = \"%s\"}, {".formatted(other.address()))
              .replace("[test.sink.s.receiver]", "[test.sink.s.receiver, test.sink.t.receiver]");
      bench.load(both + "test.sink \"t\" { }\n");
      other.awaitMore(2);
      bench.sink("t").await("a sample", one -> one.name().equals("a"));
      bench.load(scrape(""));
      target.awaitMore(2);
      assertThat(target.connections()).isEqualTo(1);
      assertThat(bench.sink("s").named("a")).noneMatch(Samples.Sample::isStale);
      assertThat(bench.sink("s").named("scrape_series_added"))
          .filteredOn(one -> target.address().equals(one.labels().get("instance")))
          .filteredOn(one -> one.text().equals("scrape_series_added 1.0"))
          .hasSize(1);
      bench.sink("s").await("the end of b", one -> one.name().equals("b") && one.isStale());
    }
  }

  @Test
  void goesOnWithTheSameSeriesUnderOtherSettings() throws Exception {
    bench.load(scrape(""));
    target.awaitMore(1);
    bench.load(scrape("extra_metrics = true"));
    bench.sink("s").await("an extra", one -> one.name().equals("scrape_body_size_bytes"));
    assertThat(bench.sink("s").all()).noneMatch(Samples.Sample::isStale);
  }

  @Test
  void tellsOfItsTargets() throws Exception {
    bench.load(scrape(""));
    ComponentBench.await(
        "a scrape", () -> bench.debugInfo("prometheus.scrape.x").contains("value=up"));
    assertThat(bench.debugInfo("prometheus.scrape.x"))
        .contains("BlockJson[name=target")
        .contains("[name=job, value=StringJson[value=prometheus.scrape.x]]")
        .contains("[name=url, value=StringJson[value=http://" + target.address() + "/metrics]]")
        .contains("[name=last_error, value=StringJson[value=]]")
        .contains("Field[key=zone, value=StringJson[value=z]]")
        .doesNotContain("0001-01-01");
    target.answerWith(503);
    ComponentBench.await(
        "a failure", () -> bench.debugInfo("prometheus.scrape.x").contains("value=down"));
    assertThat(bench.debugInfo("prometheus.scrape.x"))
        .contains("server returned HTTP status 503 Service Unavailable");
  }

  @Test
  void forwardsNothingOnceItHasStopped() throws Exception {
    bench.load(scrape(""));
    target.awaitMore(1);
    var samples = bench.sink("s");
    bench.load("test.sink \"other\" { }\n");
    samples.clear();
    int requests = target.requests();
    bench.load("test.sink \"another\" { }\n");
    assertThat(target.requests()).isEqualTo(requests);
    assertThat(samples.all()).allMatch(Samples.Sample::isStale);
  }

  @Test
  void theSeriesOfAComponentEndThatIsRemoved() throws Exception {
    bench.load(scrape(""));
    var samples = bench.sink("s");
    samples.await("a sample", one -> one.name().equals("a"));
    bench.load(SINK);
    for (String name : List.of("a", "up", "scrape_duration_seconds")) {
      samples.await("the end of " + name, one -> one.name().equals(name) && one.isStale());
    }
  }

  @Test
  void seriesLiveOnThatAnotherComponentTakesOver() throws Exception {
    bench.load(scrape("job_name = \"j\""));
    var samples = bench.sink("s");
    samples.await("a sample", one -> one.name().equals("a"));
    String other =
        """
        prometheus.scrape "away" {
          targets         = [{"__address__" = "%s", "zone" = "z"}]
          forward_to      = []
          job_name        = "j"
          scrape_interval = "500ms"
          scrape_timeout  = "500ms"
        }
        """
            .formatted(target.address());
    bench.load(scrape("job_name = \"j\"").replace("\"x\"", "\"y\"") + other);
    target.awaitMore(8);
    assertThat(samples.all()).noneMatch(Samples.Sample::isStale);
    bench.load(SINK + other);
    samples.await("the end", one -> one.name().equals("a") && one.isStale());
  }

  @Test
  void theSeriesOfAProcessThatStopsGoOnInTheNext() throws Exception {
    bench.load(scrape(""));
    var samples = bench.sink("s");
    samples.await("a sample", one -> one.name().equals("a"));
    bench.close();
    assertThat(samples.all()).noneMatch(Samples.Sample::isStale);
  }

  @Test
  void aReceiverThatFailsDoesNotKeepOthersFromTheirs() throws Exception {
    bench.load(
        scrape("")
                .replace("[test.sink.s.receiver]", "[test.broken.b.receiver, test.sink.s.receiver]")
            + "test.broken \"b\" { }\n");
    bench.sink("s").await("a sample", one -> one.name().equals("a"));
  }

  @Test
  void startsWithoutReceiversAndTargets() throws Exception {
    bench.load("prometheus.scrape \"x\" {\n  targets = []\n  forward_to = []\n}\n");
    assertThat(bench.component("prometheus.scrape.x").health().state()).isEqualTo("healthy");
    assertThat(bench.component("prometheus.scrape.x").debugInfo()).isEmpty();
  }

  @Test
  void keepsScrapingUnderTheSettingsBeforeWhereOthersCannotWork() throws Exception {
    bench.load(scrape(""));
    target.awaitMore(1);
    assertThat(bench.errors(scrape("tls_config {\n ca_file = \"/none/there\"\n}")))
        .singleElement()
        .asString()
        .contains("cannot set up the HTTP client")
        .contains("/none/there");
    target.awaitMore(2);
    assertThat(target.connections()).isEqualTo(1);
    assertThat(bench.component("prometheus.scrape.x").health().state()).isEqualTo("unhealthy");
    bench.load(scrape(""));
    assertThat(bench.component("prometheus.scrape.x").health().state()).isEqualTo("healthy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          scrape_interval = "1s"                          | scrape_timeout (10s) greater than scrape_interval (1s) for scrape config with job name ""
          scrape_interval = "0s"                          | scrape_interval must be greater than 0
          scrape_protocols = ["PrometheusText0.0.4", "PrometheusText0.0.4"] | duplicate scrape protocol "PrometheusText0.0.4": make sure the scrape protocols provided are unique
          scrape_protocols = ["Text"]                     | invalid scrape protocol "Text": unknown scrape protocol Text, supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4 PrometheusText1.0.0]
          scrape_fallback_protocol = "Text"               | invalid scrape_fallback_protocol "Text": unknown scrape protocol Text, supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4 PrometheusText1.0.0]
          metric_name_validation_scheme = "utf-8"         | invalid metric_name_validation_scheme "utf-8": must be either "utf8" or "legacy"
          metric_name_escaping_scheme = "none"            | invalid metric_name_escaping_scheme: "none", supported values: [allow-utf-8 underscores dots values]
          metric_name_escaping_scheme = "allow-utf-8"     | metric_name_escaping_scheme cannot be set to 'allow-utf-8' while metric_name_validation_scheme is not set to 'utf8'
          scheme = "ftp"                                  | unsupported scheme "ftp", should be http or https
          enable_type_and_unit_labels = true              | enable_type_and_unit_labels is not supported yet
          start_timestamp_zero_ingestion = true           | start_timestamp_zero_ingestion is not supported yet
          clustering { }                                  | missing required attribute "enabled"
          honor_metadata = true                           | honor_metadata is an experimental feature, and must be enabled by setting the stability.level flag to experimental
          relabel = 1                                     | unrecognized attribute name "relabel"
          """)
  void refusesArgumentsThatCannotWork(String argument, String message) throws Exception {
    String text =
        "prometheus.scrape \"x\" {\n  targets = []\n  forward_to = []\n  " + argument + "\n}\n";
    assertThat(bench.errors(text)).singleElement().asString().endsWith(message);
  }

  @Test
  void refusesProtobufThatContradictsOtherProtocols() throws Exception {
    String rest =
        "targets = []\nforward_to = []\nscrape_protocols = [\"PrometheusText0.0.4\"]\n}\n";
    assertThat(bench.errors("prometheus.scrape \"x\" {\nscrape_native_histograms = true\n" + rest))
        .singleElement()
        .asString()
        .endsWith(
            "scrape_native_histograms is set to true, but PrometheusProto is not in"
                + " scrape_protocols");
    assertThat(
            bench.errors("prometheus.scrape \"x\" {\nenable_protobuf_negotiation = true\n" + rest))
        .anyMatch(line ->
            line.endsWith(
                "both enable_protobuf_negotiation and scrape_protocols are set, only one can be set"
                    + " at a time"));
  }

  @Test
  void requiresTargetsAndReceivers() throws Exception {
    assertThat(bench.errors("prometheus.scrape \"x\" { }\n"))
        .containsExactly(
            "main.river:1:1: missing required attribute \"targets\"",
            "main.river:1:1: missing required attribute \"forward_to\"");
  }
}
