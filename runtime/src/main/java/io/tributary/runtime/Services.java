package io.tributary.runtime;

import io.tributary.base.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the agent shares among its components, by type. Immutable.
public final class Services {
  public static final Services NONE = new Services(Map.of());

  private final Map<Class<?>, Object> byType;

  private Services(Map<Class<?>, Object> byType) {
    this.byType = Map.copyOf(byType);
  }

  public <T> Services with(Class<T> type, T service) {
    var more = new LinkedHashMap<>(byType);
    more.put(type, service);
    return new Services(more);
  }

  /// These beside those of `others`, which win.
  Services and(Services others) {
    var all = new LinkedHashMap<>(byType);
    all.putAll(others.byType);
    return new Services(all);
  }

  /// Throws [ConfigException] when there is none of that type.
  public <T> T get(Class<T> type) {
    Object service = byType.get(type);
    if (service == null) {
      throw new ConfigException("service \"" + type.getSimpleName() + "\" does not exist");
    }
    return type.cast(service);
  }
}
