package io.tributary.runtime.content;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The texts that a source holds now, by the name that diagnostics give them.
public record Content(Map<String, String> files) {
  public Content {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  public static Content of(String name, String text) {
    return new Content(Map.of(name, text));
  }

  /// All of them behind one another: the one text of a source that has a single one.
  public String text() {
    return String.join("\n", files.values());
  }
}
