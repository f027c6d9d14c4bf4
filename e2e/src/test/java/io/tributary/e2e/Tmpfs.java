package io.tributary.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A small file system in memory, which can be full or read-only as a disk can.
final class Tmpfs implements AutoCloseable {
  private final Path folder;

  private Tmpfs(Path folder) {
    this.folder = folder;
  }

  /// Skips the test, saying why, where this process may not mount.
  static Tmpfs mount(Path folder, String size) throws IOException {
    Files.createDirectories(folder);
    String complaint =
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path(folder)));
    Assumptions.assumeTrue(complaint.isEmpty(), "cannot mount a tmpfs here: " + complaint);
    return new Tmpfs(folder);
  }

  /// `ro` or `rw`.
  void remount(String option) throws IOException {
    String complaint = run(List.of("mount", "-o", "remount," + option, path(folder)));
    if (!complaint.isEmpty()) {
      throw new IOException(complaint);
    }
  }

  @Override
  public void close() {
    run(List.of("umount", "-l", path(folder)));
  }

  private static String path(Path folder) {
    return folder.toAbsolutePath().toString();
  }

  /// What the command complained about; empty when it succeeded.
  private static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      return status == 0 ? "" : said.isBlank() ? "no reason given" : said.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
