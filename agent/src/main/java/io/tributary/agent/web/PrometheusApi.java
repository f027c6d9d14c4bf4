package io.tributary.agent.web;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.explain.ExplainApi;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpHandler;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

/// The part of Prometheus' API that every agent has, whatever its configuration is written in:
/// targets, scrape pools, metadata and status, and `/metrics`; and what the page asks beside that.
///
/// Source: prometheus `web/api/v1/api.go`.
public final class PrometheusApi {
  static final String API = "/api/v1";

  /// Answers the `data` of the envelope.
  @FunctionalInterface
  interface ApiHandler {
    Json.Data handle(Request request) throws ApiError, IOException;
  }

  private final Routes routes;
  private final Cors cors;
  private final UnaryOperator<HttpHandler> guard;
  private final List<String> homes;

  /// `guard` stands before every handler of the API.
  public PrometheusApi(Routes routes, Cors cors, UnaryOperator<HttpHandler> guard) {
    this(routes, cors, guard, "");
  }

  /// The API is at the root, and below `uiPrefix` as well: the page asks below its own path.
  public PrometheusApi(
      Routes routes, Cors cors, UnaryOperator<HttpHandler> guard, String uiPrefix) {
    this.routes = routes;
    this.cors = cors;
    this.guard = guard;
    this.homes = uiPrefix.isEmpty() ? List.of("") : List.of("", uiPrefix);
  }

  /// `external` is where the agent is reached from elsewhere, `port` its own.
  public void targets(AgentView agent, URI external, int port) {
    var targets = new TargetsApi(agent, new GlobalUrl(external, port));
    add("GET", "/targets", targets::targets);
    add("GET", "/targets/metadata", targets::targetMetadata);
    add("GET", "/targets/relabel_steps", new RelabelApi(agent)::steps);
    add("GET", "/scrape_pools", _ -> targets.pools());
    add("GET", "/scrape_pools/config", targets::poolConfig);
    add("GET", "/metadata", targets::metadata);
  }

  /// What is scraped, in numbers, and what of it costs how much.
  public void summary(AgentView agent, String prefix) {
    var summary = new SummaryApi(agent);
    routes.get(
        prefix + "/api/v0/web/summary",
        guard.apply(_ -> Response.json(200, Json.document(summary::write))));
    var cardinality = new CardinalityApi(agent);
    routes.get(prefix + "/api/v0/web/cardinality", guard.apply(cardinality::answer));
  }

  /// What relabelling makes of targets and samples, and why.
  public void explain(AgentView agent, String prefix) {
    var explain = new ExplainApi(agent);
    routes.get(prefix + ExplainApi.PATH, guard.apply(explain::get));
    routes.post(prefix + ExplainApi.PATH, guard.apply(explain::post));
  }

  public void status(AgentView agent, ServerFacts facts, Clock clock, PrometheusRegistry registry) {
    var status = new StatusApi(agent, facts, clock, registry);
    add("GET", "/status/config", _ -> status.config());
    add("GET", "/status/flags", _ -> status.flags());
    add("GET", "/status/runtimeinfo", _ -> status.runtimeInfo());
    add("GET", "/status/buildinfo", _ -> status.buildInfo());
    add("GET", "/features", _ -> status.features());
    routes.get(API + "/status/walreplay", enveloped(_ -> status.walReplay()));
    routes.get("/version", _ -> Response.json(200, Json.document(status.buildInfo())));
  }

  /// The agent's own metrics.
  public void metrics(PrometheusRegistry registry) {
    var metrics = new SelfMetrics(registry);
    routes.get("/metrics", metrics::metrics);
    add("GET", "/status/self_metrics", metrics::json);
  }

  void add(String method, String path, ApiHandler handler) {
    for (String home : homes) {
      routes.add(method, home + API + path, guard.apply(enveloped(handler)));
    }
  }

  HttpHandler enveloped(ApiHandler handler) {
    return request -> {
      Response response;
      try {
        response = Json.success(handler.handle(request));
      } catch (ApiError e) {
        response = Json.error(e);
      }
      return cors.apply(request, response);
    };
  }
}
