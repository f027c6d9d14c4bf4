package io.tributary.river.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies of the fields of objects that keep their order.
final class Fields {
  private Fields() {}

  static Map<String, Value> copyOf(Map<String, Value> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
