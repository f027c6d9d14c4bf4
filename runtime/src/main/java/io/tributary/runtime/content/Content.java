package io.tributary.runtime.content;

import io.tributary.runtime.source.SourceFile;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The texts that a source holds now, by the name that diagnostics give them.
public record Content(Map<String, String> files) {
  public Content {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  public static Content of(String name, String text) {
    return new Content(Map.of(name, text));
  }

  /// A file, or the configuration files of a directory, each under the name that `name` gives it.
  static Content read(Path path, Function<Path, String> name) throws IOException {
    var files = new HashMap<String, String>();
    for (SourceFile file : SourceReader.files(path, name)) {
      files.put(file.name(), file.text());
    }
    return new Content(files);
  }

  /// All of them behind one another: the one text of a source that has a single one.
  public String text() {
    return String.join("\n", files.values());
  }
}
