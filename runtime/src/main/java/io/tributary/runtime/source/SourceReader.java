package io.tributary.runtime.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads what `run FILE|DIR` names: a file whatever its name, or the `*.river` and `*.alloy` of a
/// directory, without those of directories below it.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`, loadSourceFiles.
public final class SourceReader {
  private SourceReader() {}

  public static Source read(Path path) throws IOException {
    return new Source(directory(path), files(path, Path::toString));
  }

  /// The directory itself, or that of a file: what `module_path` stands for.
  public static String directory(Path path) {
    Path directory = Files.isDirectory(path) ? path : path.getParent();
    return directory == null ? "." : directory.toString();
  }

  /// The file, or those of the directory, each under the name that `name` gives it.
  public static List<SourceFile> files(Path path, Function<Path, String> name) throws IOException {
    var files = new ArrayList<SourceFile>();
    for (Path file : Files.isDirectory(path) ? filesIn(path) : List.of(path)) {
      files.add(SourceFile.read(name.apply(file), Files.readAllBytes(file)));
    }
    return files;
  }

  /// By name.
  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(SourceReader::isConfiguration).sorted().toList();
    }
  }

  private static boolean isConfiguration(Path path) {
    String name = path.toString();
    return (name.endsWith(".river") || name.endsWith(".alloy")) && !Files.isDirectory(path);
  }
}
