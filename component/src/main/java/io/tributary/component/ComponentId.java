package io.tributary.component;

/// Where a component stands: the module that it is part of, empty for the root, and its name with
/// label there. Together they are unique.
public record ComponentId(String moduleId, String localId) {
  /// `module/local`, `local` at the root.
  public String global() {
    return moduleId.isEmpty() ? localId : moduleId + "/" + localId;
  }

  /// The label `component_path` of logs and metrics: `/`, `/module`.
  public String path() {
    return "/" + moduleId;
  }

  @Override
  public String toString() {
    return global();
  }
}
