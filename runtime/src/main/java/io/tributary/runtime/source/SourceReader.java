package io.tributary.runtime.source;

import io.tributary.base.disk.IoReason;
import io.tributary.river.syntax.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
  /// What a file of [Limits#FILE_BYTES] takes in UTF-16, and more: of a larger one so much is
  /// enough for whoever reads it to say that it is too large.
  private static final int MOST_BYTES = 2 * Limits.FILE_BYTES + 4;

  private SourceReader() {}

  /// A file of a directory that cannot be read is one with an error, as if it could not be parsed:
  /// what that means for the others, the mode of loading says.
  public static Source read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return new Source(directory(path), files(path, Path::toString));
    }
    return new Source(
        directory(path), filesIn(path).stream().map(SourceReader::readOrUnreadable).toList());
  }

  private static SourceFile readOrUnreadable(Path file) {
    String name = file.toString();
    try {
      return SourceFile.read(name, head(file));
    } catch (IOException e) {
      return SourceFile.unreadable(name, IoReason.of(e));
    }
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
      files.add(SourceFile.read(name.apply(file), head(file)));
    }
    return files;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    }
  }

  /// By name.
  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(SourceReader::isConfiguration).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isConfiguration(Path path) {
    String name = path.toString();
    return (name.endsWith(".river") || name.endsWith(".alloy")) && !Files.isDirectory(path);
  }
}
