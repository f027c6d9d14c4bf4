package io.tributary.metrics.wal;

import io.tributary.base.disk.Disk;
import io.tributary.base.disk.DiskLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Logs in one directory, and in the folders of modules below it, that nobody has open.
///
/// What is no log of ours, that of a Go agent say, is left alone, and so is one whose lock somebody
/// holds. A log is as old as the youngest of its segments.
public final class AbandonedLogs {
  private static final String SEGMENTS = "segments";

  /// Logs of modules are in the folders of these, and those in the folder of what they belong to.
  private static final int MOST_DEPTH = 6;

  private final Path directory;
  private final Disk disk;

  public AbandonedLogs(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /// What a look at the directory found. `failures` says what could not be looked at or deleted, a
  /// line for each.
  public record Result(int inUse, int abandoned, List<Path> deleted, List<String> failures) {
    public Result {
      deleted = List.copyOf(deleted);
      failures = List.copyOf(failures);
    }
  }

  /// Deletes what was not written to since `beforeMs`, whether it was delivered or not.
  public Result deleteBefore(long beforeMs) {
    var look = new Look(beforeMs);
    try {
      look.below(directory, MOST_DEPTH);
    } catch (IOException e) {
      look.failures.add("cannot list " + directory + ": " + e.getMessage());
    }
    return new Result(look.inUse, look.abandoned, look.deleted, look.failures);
  }

  private final class Look {
    private final long beforeMs;
    private int inUse;
    private int abandoned;
    private final List<Path> deleted = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Look(long beforeMs) {
      this.beforeMs = beforeMs;
    }

    void below(Path folder, int depth) throws IOException {
      List<Path> children;
      try (Stream<Path> all = Files.list(folder)) {
        children = all.filter(Files::isDirectory).sorted().toList();
      }
      for (Path child : children) {
        if (Files.isDirectory(child.resolve(SEGMENTS))) {
          at(child);
        } else if (depth > 1 && !Files.isSymbolicLink(child)) {
          belowIfOurs(child, depth - 1);
        }
      }
    }

    private void belowIfOurs(Path folder, int depth) {
      try {
        below(folder, depth);
      } catch (IOException | UncheckedIOException _) {
        // What cannot be listed is nobody's log of ours, or is going away just now.
      }
    }

    void at(Path log) {
      try (DiskLock _ = disk.lock(new LogDirectory(log, disk, () -> {}).lockFile())) {
        abandoned++;
        if (youngest(log) < beforeMs) {
          delete(log);
          abandoned--;
          deleted.add(log);
        }
      } catch (DiskLock.HeldException _) {
        inUse++;
      } catch (IOException e) {
        failures.add("cannot look after " + log + ": " + e.getMessage());
      }
    }

    private static long youngest(Path log) throws IOException {
      long youngest = Files.getLastModifiedTime(log.resolve(SEGMENTS)).toMillis();
      try (Stream<Path> segments = Files.list(log.resolve(SEGMENTS))) {
        for (Path segment : (Iterable<Path>) segments::iterator) {
          FileTime time = Files.getLastModifiedTime(segment);
          youngest = Math.max(youngest, time.toMillis());
        }
      }
      return youngest;
    }

    private static void delete(Path log) throws IOException {
      Files.walkFileTree(
          log,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
