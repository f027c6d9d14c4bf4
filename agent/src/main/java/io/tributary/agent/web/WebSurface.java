package io.tributary.agent.web;

import com.google.re2j.Pattern;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.agent.web.page.PageRoutes;
import io.tributary.base.time.Clock;
import io.tributary.net.server.HttpHandler;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Role;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Every route of `tributary prometheus`, in one place.
///
/// Source: parity §7.1 to §7.6; prometheus `web/web.go`, `web/api/v1/api.go`.
public final class WebSurface {
  /// How the surface is set up. `prefix` is empty or begins with a slash and ends without one.
  public record Settings(
      String prefix,
      URI externalUrl,
      int port,
      boolean enableLifecycle,
      String pageTitle,
      Pattern corsOrigin,
      Optional<Path> userAssets) {}

  /// What an operator can ask of the process by HTTP.
  public interface Controls extends Management.Controls {}

  private static final String API = PrometheusApi.API;

  private static final String UNAVAILABLE = "unavailable with Prometheus Agent";

  private final Routes routes = new Routes();
  private final Settings settings;
  private final Readiness readiness;
  private final Cors cors;
  private final PrometheusApi api;

  private WebSurface(Settings settings, Readiness readiness) {
    this.settings = settings;
    this.readiness = readiness;
    this.cors = new Cors(settings.corsOrigin());
    this.api = new PrometheusApi(routes, cors, readiness::whenReady);
  }

  public static Routes routes(
      Settings settings,
      AgentView agent,
      ServerFacts facts,
      Readiness readiness,
      Notifications notifications,
      Controls controls,
      Clock clock,
      PrometheusRegistry registry) {
    var surface = new WebSurface(settings, readiness);
    surface.pages();
    surface.management(new Management(settings.enableLifecycle(), controls));
    surface.api.metrics(registry);
    surface.api.targets(agent, settings.externalUrl(), settings.port());
    surface.api.summary(agent, "");
    surface.api.explain(agent, "");
    surface.api.status(agent, facts, clock, registry);
    surface.options();
    surface.notifications(notifications);
    surface.refused();
    surface.receivers();
    return surface.routes;
  }

  private void pages() {
    String home = home();
    routes.get("/", _ -> Response.redirect(302, home + "/agent"));
    new PageRoutes(settings.pageTitle()).add(routes, "");
    routes.get(
        "/federate",
        readiness.whenReady(_ -> Response.text(500, "federation is " + UNAVAILABLE + "\n")));
    settings
        .userAssets()
        .ifPresent(folder ->
            routes.add(
                "GET", "/user/*", "/user/*filepath", request -> asset(folder, request.rest())));
  }

  /// Where a browser finds this surface: a reverse proxy may take a prefix away that the browser
  /// must give.
  private String home() {
    String path = settings.externalUrl().getRawPath();
    return path == null || path.isEmpty() || path.equals("/") ? settings.prefix() : path;
  }

  /// A regular file below `folder`; the folder's links may not lead out of it.
  private static Response asset(Path folder, String name) throws IOException {
    Path root = folder.toRealPath();
    Path file = root.resolve(name).normalize();
    if (name.isEmpty() || !file.startsWith(root) || !Files.isRegularFile(file)) {
      return Response.text(404, "404 page not found\n");
    }
    Path real = file.toRealPath();
    if (!real.startsWith(root)) {
      return Response.text(404, "404 page not found\n");
    }
    String type = Files.probeContentType(real);
    return Response.of(
        200, type == null ? "application/octet-stream" : type, Files.readAllBytes(real));
  }

  private void management(Management management) {
    routes.get("/-/healthy", management::healthy);
    routes.get("/-/ready", readiness.whenReady(management::ready));
    for (String method : List.of("POST", "PUT")) {
      routes.add(method, "/-/reload", management::reload);
      routes.add(method, "/-/quit", "/-/quit", management::quit, Role.ADMIN);
    }
    routes.get("/-/reload", management::wrongMethod);
    routes.get("/-/quit", management::wrongMethod);
  }

  private void options() {
    routes.get(API + "/openapi.yaml", readiness.whenReady(WebSurface::openApi));
    HttpHandler options = request -> cors.apply(request, Response.empty(204));
    routes.add("OPTIONS", API + "/*", API + "/*path", readiness.whenReady(options));
  }

  private static Response openApi(Request request) throws IOException {
    String version = TargetsApi.text(request.parameter("openapi_version"));
    try (var in = WebSurface.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IOException("the OpenAPI document is missing from the jar");
      }
      String document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (version.equals("3.2") || version.equals("3.2.0")) {
        document = document.replace("openapi: 3.1.0", "openapi: 3.2.0");
      }
      return Response.of(
              200, "application/yaml; charset=utf-8", document.getBytes(StandardCharsets.UTF_8))
          .withHeader("Cache-Control", "no-cache, no-store, must-revalidate");
    }
  }

  private void notifications(Notifications notifications) {
    routes.get(API + "/notifications", api.enveloped(_ -> notifications.list()));
    routes.get(API + "/notifications/live", request -> cors.apply(request, notifications.live()));
  }

  /// What needs a database or a query engine.
  private void refused() {
    for (String path :
        List.of(
            "/query",
            "/query_range",
            "/query_exemplars",
            "/format_query",
            "/parse_query",
            "/labels",
            "/series")) {
      refuse("GET", path);
      refuse("POST", path);
    }
    refuse("DELETE", "/series");
    for (String path :
        List.of(
            "/label/:name/values",
            "/alertmanagers",
            "/alerts",
            "/rules",
            "/status/tsdb",
            "/status/tsdb/blocks")) {
      refuse("GET", path);
    }
    for (String path :
        List.of(
            "/admin/tsdb/delete_series", "/admin/tsdb/clean_tombstones", "/admin/tsdb/snapshot")) {
      refuse("POST", path);
      refuse("PUT", path);
    }
    for (String path :
        List.of("/search/metric_names", "/search/label_names", "/search/label_values")) {
      refuse("GET", path, ApiError.Type.UNAVAILABLE, "search API disabled");
      refuse("POST", path, ApiError.Type.UNAVAILABLE, "search API disabled");
    }
  }

  private void refuse(String method, String path) {
    refuse(method, path, ApiError.Type.EXECUTION, UNAVAILABLE);
  }

  private void refuse(String method, String path, ApiError.Type type, String message) {
    api.add(
        method,
        path,
        _ -> {
          throw new ApiError(type, message);
        });
  }

  /// Off, and saying by which flag they would be on; `/read` has nothing to read.
  private void receivers() {
    missing(
        "/write",
        "remote write receiver needs to be enabled with --web.enable-remote-write-receiver\n");
    missing(
        "/otlp/v1/metrics",
        "otlp write receiver needs to be enabled with --web.enable-otlp-receiver\n");
    routes.post(
        API + "/read",
        readiness.whenReady(_ -> Response.text(500, "remote read is " + UNAVAILABLE + "\n")));
  }

  private void missing(String path, String hint) {
    routes.post(API + path, readiness.whenReady(_ -> Response.text(404, hint)));
  }
}
