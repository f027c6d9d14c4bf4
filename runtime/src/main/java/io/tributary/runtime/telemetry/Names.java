package io.tributary.runtime.telemetry;

import java.util.List;

/// Names and labels that all metrics of the runtime share.
final class Names {
  /// Every metric is there under both families of names.
  static final List<String> FAMILIES = List.of("alloy", "agent");

  static final String PATH = "controller_path";
  static final String ID = "controller_id";

  private Names() {}

  /// The module that a module is part of: `/`, `/a/b`.
  static String path(String moduleId) {
    int slash = moduleId.lastIndexOf('/');
    return slash < 0 ? "/" : "/" + moduleId.substring(0, slash);
  }

  /// The name of a module in the one around it; empty for the root.
  static String id(String moduleId) {
    return moduleId.substring(moduleId.lastIndexOf('/') + 1);
  }
}
