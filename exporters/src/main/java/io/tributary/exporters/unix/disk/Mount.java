package io.tributary.exporters.unix.disk;

import io.tributary.exporters.unix.host.MalformedException;
import io.tributary.exporters.unix.host.Numbers;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/// One mounted file system. `mountPoint` is as the host sees it: without the prefix below which its
/// files are found in a container.
///
/// Source: proc_pid_mounts(5), fstab(5) for the escapes.
record Mount(String device, String mountPoint, String type, boolean isReadOnly) {
  /// The mounts of the first process, or our own where that one is hidden.
  static List<Mount> read(Tree proc, Path rootfs) throws IOException {
    String file = Files.exists(proc.at("1/mounts")) ? "1/mounts" : "mounts";
    return parse(proc.lines(file), rootfs);
  }

  static List<Mount> parse(List<String> lines, Path rootfs) throws MalformedException {
    // What is mounted twice with the same words is told once.
    var mounts = new LinkedHashSet<Mount>();
    for (String line : lines) {
      List<String> fields = Numbers.fields(line);
      if (fields.size() < 4) {
        throw new MalformedException("malformed mount point information: \"" + line + '"');
      }
      mounts.add(
          new Mount(
              fields.get(0),
              strip(rootfs.toString(), unescape(fields.get(1))),
              fields.get(2),
              Arrays.asList(fields.get(3).split(",")).contains("ro")));
    }
    return new ArrayList<>(mounts);
  }

  /// Where this process finds the file system.
  Path path(Path rootfs) {
    return Path.of(rootfs + "/" + mountPoint);
  }

  private static String unescape(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t");
  }

  private static String strip(String rootfs, String path) {
    if (rootfs.equals("/") || !path.startsWith(rootfs)) {
      return path;
    }
    String stripped = path.substring(rootfs.length());
    return stripped.isEmpty() ? "/" : stripped;
  }
}
