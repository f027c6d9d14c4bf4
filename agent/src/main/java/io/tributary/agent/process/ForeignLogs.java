package io.tributary.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds write-ahead logs of the Go agents in a storage folder: what waits in them is not sent.
final class ForeignLogs {
  /// More than anybody wants to read of.
  private static final int MOST = 20;

  private static final int SEGMENT_DIGITS = 8;

  private ForeignLogs() {}

  /// Folders `COMPONENT/wal` with segments: files whose names are eight digits.
  static List<Path> below(Path storage) {
    try (Stream<Path> folders = Files.list(storage)) {
      return folders
          .map(folder -> folder.resolve("wal"))
          .filter(ForeignLogs::holdsSegments)
          .sorted()
          .limit(MOST)
          .toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }

  private static boolean holdsSegments(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(ForeignLogs::isSegment);
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }

  private static boolean isSegment(Path file) {
    String name = file.getFileName().toString();
    return name.length() == SEGMENT_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
