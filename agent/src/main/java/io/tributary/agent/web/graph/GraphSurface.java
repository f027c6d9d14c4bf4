package io.tributary.agent.web.graph;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.web.AgentView;
import io.tributary.agent.web.Cors;
import io.tributary.agent.web.PrometheusApi;
import io.tributary.agent.web.ServerFacts;
import io.tributary.agent.web.page.PageRoutes;
import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Peers;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.runtime.GraphRuntime;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Every route of an agent that runs a graph.
///
/// Source: grafana/alloy `internal/service/http/http.go`, `internal/service/ui/ui.go`.
public final class GraphSurface {
  /// How the surface is set up. `uiPrefix` is empty or begins with a slash and ends without one.
  /// Without `saysAsAlloy`, there is no management: whoever has another one adds it.
  public record Settings(String uiPrefix, URI externalUrl, int port, boolean saysAsAlloy) {}

  private final Routes routes = new Routes();
  private final GraphRuntime graph;
  private final Settings settings;
  private final GraphApi api;
  private final Supplier<Optional<String>> reload;

  /// `hasLiveDebugging` tells whether the configuration allows it; `reload` answers the reason
  /// where it failed.
  public GraphSurface(
      Settings settings,
      GraphRuntime graph,
      Clock clock,
      BooleanSupplier hasLiveDebugging,
      Peers peers,
      Supplier<Optional<String>> reload) {
    this.settings = settings;
    this.graph = graph;
    this.api = new GraphApi(graph, clock, hasLiveDebugging, peers);
    this.reload = reload;
  }

  /// The routes of all that is there. Called once.
  public Routes routes(
      AgentView agent, ServerFacts facts, Clock clock, PrometheusRegistry registry) {
    if (settings.saysAsAlloy()) {
      management();
    }
    api.add(routes, settings.uiPrefix(), handler -> handler);
    page();
    var prometheus = new PrometheusApi(routes, Cors.NONE, handler -> handler, settings.uiPrefix());
    prometheus.metrics(registry);
    prometheus.targets(agent, settings.externalUrl(), settings.port());
    prometheus.summary(agent, settings.uiPrefix());
    prometheus.explain(agent, settings.uiPrefix());
    prometheus.status(agent, facts, clock, registry);
    var pages = new ComponentPages(graph);
    for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
      routes.add(method, ComponentPages.PREFIX + "*", pages::answer);
    }
    return routes;
  }

  /// Ends what streams.
  public void close() {
    api.close();
  }

  private void management() {
    routes.get(
        "/-/ready",
        _ ->
            graph.isReady()
                ? Response.text(200, "Alloy is ready.\n")
                : Response.text(503, "Alloy is not ready.\n"));
    routes.get("/-/healthy", _ -> healthy());
    // The original also reloads when it is read: whatever follows links would do it.
    routes.post("/-/reload", this::reload);
    routes.get(
        "/-/reload",
        _ -> Response.text(405, "Only POST requests allowed\n").withHeader("Allow", "POST"));
  }

  private Response healthy() {
    List<String> unhealthy = graph.unhealthy();
    return unhealthy.isEmpty()
        ? Response.text(200, "All Alloy components are healthy.\n")
        : Response.text(500, "unhealthy components: " + String.join(", ", unhealthy) + "\n");
  }

  private Response reload(Request request) {
    return reload
        .get()
        .map(reason -> Response.text(400, reason + "\n"))
        .orElseGet(() -> Response.text(200, "config reloaded\n"));
  }

  private void page() {
    var page = new PageRoutes("Tributary");
    String prefix = settings.uiPrefix();
    page.add(routes, prefix);
    page.addFallback(routes, prefix);
    if (!prefix.isEmpty()) {
      routes.get("/", _ -> Response.redirect(302, prefix + "/"));
      routes.get(prefix, _ -> Response.redirect(302, prefix + "/"));
    }
  }
}
