package io.tributary.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds write-ahead logs of the Go agents in a storage folder: what waits in them is not sent.
final class ForeignLogs {
  /// More than anybody wants to read of.
  private static final int MOST = 20;

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
    } catch (IOException _) {
      return List.of();
    }
  }

  private static boolean holdsSegments(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("[0-9]{8}"));
    } catch (IOException _) {
      return false;
    }
  }
}
