package io.tributary.e2e;

import static io.tributary.e2e.Differential.OURS;
import static io.tributary.e2e.Differential.THEIRS;
import static io.tributary.e2e.ScriptedExporter.TEXT;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.e2e.Differential.Job;
import io.tributary.e2e.Differential.Setup;
import io.tributary.e2e.ScriptedExporter.Page;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What Tributary and Prometheus in agent mode ask of targets, and answer to whoever asks them.
class SurfaceDifferentialTest {
  /// Newer than the original at hand, which is 3.5.
  private static final Set<String> NEWER_LABELS =
      Set.of(
          "__scrape_native_histograms__",
          "__convert_classic_histograms_to_nhcb__",
          "__always_scrape_classic_histograms__");

  @TempDir Path directory;

  @BeforeEach
  void needsTheThreeLine() {
    Assumptions.assumeFalse(
        ChildProcess.isPrometheus2(), "needs Prometheus 3.5 or newer: bench/peers fetches it");
  }

  @TestFactory
  Stream<DynamicTest> requestsAndAnswers() throws Exception {
    List<Job> jobs = jobs();
    try (var both = new Differential(directory, Setup.of(""), jobs)) {
      both.awaitScrapes(jobs);
      var tests = new ArrayList<DynamicTest>();
      for (Job job : jobs) {
        tests.add(equal("delivered " + job.name(), List.of(), both.differences(job)));
        tests.add(
            equal(
                "request of " + job.name(),
                lines("", asked(both, THEIRS, job)),
                lines("", asked(both, OURS, job))));
      }
      for (String request : requests()) {
        tests.add(equal(request, answer(both, THEIRS, request), answer(both, OURS, request)));
      }
      tests.add(equal("families of metrics", List.of(), unexplained(both)));
      return tests.stream();
    }
  }

  /// Families that the original exports and we do not, or of another type, and families of ours:
  /// unless docs/metrics.md names them.
  private static List<String> unexplained(Differential both) throws Exception {
    SortedMap<String, String> theirs = families(both, THEIRS);
    SortedMap<String, String> ours = families(both, OURS);
    List<Pattern> documented =
        Pattern.compile("`([a-z_*]+)`")
            .matcher(Files.readString(Path.of("../docs/metrics.md")))
            .results()
            .map(name -> Pattern.compile(name.group(1).replace("*", ".*")))
            .toList();
    var unexplained = new ArrayList<String>();
    var all = new TreeSet<>(theirs.keySet());
    all.addAll(ours.keySet());
    for (String name : all) {
      boolean isNamed = documented.stream().anyMatch(names -> names.matcher(name).matches());
      boolean isSame = theirs.containsKey(name) && theirs.get(name).equals(ours.get(name));
      boolean isOnlyInOne = !theirs.containsKey(name) || !ours.containsKey(name);
      if (!isNamed || !(isSame || isOnlyInOne)) {
        unexplained.add(name + ": theirs " + theirs.get(name) + ", ours " + ours.get(name));
      }
    }
    return unexplained;
  }

  private static SortedMap<String, String> families(Differential both, String who)
      throws Exception {
    var families = new TreeMap<String, String>();
    Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$")
        .matcher(both.agent(who).get("/metrics").body())
        .results()
        .forEach(line -> families.put(line.group(1), line.group(2)));
    return families;
  }

  /// A target that discovery drops, and a series that a reload drops. The original never ends the
  /// series of a job that a reload drops, so that is not compared.
  @TestFactory
  Stream<DynamicTest> endings() throws Exception {
    Page page = Page.of(TEXT, "a 1\nb 2\n");
    var jobs =
        List.of(
            Job.of("file", "file_sd_configs: [{files: [DIRECTORY/WHO.json]}] # via: file", page),
            Job.of("thinned", "", page));
    for (String who : List.of(THEIRS, OURS)) {
      Files.writeString(directory.resolve(who + ".json"), "[]");
    }
    try (var both = new Differential(directory, Setup.of(""), jobs)) {
      for (String who : List.of(THEIRS, OURS)) {
        targets(both, who, "127.0.0.1", "localhost");
      }
      both.awaitScrapes(jobs);
      for (String who : List.of(THEIRS, OURS)) {
        targets(both, who, "127.0.0.1");
        Path file = directory.resolve(who + ".yml");
        String yaml =
            Files.readString(file)
                + "    metric_relabel_configs: [{source_labels: [__name__], regex: b, action:"
                + " drop}]\n";
        Files.writeString(file, yaml);
        assertThat(both.agent(who).post("/-/reload").statusCode()).isEqualTo(200);
      }
      Eventually.holds(
          Duration.ofSeconds(30),
          () -> both.ended(THEIRS).size() >= 8 && both.ended(OURS).size() >= 8,
          () -> "theirs " + both.ended(THEIRS) + ", ours " + both.ended(OURS));
      return Stream.of(
          equal("endings", List.copyOf(both.ended(THEIRS)), List.copyOf(both.ended(OURS))));
    }
  }

  private void targets(Differential both, String who, String... hosts) throws IOException {
    int port = both.exporter().port();
    String targets =
        Stream.of(hosts).map(host -> '"' + host + ':' + port + '"').collect(joining(", "));
    Path file = directory.resolve(who + ".json.new");
    Files.writeString(
        file,
        "[{\"targets\": [%s], \"labels\": {\"via\": \"file\", \"__metrics_path__\": \"/%s/file\"}}]"
            .formatted(targets, who));
    Files.move(file, directory.resolve(who + ".json"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static DynamicTest equal(String name, List<String> theirs, List<String> ours) {
    String onlyTheirs = theirs.stream().filter(line -> !ours.contains(line)).collect(joining("\n"));
    String onlyOurs = ours.stream().filter(line -> !theirs.contains(line)).collect(joining("\n"));
    return DynamicTest.dynamicTest(
        name,
        () -> {
          assertThat("theirs:\n" + onlyTheirs + "\nours:\n" + onlyOurs)
              .isEqualTo("theirs:\n\nours:\n");
        });
  }

  /// One line for each leaf, behind the names that lead to it.
  private static List<String> lines(String path, @Nullable Object value) {
    var lines = new ArrayList<String>();
    switch (value) {
      case SortedMap<?, ?> map ->
          map.forEach((key, inner) -> lines.addAll(lines(path + "/" + key, inner)));
      case List<?> list -> list.forEach(inner -> lines.addAll(lines(path + "[]", inner)));
      case null -> lines.add(path + ": null");
      default -> lines.add(path + ": " + value);
    }
    if (lines.isEmpty()) {
      lines.add(path + ": empty " + value);
    }
    return lines;
  }

  private static List<Job> jobs() {
    Page page =
        Page.of(
            TEXT,
            """
            # HELP a_total Help with "quotes" and a \\\\ and \\n.
            # TYPE a_total counter
            a_total{x="1"} 1
            # TYPE g gauge
            g 2
            # HELP h Hist.
            # TYPE h histogram
            h_bucket{le="+Inf"} 1
            h_sum 1
            h_count 1
            """);
    return List.of(
        Job.of("defaults", "", page),
        Job.of("identity", "enable_compression: false", page),
        Job.of(
            "params",
            """
            params: {a: [x, y], b: ['z w', 'ü&='], empty: []}
            relabel_configs:
              - {target_label: __param_a, replacement: 'new'}
              - {target_label: __param_c, replacement: 'added'}
            """,
            page),
        Job.of(
            "legacy",
            "metric_name_validation_scheme: legacy\nmetric_name_escaping_scheme: underscores",
            page),
        Job.of("values", "metric_name_escaping_scheme: values", page),
        Job.of("dots", "metric_name_escaping_scheme: dots", page),
        Job.of("one-protocol", "scrape_protocols: [PrometheusText0.0.4]", page),
        Job.of(
            "protocols",
            "scrape_protocols: [PrometheusText1.0.0, PrometheusProto, OpenMetricsText0.0.1]",
            page),
        Job.of("basic", "basic_auth: {username: u, password: 'p:ä'}", page),
        Job.of("bearer", "authorization: {credentials: token}", page),
        Job.of("custom", "authorization: {type: Custom, credentials: token}", page),
        Job.of("old-bearer", "bearer_token: token", page),
        Job.of(
            "headers",
            "http_headers: {X-One: {values: [a, b]}, X-Two: {secrets: [s], values: [v]}}",
            page),
        Job.of(
            "by-label",
            """
            static_configs:
              - targets: ['127.0.0.1:PORT']
                labels: {via: by-label, __scrape_timeout__: 700ms, __scheme__: http, __metrics_path__: /WHO/by-label}
            """,
            page),
        Job.of(
            "invalid",
            """
            static_configs:
              - targets: ['127.0.0.1:PORT']
                labels: {via: invalid}
              - targets: ['127.0.0.1:PORT']
                labels: {via: invalid, __scrape_interval__: nonsense}
              - targets: ['127.0.0.1:PORT']
                labels: {via: invalid, __scrape_interval__: 0s}
              - targets: ['127.0.0.1:PORT']
                labels: {via: invalid, __scrape_timeout__: 2s}
              - targets: ['127.0.0.1:PORT']
                labels: {via: invalid, drop: address}
            relabel_configs:
              - {source_labels: [drop], regex: address, target_label: __address__, replacement: ''}
            """,
            page),
        Job.of(
            "dropped",
            """
            keep_dropped_targets: 1
            static_configs:
              - targets: ['127.0.0.1:PORT', '127.0.0.1:1', '127.0.0.1:2']
                labels: {via: dropped}
            relabel_configs:
              - {source_labels: [__address__], regex: '.*:[12]', action: drop}
            """,
            page),
        Job.of(
            "merged",
            """
            static_configs:
              - targets: ['127.0.0.1:PORT', '127.0.0.1:PORT']
                labels: {via: merged}
              - targets: ['127.0.0.1:PORT']
                labels: {via: merged}
            """,
            page),
        Job.of(
            "instance",
            """
            static_configs:
              - targets: ['127.0.0.1:PORT']
                labels: {via: instance, instance: mine, job: other, empty: '', __tmp: x}
            """,
            page));
  }

  private static SortedMap<String, String> asked(Differential both, String who, Job job) {
    SortedMap<String, String> asked =
        new TreeMap<>(both.exporter().lastRequest("/" + who + "/" + job.name()));
    asked.remove("User-agent");
    // The original adds the values of http_headers once more at each request.
    asked.remove("X-one");
    asked.remove("X-two");
    asked.remove("Host");
    return asked;
  }

  private static List<String> requests() {
    var requests =
        new ArrayList<>(
            List.of(
                "GET /api/v1/targets",
                "GET /api/v1/targets?state=active",
                "GET /api/v1/targets?state=dropped",
                "GET /api/v1/targets?state=any&scrapePool=params",
                "GET /api/v1/targets?state=nonsense",
                "GET /api/v1/targets?scrapePool=unknown",
                "GET /api/v1/scrape_pools",
                "GET /api/v1/targets/metadata?match_target={job=\"params\"}",
                "GET /api/v1/targets/metadata?metric=g&match_target={job=~\"b.*\"}",
                "GET /api/v1/targets/metadata?metric=unknown",
                "GET /api/v1/targets/metadata?limit=x",
                "GET /api/v1/metadata",
                "GET /api/v1/metadata?metric=a_total",
                "GET /api/v1/metadata?metric=unknown",
                "GET /api/v1/metadata?limit=0",
                "GET /api/v1/metadata?limit=x",
                "GET /api/v1/metadata?limit_per_metric=x",
                "GET /api/v1/status/walreplay",
                "GET /api/v1/status/flags",
                "GET /api/v1/status/runtimeinfo",
                "GET /api/v1/status/buildinfo",
                "GET /api/v1/notifications",
                "GET /api/v1/unknown",
                "GET /unknown",
                "GET /-/healthy",
                "POST /-/healthy",
                "GET /-/ready",
                "GET /-/reload",
                "GET /-/quit",
                "OPTIONS /api/v1/targets",
                "OPTIONS /api/v1/unknown",
                "POST /api/v1/write",
                "POST /api/v1/targets",
                "PUT /api/v1/targets",
                "DELETE /api/v1/series"));
    for (String refused :
        List.of(
            "query",
            "query_range",
            "query_exemplars",
            "format_query",
            "parse_query",
            "labels",
            "series")) {
      requests.add("GET /api/v1/" + refused);
      requests.add("POST /api/v1/" + refused);
    }
    for (String refused :
        List.of("label/a/values", "alertmanagers", "alerts", "rules", "status/tsdb")) {
      requests.add("GET /api/v1/" + refused);
    }
    for (String refused : List.of("delete_series", "clean_tombstones", "snapshot")) {
      requests.add("POST /api/v1/admin/tsdb/" + refused);
      requests.add("PUT /api/v1/admin/tsdb/" + refused);
    }
    return requests;
  }

  /// Status, Content-Type, headers that matter, and the body without what differs by nature.
  private static List<String> answer(Differential both, String who, String request)
      throws IOException, InterruptedException {
    String[] words = request.split(" ", 2);
    HttpResponse<String> response =
        both.agent(who)
            .send(
                words[0],
                words[1].replace("{", "%7B").replace("}", "%7D").replace("\"", "%22"),
                // What changes something is refused to the pages of others; not so in the original.
                Set.of("GET", "HEAD", "OPTIONS").contains(words[0]) ? "Origin" : "X-Origin",
                "http://else.where");
    var answer = new ArrayList<@Nullable Object>();
    answer.add(response.statusCode());
    for (String header :
        List.of(
            "Content-Type",
            "Location",
            "Vary",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Expose-Headers",
            "X-Prometheus-Stopping")) {
      answer.add(header + ": " + response.headers().allValues(header));
    }
    String body = response.body();
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    answer.add(json ? comparable(JsonValues.read(body), who, "") : body.trim());
    return lines("", answer);
  }

  private static @Nullable Object comparable(@Nullable Object value, String who, String name) {
    return switch (value) {
      case SortedMap<?, ?> map when isAboutTheProcess(map) ->
          new TreeSet<>(map.keySet()).toString();
      case SortedMap<?, ?> map -> {
        var comparable = new TreeMap<String, @Nullable Object>();
        map.forEach((key, inner) -> {
          if (!NEWER_LABELS.contains(key) && !VOLATILE.contains(key)) {
            comparable.put((String) key, comparable(inner, who, (String) key));
          }
        });
        yield comparable;
      }
      case List<?> list ->
          list.stream().map(inner -> String.valueOf(comparable(inner, who, ""))).sorted().toList();
      case String text ->
          name.equals("lastError") ? text.isEmpty() : text.replace("/" + who + "/", "/WHO/");
      case null -> null;
      default -> value;
    };
  }

  private static final Set<String> VOLATILE =
      Set.of(
          "lastScrape",
          "lastScrapeDuration",
          // Flags that a test sets, that packagers change, and that the original at hand lacks.
          "config.file",
          "storage.agent.path",
          "storage.agent.retention.min-time",
          "storage.agent.retention.max-time",
          "storage.tsdb.path",
          "web.console.libraries",
          "web.console.templates",
          "web.listen-address",
          "web.local-assets",
          "auto-gomemlimit.refresh-interval",
          "config.auto-reload",
          "storage.agent.checkpoint-batch-size",
          "storage.agent.checkpoint-from-in-memory-series",
          "storage.tsdb.block-reload-interval",
          "storage.tsdb.delay-compact-file.path",
          "tributary.wal-budget-bytes",
          "web.enable-otlp-receiver",
          "web.search.max-limit");

  private static boolean isAboutTheProcess(SortedMap<?, ?> map) {
    return map.containsKey("goVersion") || map.containsKey("GOMAXPROCS");
  }
}
