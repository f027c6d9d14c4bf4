package io.tributary.component.page;

import java.util.List;
import java.util.Map;

/// What is asked of a component: the method, the path below its own address without a slash at its
/// beginning (`metrics`), and the parameters of the query.
public record PageRequest(String method, String path, Map<String, List<String>> parameters) {
  public PageRequest {
    parameters = Map.copyOf(parameters);
  }

  public static PageRequest get(String path) {
    return new PageRequest("GET", path, Map.of());
  }
}
