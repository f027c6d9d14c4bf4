package io.tributary.component;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All components that there are: a list that somebody wrote, with a line for each.
public final class Catalogue {
  private final Map<String, ComponentDefinition<?>> definitions = new LinkedHashMap<>();

  private Catalogue(List<ComponentDefinition<?>> all) {
    for (ComponentDefinition<?> definition : all) {
      if (definitions.putIfAbsent(definition.name(), definition) != null) {
        throw new IllegalStateException("BUG: two components named " + definition.name());
      }
    }
  }

  public static Catalogue of(ComponentDefinition<?>... all) {
    return new Catalogue(List.of(all));
  }

  public static Catalogue of(List<ComponentDefinition<?>> all) {
    return new Catalogue(all);
  }

  public @Nullable ComponentDefinition<?> find(String name) {
    return definitions.get(name);
  }

  public Collection<String> names() {
    return definitions.keySet();
  }
}
