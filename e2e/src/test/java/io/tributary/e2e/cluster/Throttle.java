package io.tributary.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/// A control group whose processes get a part of one processor, as containers do. Takes root.
final class Throttle implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path FIRST_VERSION = ROOT.resolve("cpu");
  private static final long PERIOD_US = 100_000;

  private final Path all;
  private final Path group;

  /// Aborts where there are no control groups, or none may be made.
  Throttle(double processors) throws IOException {
    boolean isFirst =
        Files.exists(FIRST_VERSION.resolve("cpu.cfs_quota_us"))
            || Files.exists(FIRST_VERSION.resolve("cgroup.procs"));
    all = isFirst ? FIRST_VERSION : ROOT;
    long quotaUs = (long) (processors * PERIOD_US);
    try {
      group = Files.createTempDirectory(all, "tributary-");
    } catch (IOException e) {
      throw new TestAbortedException("cannot make a control group: " + e.getMessage(), e);
    }
    try {
      if (isFirst) {
        Files.writeString(group.resolve("cpu.cfs_period_us"), "" + PERIOD_US);
        Files.writeString(group.resolve("cpu.cfs_quota_us"), "" + quotaUs);
      } else {
        Files.writeString(group.resolve("cpu.max"), quotaUs + " " + PERIOD_US);
      }
    } catch (IOException e) {
      close();
      throw new TestAbortedException("cannot limit a control group: " + e.getMessage(), e);
    }
  }

  void add(long pid) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), "" + pid);
  }

  /// Its processes must have ended.
  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
