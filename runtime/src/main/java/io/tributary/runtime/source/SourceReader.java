package io.tributary.runtime.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads what `run FILE|DIR` names: a file whatever its name, or the `*.river` and `*.alloy` of a
/// directory, without those of directories below it.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`, loadSourceFiles.
public final class SourceReader {
  private SourceReader() {}

  public static Source read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      return Source.of(parent == null ? "." : parent.toString(), file(path));
    }
    var files = new ArrayList<SourceFile>();
    for (Path file : filesIn(path)) {
      files.add(file(file));
    }
    return new Source(path.toString(), files);
  }

  /// The configuration files of a directory, by name.
  public static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(SourceReader::isConfiguration).sorted().toList();
    }
  }

  private static boolean isConfiguration(Path path) {
    String name = path.toString();
    return (name.endsWith(".river") || name.endsWith(".alloy")) && !Files.isDirectory(path);
  }

  private static SourceFile file(Path path) throws IOException {
    return SourceFile.read(path.toString(), Files.readAllBytes(path));
  }
}
