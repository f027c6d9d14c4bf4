package io.tributary.runtime.api;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/// A component as the API tells it. The parts are one flat object there; `arguments`, `exports` and
/// `debugInfo` are empty in lists, and `original` is always the empty text.
public record ComponentJson(
    Identity identity,
    References references,
    HealthJson health,
    List<StatementJson> arguments,
    List<StatementJson> exports,
    List<StatementJson> debugInfo,
    List<String> createdModuleIDs,
    boolean liveDebuggingEnabled) {

  /// `name` is that of its kind, `type` `builtin` or `custom`, `moduleID` empty at the root.
  public record Identity(String name, String type, String localID, String moduleID, String label) {}

  /// Local ids of others: those that it refers to, those that refer to it, and those that it sends
  /// data to; `dataFlowTargets` are how many targets of discovery it shows to which of the latter.
  public record References(
      List<String> referencesTo,
      List<String> referencedBy,
      List<String> dataFlowEdgesTo,
      SortedMap<String, Integer> dataFlowTargets) {}

  /// `updatedTime` is written as RFC 3339.
  public record HealthJson(String state, String message, Instant updatedTime) {}
}
