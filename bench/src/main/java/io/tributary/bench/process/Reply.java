package io.tributary.bench.process;

import java.util.LinkedHashMap;
import java.util.Map;

/// A line of `name=value` pairs that a child said.
public final class Reply {
  private final Map<String, String> pairs = new LinkedHashMap<>();

  Reply(String line) {
    for (var pair : line.split(" ")) {
      int equals = pair.indexOf('=');
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  public String text(String name) {
    var value = pairs.get(name);
    if (value == null) {
      throw new IllegalStateException("BUG: no " + name + " in " + pairs.keySet());
    }
    return value;
  }

  public long number(String name) {
    return Long.parseLong(text(name));
  }
}
