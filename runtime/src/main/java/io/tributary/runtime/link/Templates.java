package io.tributary.runtime.link;

import io.tributary.river.syntax.Statement;
import io.tributary.river.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The custom components that can be used in one module: its own, those of its imports, and those
/// of the modules around it. What an import brings cannot see beyond itself.
///
/// `variables` are what the bodies of these templates see besides what they are given. Guarded by
/// the lock of the graph.
///
/// Source: grafana/alloy `controller/custom_component_registry.go`.
public final class Templates {
  private final @Nullable Templates parent;
  private final Map<String, Value> variables;
  private final Map<String, List<Statement>> declares = new HashMap<>();
  private final Map<String, Templates> imports = new HashMap<>();

  public Templates(@Nullable Templates parent, Map<String, Value> variables) {
    this.parent = parent;
    this.variables = Map.copyOf(variables);
  }

  /// A template and where it was found: what its own body can use.
  public record Found(List<Statement> body, Templates home) {}

  public Map<String, Value> variables() {
    return variables;
  }

  /// The first one of a name counts.
  public boolean declare(String name, List<Statement> body) {
    return declares.putIfAbsent(name, body) == null;
  }

  /// Reserves a namespace; its content may come later.
  public void namespace(String name) {
    imports.put(name, new Templates(null, Map.of()));
  }

  public void namespace(String name, Templates content) {
    imports.put(name, content);
  }

  /// Whether a block whose name begins with `head` is a custom component.
  public boolean knows(String head) {
    return declares.containsKey(head)
        || imports.containsKey(head)
        || (parent != null && parent.knows(head));
  }

  /// Null when there is none: an import may bring other templates tomorrow.
  public @Nullable Found find(List<String> path) {
    for (Templates scope = this; scope != null; scope = scope.parent) {
      Found found = scope.findHere(path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Found findHere(List<String> path) {
    if (path.size() == 1) {
      List<Statement> body = declares.get(path.getFirst());
      return body == null ? null : new Found(body, this);
    }
    Templates namespace = imports.get(path.getFirst());
    return namespace == null ? null : namespace.findHere(path.subList(1, path.size()));
  }
}
