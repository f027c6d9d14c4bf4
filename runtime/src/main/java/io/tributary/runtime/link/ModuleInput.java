package io.tributary.runtime.link;

import io.tributary.river.diag.Span;
import io.tributary.river.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a configuration is given from outside. `arguments` are for its `argument` blocks;
/// `variables` stand for themselves in its expressions; `templates` are those of the module around
/// it, if it can see them; `place` is where it is used.
public record ModuleInput(
    boolean isRoot,
    Map<String, Value> arguments,
    Map<String, Value> variables,
    @Nullable Templates templates,
    Span place) {
  public static final String MODULE_PATH = "module_path";

  public ModuleInput {
    arguments = new LinkedHashMap<>(arguments);
    variables = Map.copyOf(variables);
  }

  public static ModuleInput root(String modulePath) {
    return new ModuleInput(
        true, Map.of(), Map.of(MODULE_PATH, Value.of(modulePath)), null, Span.NONE);
  }
}
