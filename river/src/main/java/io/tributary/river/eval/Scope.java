package io.tributary.river.eval;

import io.tributary.river.value.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names and what they stand for; immutable. What is not found in a scope is looked up in the one
/// around it, the standard library being the outermost.
public final class Scope {
  public static final Scope EMPTY = new Scope(null, Map.of());

  private final @Nullable Scope parent;
  private final Map<String, Value> names;

  private Scope(@Nullable Scope parent, Map<String, Value> names) {
    this.parent = parent;
    this.names = Map.copyOf(names);
  }

  public static Scope of(Map<String, Value> names) {
    return new Scope(null, names);
  }

  /// A scope inside this one, whose names hide the same ones outside.
  public Scope with(Map<String, Value> inner) {
    return new Scope(this, inner);
  }

  /// Null when the name stands for nothing.
  public @Nullable Value find(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Value value = scope.names.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /// All names that stand for something.
  public Set<String> names() {
    var all = new HashSet<String>();
    for (Scope scope = this; scope != null; scope = scope.parent) {
      all.addAll(scope.names.keySet());
    }
    return all;
  }
}
