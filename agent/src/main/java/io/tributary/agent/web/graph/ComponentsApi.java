package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.api.ComponentJson;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `/api/v0/web/components`, `/components/ID` and `/modules/ID/components`.
///
/// Source: grafana/alloy `internal/web/api/api.go`, `internal/component/component_provider.go`.
final class ComponentsApi {
  private static final String OF_MODULE = "/components";

  private final GraphRuntime graph;

  ComponentsApi(GraphRuntime graph) {
    this.graph = graph;
  }

  Response list(Request request) throws ApiError {
    return list("");
  }

  /// Those of the module that the path names; ids of modules have slashes in them.
  Response ofModule(Request request) throws ApiError {
    String rest = request.rest();
    return rest.endsWith(OF_MODULE)
        ? list(rest.substring(0, rest.length() - OF_MODULE.length()))
        : Response.text(404, "404 page not found\n");
  }

  private Response list(String moduleId) throws ApiError {
    List<ComponentJson> all = graph.components(moduleId).orElse(null);
    if (all == null) {
      return Response.text(404, "module not found\n");
    }
    return Response.json(
        200,
        Json.document(json -> {
          json.writeStartArray();
          all.forEach(component -> write(json, component));
          json.writeEndArray();
        }));
  }

  Response detail(Request request) throws ApiError {
    ComponentJson component = graph.component(request.rest()).orElse(null);
    return component == null
        ? Response.text(404, "404 page not found\n")
        : Response.json(200, Json.document(json -> write(json, component)));
  }

  private static void write(JsonGenerator json, ComponentJson component) {
    ComponentJson.Identity identity = component.identity();
    json.writeStartObject();
    json.writeStringProperty("name", identity.name());
    json.writeStringProperty("type", identity.type());
    json.writeStringProperty("localID", identity.localID());
    json.writeStringProperty("moduleID", identity.moduleID());
    if (!identity.label().isEmpty()) {
      json.writeStringProperty("label", identity.label());
    }
    ids(json, "referencesTo", component.references().referencesTo());
    ids(json, "referencedBy", component.references().referencedBy());
    ids(json, "dataFlowEdgesTo", component.references().dataFlowEdgesTo());
    if (!component.references().dataFlowTargets().isEmpty()) {
      json.writeObjectPropertyStart("dataFlowTargets");
      component
          .references()
          .dataFlowTargets()
          .forEach((to, count) -> json.writeNumberProperty(to, count.intValue()));
      json.writeEndObject();
    }
    json.writeObjectPropertyStart("health");
    json.writeStringProperty("state", component.health().state());
    json.writeStringProperty("message", component.health().message());
    json.writeStringProperty("updatedTime", component.health().updatedTime().toString());
    json.writeEndObject();
    json.writeStringProperty("original", "");
    BodyJson.write(json, "arguments", component.arguments());
    BodyJson.write(json, "exports", component.exports());
    BodyJson.write(json, "debugInfo", component.debugInfo());
    if (!component.createdModuleIDs().isEmpty()) {
      ids(json, "createdModuleIDs", component.createdModuleIDs());
    }
    json.writeBooleanProperty("liveDebuggingEnabled", component.liveDebuggingEnabled());
    json.writeEndObject();
  }

  private static void ids(JsonGenerator json, String name, List<String> ids) {
    json.writeArrayPropertyStart(name);
    ids.forEach(json::writeString);
    json.writeEndArray();
  }
}
