package io.tributary.agent.web.service;

import io.tributary.agent.scrapingservice.RunsConfigurations;
import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.base.config.ConfigException;
import io.tributary.cluster.configs.ConfigurationStore;
import io.tributary.cluster.service.ConfigurationStatus;
import io.tributary.cluster.service.ScrapingService;
import io.tributary.cluster.store.StoreException;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The management of configurations, with the paths, status codes and words of Grafana Agent, and
/// besides how those fare that this agent runs.
///
/// Source: grafana/agent `static/metrics/instance/configstore/api.go`.
final class ConfigurationApi {
  /// Of one document. What etcd stores is packed, and has 1.5 MB at most.
  static final int MAX_DOCUMENT_BYTES = 10 << 20;

  private static final String PREFIX = "/agent/api/v1";

  private final Chosen component;
  private final boolean showsConfigurations;

  /// The component that a request is about.
  @FunctionalInterface
  interface Chosen {
    Optional<RunsConfigurations> by(Request request);
  }

  ConfigurationApi(Chosen component, boolean showsConfigurations) {
    this.component = component;
    this.showsConfigurations = showsConfigurations;
  }

  void add(Routes routes) {
    routes.get(PREFIX + "/configs", request -> answer(request, (_, service) -> list(service)));
    routes.get(
        PREFIX + "/configs/:name",
        request ->
            showsConfigurations
                ? answer(request, (runs, service) -> get(name(request), runs, service))
                : Response.text(404, "404 - config endpoint is disabled"));
    for (String method : List.of("PUT", "POST")) {
      routes.add(
          method,
          PREFIX + "/config/:name",
          request -> answer(request, (_, service) -> put(request, service)));
    }
    // Without a text, as the original.
    routes.get(
        PREFIX + "/config/:name",
        _ -> Response.text(405, "").withHeader("Allow", "DELETE, POST, PUT"));
    routes.add(
        "DELETE",
        PREFIX + "/config/:name",
        request -> answer(request, (_, service) -> delete(name(request), service)));
    routes.get(PREFIX + "/metrics/configurations", this::statuses);
    routes.post(
        PREFIX + "/metrics/configurations/confirm-deletions",
        request -> answer(request, (_, service) -> confirm(service)));
  }

  private static String name(Request request) {
    return request.segments().getOrDefault("name", "");
  }

  @FunctionalInterface
  private interface Action {
    Response run(RunsConfigurations runs, ScrapingService service)
        throws ApiError, IOException, StoreException, InterruptedException;
  }

  /// What a store that fails says is told, as the original does.
  private Response answer(Request request, Action action)
      throws ApiError, IOException, InterruptedException {
    Optional<RunsConfigurations> runs = component.by(request);
    Optional<ScrapingService> service = runs.flatMap(RunsConfigurations::service);
    if (runs.isEmpty() || service.isEmpty()) {
      return Envelope.error(404, "no config store running");
    }
    try {
      return action.run(runs.get(), service.get());
    } catch (StoreException e) {
      String what = request.method().equals("GET") && name(request).isEmpty() ? "list" : "reach";
      return Envelope.error(
          500, "cannot " + what + " configurations in the store: " + e.getMessage());
    }
  }

  private static Response list(ScrapingService service)
      throws ApiError, StoreException, InterruptedException {
    List<String> names = service.configurations().names();
    return Json.success(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("configs");
      names.forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static Response get(String name, RunsConfigurations runs, ScrapingService service)
      throws ApiError, StoreException, InterruptedException {
    try {
      Optional<byte[]> yaml = service.configurations().get(name);
      if (yaml.isEmpty()) {
        return missing(name);
      }
      String shown = runs.masked(name, yaml.get());
      return Json.success(json -> {
        json.writeStartObject();
        json.writeStringProperty("value", shown);
        json.writeEndObject();
      });
    } catch (ConfigException e) {
      return Envelope.error(500, String.valueOf(e.getMessage()));
    }
  }

  private static Response missing(String name) throws ApiError {
    return Envelope.error(404, "configuration " + name + " does not exist");
  }

  private static Response put(Request request, ScrapingService service)
      throws ApiError, IOException, StoreException, InterruptedException {
    byte[] yaml;
    try {
      yaml = request.body(MAX_DOCUMENT_BYTES);
    } catch (Request.BodyTooLargeException e) {
      return Envelope.error(413, String.valueOf(e.getMessage()));
    }
    try {
      ConfigurationStore.Written written = service.configurations().put(name(request), yaml);
      return Envelope.success(written == ConfigurationStore.Written.CREATED ? 201 : 200);
    } catch (ConfigException e) {
      return Envelope.error(400, String.valueOf(e.getMessage()));
    }
  }

  private static Response delete(String name, ScrapingService service)
      throws ApiError, StoreException, InterruptedException {
    return service.configurations().delete(name) ? Envelope.success(200) : missing(name);
  }

  /// Ours: the original believes a store that has lost everything.
  private static Response confirm(ScrapingService service) throws ApiError {
    var names = new TreeSet<>(service.confirmLosses());
    return Json.success(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("deleted");
      names.forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /// Ours: the original only logs what it cannot run.
  private Response statuses(Request request) throws ApiError {
    Optional<RunsConfigurations> runs = component.by(request);
    if (runs.isEmpty()) {
      return Envelope.error(404, "no config store running");
    }
    List<ConfigurationStatus> statuses = runs.get().statuses();
    return Json.success(json -> {
      json.writeStartArray();
      for (ConfigurationStatus status : statuses) {
        json.writeStartObject();
        json.writeStringProperty("name", status.name());
        json.writeStringProperty("state", status.state().toString());
        json.writeStringProperty("problem", status.problem());
        json.writeStringProperty("since", Instant.ofEpochMilli(status.sinceMs()).toString());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
