package io.tributary.agent.web.service;

import io.tributary.agent.scrapingservice.RunsConfigurations;
import io.tributary.agent.web.ApiError;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.cluster.store.StoreException;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.runtime.GraphRuntime;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Everything that is asked of the scraping service over HTTP. Where the graph has no
/// `prometheus.scraping_service`, everything answers that there is none.
public final class ScrapingServiceRoutes {
  private static final String RING = "/debug/ring";

  /// Ids of components need no escapes in a URL.
  private static final String COMPONENT = "component=";

  private final GraphRuntime graph;
  private final boolean showsConfigurations;

  /// `showsConfigurations` is whether a configuration may be read, its secrets hidden.
  public ScrapingServiceRoutes(GraphRuntime graph, boolean showsConfigurations) {
    this.graph = graph;
    this.showsConfigurations = showsConfigurations;
  }

  public void add(Routes routes) {
    new ConfigurationApi(this::component, showsConfigurations).add(routes);
    routes.get(RING, this::show);
    routes.post(RING, this::forget);
  }

  /// The one that the parameter `component` names, else the first: several are as several agents in
  /// one.
  private Optional<RunsConfigurations> component(Request request) {
    Map<String, RunsConfigurations> all = graph.capable(RunsConfigurations.class);
    Optional<String> named = named(request.query());
    return named.isPresent() ? named.map(all::get) : all.values().stream().findFirst();
  }

  /// Of the query alone: a body is the handler's.
  private static Optional<String> named(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(pair -> pair.startsWith(COMPONENT))
        .map(pair -> pair.substring(COMPONENT.length()))
        .findFirst();
  }

  private Optional<ScrapingService> service(Request request) {
    return component(request).flatMap(RunsConfigurations::service);
  }

  private Response show(Request request) throws ApiError, IOException, InterruptedException {
    Optional<ScrapingService> service = service(request);
    if (service.isEmpty()) {
      return Response.text(404, "404 page not found\n");
    }
    try {
      var page = new RingPage(service.get().report());
      boolean wantsJson =
          Objects.requireNonNullElse(request.headers().first("Accept"), "")
              .contains("application/json");
      return wantsJson ? page.json() : page.html("true".equals(request.parameter("tokens")));
    } catch (StoreException e) {
      return Response.text(500, e.getMessage() + "\n");
    }
  }

  private Response forget(Request request) throws IOException, InterruptedException {
    Optional<ScrapingService> service = service(request);
    if (service.isEmpty()) {
      return Response.text(404, "404 page not found\n");
    }
    String id = Objects.requireNonNullElse(request.parameter("forget"), "");
    String failure;
    try {
      if (service.get().forget(id)) {
        // Where the browser is already, with the parameters that it has.
        return Response.empty(302).withHeader("Location", "#");
      }
      failure = "found empty ring when trying to unregister";
    } catch (StoreException e) {
      failure = String.valueOf(e.getMessage());
    }
    return Response.text(500, "error forgetting instance '" + id + "': " + failure + "\n");
  }
}
