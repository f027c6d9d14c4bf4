package io.tributary.exporters.unix.disk;

import io.tributary.base.time.Clock;
import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NameFilter;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Size and free space of mounted file systems.
public final class FilesystemCollector implements Collector, AutoCloseable {
  private final Tree proc;
  private final Path rootfs;
  private final NameFilter mountPoints;
  private final NameFilter types;
  private final SpaceProbe probe;

  public FilesystemCollector(Tree proc, Path rootfs, FilesystemSettings settings, Clock clock) {
    this(proc, rootfs, settings, new SpaceProbe(Space::of, settings.mountTimeout(), clock));
  }

  FilesystemCollector(Tree proc, Path rootfs, FilesystemSettings settings, SpaceProbe probe) {
    this.proc = proc;
    this.rootfs = rootfs;
    mountPoints = NameFilter.excluding(settings.mountPointsExclude());
    types = NameFilter.excluding(settings.fsTypesExclude());
    this.probe = probe;
  }

  @Override
  public void collect(Families out) throws IOException {
    List<Mount> wanted = new ArrayList<>();
    var paths = new LinkedHashMap<Mount, Path>();
    for (Mount mount : Mount.read(proc, rootfs)) {
      if (mountPoints.accepts(mount.mountPoint()) && types.accepts(mount.type())) {
        wanted.add(mount);
        paths.put(mount, mount.path(rootfs));
      }
    }
    Map<Path, Optional<Space>> answers = probe.ask(paths.values());
    for (Mount mount : wanted) {
      Optional<Space> space = answers.getOrDefault(paths.get(mount), Optional.empty());
      String[] labels = {
        "device", mount.device(), "mountpoint", mount.mountPoint(), "fstype", mount.type()
      };
      out.gauge(
          "node_filesystem_device_error",
          "Whether an error occurred while getting statistics for the given device.",
          space.isPresent() ? 0 : 1,
          labels);
      space.ifPresent(known -> add(out, known, mount.isReadOnly(), labels));
    }
  }

  private static void add(Families out, Space space, boolean isReadOnly, String... labels) {
    out.gauge("node_filesystem_size_bytes", "Filesystem size in bytes.", space.size(), labels);
    out.gauge(
        "node_filesystem_free_bytes", "Filesystem free space in bytes.", space.free(), labels);
    out.gauge(
        "node_filesystem_avail_bytes",
        "Filesystem space available to non-root users in bytes.",
        space.available(),
        labels);
    out.gauge("node_filesystem_files", "Filesystem total file nodes.", space.files(), labels);
    out.gauge(
        "node_filesystem_files_free",
        "Filesystem total free file nodes.",
        space.filesFree(),
        labels);
    out.gauge(
        "node_filesystem_readonly", "Filesystem read-only status.", isReadOnly ? 1 : 0, labels);
  }

  @Override
  public void close() {
    probe.close();
  }
}
