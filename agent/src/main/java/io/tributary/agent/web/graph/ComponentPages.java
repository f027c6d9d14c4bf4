package io.tributary.agent.web.graph;

import io.tributary.component.page.Page;
import io.tributary.component.page.PageRequest;
import io.tributary.component.page.ServesPages;
import io.tributary.net.server.Request;
import io.tributary.net.server.Response;
import io.tributary.runtime.GraphRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/v0/component/ID/…`: the pages of components. Ids of components in modules have slashes in
/// them: the longest id that there is counts.
///
/// Source: grafana/alloy `internal/service/http/http.go`, componentHandler.
public final class ComponentPages {
  /// What the addresses of all pages begin with.
  public static final String PREFIX = "/api/v0/component/";

  private final GraphRuntime graph;

  public ComponentPages(GraphRuntime graph) {
    this.graph = graph;
  }

  /// A page by what follows [#PREFIX]; empty where no component has pages under such an address.
  public Optional<Page> page(String method, String rest, Map<String, List<String>> parameters)
      throws Exception {
    for (int slash = rest.length(); slash > 0; slash = rest.lastIndexOf('/', slash - 1)) {
      Optional<ServesPages> component = graph.capable(rest.substring(0, slash), ServesPages.class);
      if (component.isPresent()) {
        String path = slash == rest.length() ? "" : rest.substring(slash + 1);
        return Optional.of(component.get().page(new PageRequest(method, path, parameters)));
      }
    }
    return Optional.empty();
  }

  Response answer(Request request) throws Exception {
    return answer(request, request.rest());
  }

  /// The same for a page that has another address.
  Response answer(Request request, String rest) throws Exception {
    try {
      Page page = page(request.method(), rest, request.parameters()).orElse(Page.NOT_FOUND);
      return Response.of(page.status(), page.contentType(), page.body());
    } catch (IOException e) {
      return Response.text(500, e.getMessage() + "\n");
    }
  }
}
