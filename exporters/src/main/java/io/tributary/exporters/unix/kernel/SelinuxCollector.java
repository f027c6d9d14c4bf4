package io.tributary.exporters.unix.kernel;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whether SELinux is on, and what it enforces: 1 enforcing, 0 permissive, -1 off.
///
/// On means that its file system is mounted to be written and that this process has a label.
///
/// Source: opencontainers/selinux `go-selinux/selinux_linux.go`.
public final class SelinuxCollector implements Collector {
  private static final double OFF = -1;

  private final Tree proc;
  private final Tree etc;

  public SelinuxCollector(Tree proc, Tree etc) {
    this.proc = proc;
    this.etc = etc;
  }

  @Override
  public void collect(Families out) throws IOException {
    Optional<Path> mount = mountPoint();
    boolean enabled = mount.isPresent() && !label().equals("kernel");
    out.gauge("node_selinux_enabled", "SELinux is enabled, 1 is true, 0 is false", enabled ? 1 : 0);
    if (enabled) {
      out.gauge(
          "node_selinux_config_mode", "Configured SELinux enforcement mode", configuredMode());
      out.gauge(
          "node_selinux_current_mode",
          "Current SELinux enforcement mode",
          currentMode(mount.orElseThrow()));
    }
  }

  /// The fifth and sixth field of a line of mountinfo are mount point and options; the type follows
  /// a dash.
  private Optional<Path> mountPoint() throws IOException {
    for (String line : proc.lines("self/mountinfo")) {
      if (line.contains(" - selinuxfs ")) {
        List<String> fields = Numbers.fields(line);
        if (!Arrays.asList(fields.get(5).split(",")).contains("ro")) {
          return Optional.of(Path.of(fields.get(4)));
        }
      }
    }
    return Optional.empty();
  }

  private String label() {
    try {
      return proc.text("self/attr/current").replace("\0", "").strip();
    } catch (IOException _) {
      return "";
    }
  }

  private double configuredMode() throws IOException {
    try {
      String mode = Assignments.parse(etc.lines("selinux/config")).getOrDefault("SELINUX", "");
      return switch (mode) {
        case "enforcing" -> 1;
        case "permissive" -> 0;
        default -> OFF;
      };
    } catch (NoSuchFileException _) {
      return OFF;
    }
  }

  private static double currentMode(Path mount) {
    try {
      return Numbers.signed(new Tree(mount).attribute("enforce"));
    } catch (IOException _) {
      return OFF;
    }
  }
}
