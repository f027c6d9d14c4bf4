package io.tributary.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.base.config.SourcePosition;
import io.tributary.base.time.ManualClock;
import io.tributary.metrics.scrape.ScrapeManager.TargetMetadata;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.metrics.scrape.cardinality.ExposedSeries;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.analysis.LabelState;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSurfaceTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ManualClock clock = new ManualClock(1_700_000_000_123L);
  private final Readiness readiness = new Readiness(registry);
  private final Notifications notifications = new Notifications(clock, 1, registry);
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private Optional<String> reloadFailure = Optional.empty();
  private boolean quit;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    readiness.set(Readiness.Phase.READY);
    server = start(true);
  }

  private HttpServer start(boolean enableLifecycle) throws IOException {
    return start(enableLifecycle, "http://agent.example.org:9090");
  }

  private HttpServer start(boolean enableLifecycle, String externalUrl) throws IOException {
    Routes routes =
        WebSurface.routes(
            new WebSurface.Settings(
                "",
                URI.create(externalUrl),
                9090,
                enableLifecycle,
                "A <title>",
                Pattern.compile("^(?s:https?://good\\.org)$"),
                Optional.empty()),
            new FixedView(),
            new ServerFacts(1_600_000_000_000L, "host", "", Map.of("b", "2", "a", "1"), features()),
            readiness,
            notifications,
            new WebSurface.Controls() {
              @Override
              public Optional<String> reload() {
                return reloadFailure;
              }

              @Override
              public void quit() {
                quit = true;
              }
            },
            clock,
            enableLifecycle ? registry : new PrometheusRegistry());
    return HttpServer.start(
        HttpServerSettings.on("127.0.0.1:0"),
        routes,
        new WebMetrics(new PrometheusRegistry()),
        io.tributary.base.time.Clock.system());
  }

  private static SortedMap<String, SortedMap<String, Boolean>> features() {
    var all = new TreeMap<String, SortedMap<String, Boolean>>();
    all.put("prometheus", new TreeMap<>(Map.of("agent_mode", true)));
    return all;
  }

  @AfterEach
  void stop() {
    notifications.close();
    server.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String get(String path) throws IOException, InterruptedException {
    return send("GET", path).body();
  }

  @Test
  void rendersTargetsAsPrometheusDoes() throws Exception {
    assertThat(get("/api/v1/targets"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"activeTargets\":[{"
                + "\"discoveredLabels\":{\"__address__\":\"localhost:9090\"},"
                + "\"labels\":{\"instance\":\"localhost:9090\",\"job\":\"j\"},"
                + "\"scrapePool\":\"j\",\"scrapeUrl\":\"http://localhost:9090/metrics\","
                + "\"globalUrl\":\"http://agent.example.org:9090/metrics\",\"lastError\":\"\","
                + "\"lastScrape\":\"0001-01-01T00:00:00Z\",\"lastScrapeDuration\":0.25,"
                + "\"health\":\"unknown\",\"scrapeInterval\":\"15s\",\"scrapeTimeout\":\"10s\"}],"
                + "\"droppedTargets\":[{\"discoveredLabels\":{\"__address__\":\"gone:1\"},"
                + "\"scrapePool\":\"j\"}],\"droppedTargetCounts\":{\"j\":1}}}");
    assertThat(get("/api/v1/targets?state=dropped")).contains("\"activeTargets\":[]");
    assertThat(get("/api/v1/targets?state=active"))
        .contains("\"droppedTargets\":[],\"droppedTargetCounts\":null");
    assertThat(get("/api/v1/targets?scrapePool=other"))
        .contains("\"activeTargets\":[],\"droppedTargets\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/api/v1/scrape_pools; {\"scrapePools\":[\"j\"]}",
        "/api/v1/scrape_pools/config?scrapePool=j; {\"yaml\":\"job_name: j\\n\"}",
        "/api/v1/status/config; {\"yaml\":\"global: {}\\n\"}",
        "/api/v1/status/flags; {\"a\":\"1\",\"b\":\"2\"}",
        "/api/v1/status/walreplay; {\"min\":0,\"max\":0,\"current\":0}",
        "/api/v1/features; {\"prometheus\":{\"agent_mode\":true}}",
        "/api/v1/notifications; []",
        "/api/v1/targets/metadata?metric=up_total;"
            + " [{\"target\":{\"job\":\"j\"},\"type\":\"counter\",\"help\":\"h\",\"unit\":\"\"}]",
        "/api/v1/targets/metadata?match_target={job=\"x\"}; []",
        "/api/v1/metadata; {\"up_total\":[{\"type\":\"counter\",\"help\":\"h\",\"unit\":\"\"}]}",
        "/api/v1/metadata?limit=0; {}",
        "/api/v1/targets/relabel_steps?scrapePool=j&labels={}; {\"steps\":[]}",
      })
  void answersInTheEnvelope(String path, String data) throws Exception {
    String encoded = path.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22");
    HttpResponse<String> response = send("GET", encoded);
    assertThat(response.body()).isEqualTo("{\"status\":\"success\",\"data\":" + data + "}");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/api/v1/scrape_pools/config; 400; no scrapePool parameter provided",
        "/api/v1/scrape_pools/config?scrapePool=x; 400; error retrieving scrape config",
        "/api/v1/targets/relabel_steps?scrapePool=j; 400; no labels parameter provided",
        "/api/v1/targets/relabel_steps?scrapePool=j&labels=x; 400; error parsing labels",
        "/api/v1/targets/relabel_steps?scrapePool=j&labels=%7B%7D%7B%7D; 400; error parsing labels:"
            + " expected nothing behind the object",
        "/api/v1/targets/relabel_steps?scrapePool=j&labels=%7B%22a%22:1%7D; 400; expected a text",
        "/api/v1/metadata?limit=many; 400; limit must be a number",
        "/api/v1/targets/metadata?match_target=%7B; 400; invalid parameter \\\"match_target\\\"",
        "/api/v1/status/self_metrics?metric_name_pattern=(; 400; invalid metric_name_pattern",
        "/api/v1/query?query=up; 422; unavailable with Prometheus Agent",
        "/api/v1/label/job/values; 422; unavailable with Prometheus Agent",
        "/api/v1/status/tsdb; 422; unavailable with Prometheus Agent",
        "/api/v1/search/metric_names?limit=1; 500; search API disabled",
      })
  void explainsRefusalsInTheEnvelope(String path, int status, String error) throws Exception {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body())
        .startsWith("{\"status\":\"error\",\"errorType\":\"")
        .contains("\"error\":\"")
        .contains(error);
  }

  @Test
  void knowsNoPathThatHasNoRoute() throws Exception {
    assertThat(send("GET", "/api/v1/unknown").statusCode()).isEqualTo(404);
    assertThat(send("OPTIONS", "/api/v1/unknown").statusCode()).isEqualTo(204);
    assertThat(send("PUT", "/api/v1/targets").statusCode()).isEqualTo(405);
  }

  @Test
  void tellsOnWhichSideOfItsLifeItIs() throws Exception {
    readiness.set(Readiness.Phase.STARTING);
    HttpResponse<String> starting = send("GET", "/-/ready");
    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.headers().firstValue("X-Prometheus-Stopping")).contains("false");
    assertThat(send("GET", "/-/healthy").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/api/v1/targets").statusCode()).isEqualTo(503);
    assertThat(send("GET", "/api/v1/status/walreplay").statusCode()).isEqualTo(200);

    readiness.set(Readiness.Phase.STOPPING);
    assertThat(send("GET", "/-/ready").headers().firstValue("X-Prometheus-Stopping"))
        .contains("true");

    readiness.set(Readiness.Phase.READY);
    assertThat(get("/-/ready")).isEqualTo("Prometheus Agent is Ready.\n");
    assertThat(get("/-/healthy")).isEqualTo("Prometheus Agent is Healthy.\n");
  }

  @Test
  void reloadsAndQuitsOnlyByPostAndPut() throws Exception {
    assertThat(send("POST", "/-/reload").statusCode()).isEqualTo(200);
    reloadFailure = Optional.of("line 3");
    HttpResponse<String> failed = send("PUT", "/-/reload");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("failed to reload config: line 3");
    assertThat(send("GET", "/-/reload").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/-/quit").statusCode()).isEqualTo(405);
    assertThat(quit).isFalse();
    assertThat(send("POST", "/-/quit").statusCode()).isEqualTo(200);
    assertThat(quit).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/-/reload", "/-/quit"})
  void keepsTheLifecycleClosedUnlessItWasOpened(String path) throws Exception {
    server.close();
    server = start(false);
    HttpResponse<String> response = send("POST", path);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("Lifecycle API is not enabled.");
    assertThat(quit).isFalse();
  }

  @Test
  void answersPagesOfAllowedOrigins() throws Exception {
    HttpResponse<String> good = send("GET", "/api/v1/scrape_pools", "Origin", "http://good.org");
    assertThat(good.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("http://good.org");
    assertThat(good.headers().firstValue("Vary")).contains("Origin");
    HttpResponse<String> bad = send("GET", "/api/v1/scrape_pools", "Origin", "http://good.org.x");
    assertThat(bad.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(send("OPTIONS", "/api/v1/anything/at/all").statusCode()).isEqualTo(204);
    HttpResponse<String> nobody = send("GET", "/api/v1/scrape_pools");
    assertThat(nobody.headers().allValues("Vary")).containsExactly("Origin");
    assertThat(nobody.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void negotiatesItsOwnMetrics() throws Exception {
    assertThat(send("GET", "/metrics").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    HttpResponse<String> openMetrics =
        send("GET", "/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
    assertThat(openMetrics.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    assertThat(openMetrics.body()).endsWith("# EOF\n");
    assertThat(
            send(
                    "GET",
                    "/metrics",
                    "Accept",
                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
                .headers()
                .firstValue("Content-Type"))
        .hasValue(MetricFamilyProtobuf.CONTENT_TYPE);
    assertThat(get("/api/v1/status/self_metrics?metric_name_pattern=prometheus_ready"))
        .contains("{\"name\":\"prometheus_ready\"")
        .contains("\"type\":\"GAUGE\",\"metric\":[{\"gauge\":{\"value\":1.0}}]");
  }

  @Test
  void sendsBrowsersToAPageThatEscapesItsTitle() throws Exception {
    HttpResponse<String> root = send("GET", "/");
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/agent"));
    assertThat(get("/agent")).contains("<title>A &lt;title&gt;</title>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alertmanager-discovery",
        "/cardinality",
        "/config",
        "/explain",
        "/flags",
        "/graph",
        "/ledger",
        "/service-discovery",
        "/status",
        "/targets"
      })
  void answersTheAddressesOfTheUserInterfaceWithThePage(String path) throws Exception {
    assertThat(send("GET", path).statusCode()).isEqualTo(200);
    assertThat(get(path)).isEqualTo(get("/agent"));
  }

  /// The proxy has taken the path of the external URL away; the browser must give it again.
  @Test
  void leadsBrowsersBackThroughAReverseProxy() throws Exception {
    server.close();
    server = start(false, "http://proxy.example.org/agents/one");
    assertThat(send("GET", "/").headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/agents/one/agent"));
    assertThat(get("/agent")).contains("<base href=\"./\">");
    assertThat(get("/component/prometheus.scrape.default")).contains("<base href=\"../\">");
    assertThat(get("/component/a/b/c")).contains("<base href=\"../../../\">");
  }

  @Test
  void countsSeriesByMetricLabelAndTarget() throws Exception {
    assertThat(get("/api/v0/web/cardinality"))
        .isEqualTo(
            "{\"series\":4,\"targets\":2,\"metrics\":["
                + "{\"name\":\"requests_total\",\"series\":2,\"targets\":2,\"bytes\":66},"
                + "{\"name\":\"up\",\"series\":2,\"targets\":2,\"bytes\":42}],"
                + "\"labels\":[{\"name\":\"instance\",\"values\":2,\"series\":4,\"bytes\":44}],"
                + "\"topTargets\":[{\"job\":\"a\",\"instance\":\"one\",\"url\":\"http://one/metrics\","
                + "\"series\":2,\"addedPerHour\":1.5,\"bytes\":100},"
                + "{\"job\":\"b\",\"instance\":\"two\",\"url\":\"http://two/metrics\","
                + "\"series\":2,\"addedPerHour\":0.0,\"bytes\":100}]}");
    assertThat(get("/api/v0/web/cardinality?job=b&limit=1"))
        .startsWith("{\"series\":2,\"targets\":1,")
        .contains("\"job\":\"b\"")
        .doesNotContain("\"job\":\"a\"");
    for (String limit : List.of("0", "-1", "1001", "x")) {
      assertThat(send("GET", "/api/v0/web/cardinality?limit=" + limit).statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 3.1.0", "3.1, 3.1.0", "3.2.0, 3.2.0", "3.2, 3.2.0", "4, 3.1.0"})
  void describesItselfInTheVersionThatIsKnown(String asked, String given) throws Exception {
    HttpResponse<String> response = send("GET", "/api/v1/openapi.yaml?openapi_version=" + asked);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("openapi: " + given + "\n");
    assertThat(response.headers().firstValue("Cache-Control"))
        .contains("no-cache, no-store, must-revalidate");
  }

  @Test
  void hintsAtTheFlagsOfTheReceivers() throws Exception {
    assertThat(send("POST", "/api/v1/write").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/api/v1/write").body()).contains("--web.enable-remote-write-receiver");
    assertThat(send("POST", "/api/v1/otlp/v1/metrics").body())
        .contains("--web.enable-otlp-receiver");
  }

  @Test
  void explainsATargetWithTheShapeOfTheDocumentation() throws Exception {
    String labels = URLEncoder.encode("{\"__address__\":\"a:1\",\"env\":\"Prod\"}", UTF_8);
    assertThat(get("/api/v0/web/explain?pool=j&labels=" + labels))
        .startsWith(
            "{\"pool\":\"j\",\"subject\":\"target\",\"sample\":\"\",\"verdict\":{\"kept\":false,"
                + "\"sentence\":\"dropped by rule 1 of relabel_configs of job \\\"j\\\""
                + " (prometheus.yml:7:9): env = \\\"Prod\\\" does not match /prod/\","
                + "\"stage\":0,\"rule\":1,\"url\":\"\"},\"stages\":[{\"index\":0,\"from\":null,"
                + "\"kind\":\"target_rules\",\"name\":\"relabel_configs of job \\\"j\\\"\","
                + "\"component\":\"\","
                + "\"position\":{\"file\":\"prometheus.yml\",\"line\":7,\"column\":9},"
                + "\"input\":{\"__address__\":\"a:1\",")
        .endsWith(
            "\"output\":{},\"kept\":false,\"notes\":[],\"rules\":[{\"number\":1,"
                + "\"position\":{\"file\":\"prometheus.yml\",\"line\":7,\"column\":9},"
                + "\"action\":\"keep\",\"source_labels\":[\"env\"],\"separator\":\";\","
                + "\"regex\":\"prod\",\"modulus\":\"\",\"target_label\":\"\",\"replacement\":\"$1\","
                + "\"outcome\":\"dropped\",\"matched\":false,\"source\":\"Prod\",\"groups\":[],\"matched_names\":[],\"changes\":[],\"sentence\":\"dropped:"
                + " env = \\\"Prod\\\" does not match"
                + " /prod/\",\"near_misses\":[{\"kind\":\"case\",\"sentence\":\"only upper and"
                + " lower case differ: (?i) before the regex would ignore"
                + " them\"}],\"never\":null}]}]}");
  }

  @Test
  void explainsKnownTargetsAndWholePools() throws Exception {
    assertThat(get("/api/v0/web/explain?pool=j&target=localhost:9090"))
        .contains("\"env\":\"Prod\"")
        .contains("\"outcome\":\"dropped\"");
    assertThat(get("/api/v0/web/explain?pool=j"))
        .startsWith(
            "{\"pool\":\"j\",\"targets\":1,\"kept\":0,\"dropped\":1,\"limited\":false,\"stages\":[{")
        .contains(
            "\"evaluated\":1,\"matched\":0,\"dropped\":1,\"never\":{\"certainty\":\"observed\",")
        .contains("\"list\":[{\"labels\":{\"__address__\":\"localhost:9090\",\"env\":\"Prod\"},");
    assertThat(get("/api/v0/web/explain?target=localhost:9090&format=text"))
        .contains("x 1 keep      prometheus.yml:7:9\n");
  }

  @Test
  void saysWhatItCannotExplain() throws Exception {
    assertThat(send("GET", "/api/v0/web/explain?pool=k").statusCode()).isEqualTo(400);
    assertThat(get("/api/v0/web/explain?pool=k")).contains("there is no scrape pool \"k\"");
    assertThat(get("/api/v0/web/explain?pool=j&labels=x")).contains("not labels: \"x\"");
    assertThat(get("/api/v0/web/explain?pool=j&labels=%7B%22a%22:%22b%22%7D%7B%7D"))
        .contains("not labels: expected nothing behind the object");
    assertThat(get("/api/v0/web/explain?pool=j&sample=%7B")).contains("not a sample");
    assertThat(get("/api/v0/web/explain?pool=j&target=a/b")).contains("no target is known");
  }

  @Test
  void listsAndEndsNotifications() throws Exception {
    notifications.add(Notifications.RELOAD_FAILED);
    assertThat(get("/api/v1/notifications"))
        .contains("\"text\":\"Configuration reload has failed.\"")
        .contains("\"date\":\"2023-11-14T22:13:20.123Z\",\"active\":true");
    notifications.remove(Notifications.RELOAD_FAILED);
    assertThat(get("/api/v1/notifications")).contains("\"data\":[]");
  }

  /// One pool with one target, and one that was dropped.
  private static final class FixedView implements AgentView {
    @Override
    public List<ExposedSeries> exposed() {
      Layout layout =
          new Layouts().layout(List.of("instance"), List.of(block("up"), block("requests_total")));
      return List.of(
          new ExposedSeries(
              "a", "one", "http://one/metrics", layout, new Stream(1, List.of("one")), 1.5, 100),
          new ExposedSeries(
              "b", "two", "http://two/metrics", layout, new Stream(2, List.of("two")), 0, 100));
    }

    private static SeriesBlock block(String name) {
      var rows = new BlockBuilder();
      rows.add(Labels.of(Map.of("__name__", name, "instance", "?")), List.of("instance"));
      return rows.build(FamilyMetadata.NONE);
    }

    @Override
    public List<String> pools() {
      return List.of("j");
    }

    @Override
    public Optional<ScrapeSettings> settings(String pool) {
      return pool.equals("j") ? Optional.of(ScrapeSettings.defaults("j")) : Optional.empty();
    }

    @Override
    public Optional<String> poolYaml(String pool) {
      return pool.equals("j") ? Optional.of("job_name: j\n") : Optional.empty();
    }

    @Override
    public SortedMap<String, List<TargetSnapshot>> targets() {
      var target =
          new TargetSnapshot(
              "j",
              Labels.of("__address__", "localhost:9090"),
              Labels.of("instance", "localhost:9090", "job", "j"),
              "http://localhost:9090/metrics",
              TargetSnapshot.Health.UNKNOWN,
              "",
              0,
              0.25,
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              0,
              0);
      return new TreeMap<>(Map.of("j", List.of(target)));
    }

    @Override
    public SortedMap<String, List<Labels>> droppedTargets() {
      return new TreeMap<>(Map.of("j", List.of(Labels.of("__address__", "gone:1"))));
    }

    @Override
    public SortedMap<String, Integer> droppedCounts() {
      return new TreeMap<>(Map.of("j", 1));
    }

    @Override
    public List<TargetMetadata> metadata() {
      return List.of(
          new TargetMetadata(
              Labels.of("job", "j"),
              List.of(new FamilyMetadata("up_total", MetricType.COUNTER, "h", ""))));
    }

    @Override
    public ExplainPlan explainPlan() {
      var rule =
          RelabelRule.builder()
              .sourceLabels("env")
              .regex("prod")
              .action(RelabelAction.KEEP)
              .position(new SourcePosition("prometheus.yml", 7, 9))
              .build(NameValidation.UTF8);
      var source = new ScrapePath.Source("static", List.of(), LabelState.unknown(), List.of());
      return new ExplainPlan(
          List.of(
              new ScrapePath(
                  "j",
                  "",
                  SourcePosition.NONE,
                  ScrapeSettings.defaults("j").withRelabelRules(List.of(rule), List.of()),
                  List.of(source),
                  List.of(),
                  List.of())),
          List.of());
    }

    @Override
    public List<Labels> discovered(ScrapePath path) {
      return List.of(Labels.of("__address__", "localhost:9090", "env", "Prod"));
    }

    @Override
    public String configYaml() {
      return "global: {}\n";
    }

    @Override
    public boolean wasLastReloadSuccessful() {
      return true;
    }

    @Override
    public long lastConfigMs() {
      return 0;
    }
  }
}
