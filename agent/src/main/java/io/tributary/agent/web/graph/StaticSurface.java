package io.tributary.agent.web.graph;

import io.tributary.agent.scrapingservice.Instances;
import io.tributary.agent.scrapingservice.RunsConfigurations;
import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.dialects.staticmode.StaticIndex;
import io.tributary.metrics.component.TakesWrites;
import io.tributary.metrics.scrape.TargetSnapshot;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Role;
import io.tributary.net.server.Routes;
import io.tributary.runtime.GraphRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// What Grafana Agent's static mode answers over HTTP, from a graph.
///
/// Source: grafana/agent `static/metrics/http.go`, `cmd/grafana-agent/entrypoint.go`,
/// `static/integrations/manager.go`.
public final class StaticSurface {
  private static final String WRITE = "/agent/api/v1/metrics/instance/:instance/write";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
  private static final Comparator<Target> ORDER =
      Comparator.comparing(Target::instance)
          .thenComparing(Target::job)
          .thenComparing(target -> target.snapshot.labels().getOrEmpty("job"))
          .thenComparing(target -> target.snapshot.labels().getOrEmpty("instance"));

  private final GraphRuntime graph;
  private final Supplier<StaticIndex> index;
  private final Instances instances;
  private final Supplier<Optional<String>> configuration;
  private final Supplier<Optional<String>> reload;

  /// `configuration` is empty where it must not be shown; `reload` answers the reason where it
  /// failed.
  public StaticSurface(
      GraphRuntime graph,
      Supplier<StaticIndex> index,
      Supplier<Optional<String>> configuration,
      Supplier<Optional<String>> reload) {
    this.graph = graph;
    this.index = index;
    this.instances = new Instances(graph, index);
    this.configuration = configuration;
    this.reload = reload;
  }

  /// A target that is scraped; `instance` is the group's name where instances share.
  private record Target(String instance, String job, TargetSnapshot snapshot) {}

  public void add(Routes routes) {
    for (String method : METHODS) {
      routes.add(method, "/-/healthy", _ -> Response.text(200, "Agent is Healthy.\n"));
      routes.add(method, "/-/ready", _ -> ready());
      routes.add(method, "/-/config", _ -> config());
    }
    for (String method : List.of("GET", "POST")) {
      routes.add(method, "/-/reload", "/-/reload", _ -> reload(), Role.OPERATOR);
    }
    for (String prefix : List.of("/agent/api/v1", "/agent/api/v1/metrics")) {
      routes.get(prefix + "/instances", _ -> instances());
      routes.get(prefix + "/targets", _ -> targets());
    }
    routes.post(WRITE, this::write);
    // Without a text, as the original.
    routes.get(WRITE, _ -> Response.text(405, "").withHeader("Allow", "POST"));
    var pages = new ComponentPages(graph);
    routes.get("/integrations/:name/metrics", request -> integration(request, pages));
  }

  /// The original does not listen before its scraping service has begun: whoever waits for this
  /// goes on to store configurations.
  private Response ready() {
    boolean hasBegun =
        graph.capable(RunsConfigurations.class).values().stream()
            .allMatch(service -> service.service().isPresent());
    return graph.isReady() && hasBegun
        ? Response.text(200, "Agent is Ready.\n")
        : Response.text(503, "Metrics are not ready yet.\n");
  }

  private Response config() {
    return configuration
        .get()
        .map(yaml -> Response.text(200, yaml))
        .orElseGet(() -> Response.text(404, "404 - config endpoint is disabled"));
  }

  private Response reload() {
    return Response.text(reload.get().isPresent() ? 400 : 200, "");
  }

  private Response instances() throws ApiError {
    Collection<String> names = instances.names();
    return Json.success(json -> {
      json.writeStartArray();
      names.forEach(json::writeString);
      json.writeEndArray();
    });
  }

  private Response targets() throws ApiError {
    var targets = new ArrayList<Target>();
    for (Instances.Scraper scraper : instances.scrapers()) {
      scraper
          .scraper()
          .scrapes()
          .targets()
          .forEach((pool, all) ->
              all.forEach(one ->
                  targets.add(new Target(scraper.group(), scraper.job().orElse(pool), one))));
    }
    targets.sort(ORDER);
    return Json.success(json -> {
      json.writeStartArray();
      targets.forEach(target -> write(json, target));
      json.writeEndArray();
    });
  }

  private static void write(JsonGenerator json, Target target) {
    TargetSnapshot snapshot = target.snapshot;
    json.writeStartObject();
    json.writeStringProperty("instance", target.instance);
    json.writeStringProperty("target_group", target.job);
    json.writeStringProperty("endpoint", snapshot.url());
    json.writeStringProperty("state", snapshot.health().name().toLowerCase(Locale.ROOT));
    json.writeName("labels");
    Json.labels(json, snapshot.labels());
    json.writeName("discovered_labels");
    Json.labels(json, snapshot.discovered());
    json.writeStringProperty("last_scrape", Json.time(snapshot.lastScrapeMs()));
    json.writeNumberProperty(
        "scrape_duration_ms", (long) (snapshot.lastScrapeDurationSeconds() * 1000));
    json.writeStringProperty("scrape_error", snapshot.lastError());
    json.writeEndObject();
  }

  /// Takes remote write into the log of an instance.
  private Response write(Request request) throws IOException, InterruptedException {
    String instance = request.segments().getOrDefault("instance", "");
    Optional<TakesWrites> log = instances.log(instance);
    return log.isPresent()
        ? log.get().write(request)
        : Response.text(400, "instance \"" + instance + "\" does not exist, or sends nowhere\n");
  }

  /// The page of an exporter, under the name of its integration.
  private Response integration(Request request, ComponentPages pages) throws Exception {
    Optional<String> exporter = index.get().exporter(request.segments().getOrDefault("name", ""));
    if (exporter.isEmpty()) {
      return Response.text(404, "404 page not found\n");
    }
    return pages.answer(request, exporter.get() + "/metrics");
  }
}
