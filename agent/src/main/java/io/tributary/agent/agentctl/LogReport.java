package io.tributary.agent.agentctl;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.base.disk.IoReason;
import io.tributary.metrics.wal.LogScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Reads a log for the commands that tell what is in it.
public final class LogReport {
  /// Below a storage directory, logs are in the folders of their components, and of the modules in
  /// which these are.
  private static final int MOST_DEPTH = 6;

  private static final int MOST_SHOWN = 10;

  private final Disk disk;
  private final Progress progress;

  public LogReport(Disk disk, Progress progress) {
    this.disk = disk;
    this.progress = progress;
  }

  /// Throws [ConfigException] where there is no log that can be read.
  LogScan.Summary read(Path given, LogScan.Visitor visitor) {
    Path directory = log(given);
    try {
      LogScan.Summary summary =
          LogScan.read(
              disk, directory, visitor, (bytes, all) -> progress.show("reading", bytes, all));
      progress.clear();
      return summary;
    } catch (IOException e) {
      throw new ConfigException("cannot read " + directory + ": " + IoReason.of(e), e);
    }
  }

  /// The folder itself, or the only log in it: the original is given that of an instance and looks
  /// into `wal`.
  private Path log(Path directory) {
    if (!Files.exists(directory)) {
      throw new ConfigException(directory + " does not exist");
    }
    if (LogScan.isLog(disk, directory)) {
      return directory;
    }
    List<Path> logs = logs(directory);
    if (logs.size() == 1) {
      return logs.getFirst();
    }
    if (!logs.isEmpty()) {
      throw new ConfigException(
          directory + " is no log, but has logs in it; give one of them: " + shown(logs));
    }
    if (isPrometheus(directory) || isPrometheus(directory.resolve("wal"))) {
      throw new ConfigException(
          directory
              + " is a log of Prometheus or Grafana Agent, which is not read here: grafana-agentctl"
              + " has the same command for those");
    }
    throw new ConfigException(directory + " has no log: there is no folder segments in it");
  }

  private List<Path> logs(Path directory) {
    try (Stream<Path> below = Files.find(directory, MOST_DEPTH, (_, file) -> file.isDirectory())) {
      return below.filter(folder -> LogScan.isLog(disk, folder)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static String shown(List<Path> logs) {
    String first = String.join(", ", logs.stream().limit(MOST_SHOWN).map(Path::toString).toList());
    return logs.size() <= MOST_SHOWN
        ? first
        : first + " and " + (logs.size() - MOST_SHOWN) + " more";
  }

  /// Its segments are called by eight digits.
  private static boolean isPrometheus(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(
          file -> String.valueOf(file.getFileName()).matches("[0-9]{8}|checkpoint\\.[0-9]+"));
    } catch (IOException _) {
      return false;
    }
  }
}
