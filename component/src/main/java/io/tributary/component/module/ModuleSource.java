package io.tributary.component.module;

import io.tributary.river.syntax.Statement;
import io.tributary.river.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a module is made of.
///
/// @param body as it would stand in a file
/// @param arguments for its `argument` blocks
/// @param showsMetrics whether the metrics of its components are among those of the agent, and how
///   its evaluation goes; taken when the module is made
public record ModuleSource(
    List<Statement> body, Map<String, Value> arguments, boolean showsMetrics) {
  public ModuleSource {
    body = List.copyOf(body);
    arguments = new LinkedHashMap<>(arguments);
  }
}
