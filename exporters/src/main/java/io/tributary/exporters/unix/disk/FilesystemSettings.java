package io.tributary.exporters.unix.disk;

import java.time.Duration;

/// The `filesystem` block.
///
/// - `mountPointsExclude`, `fsTypesExclude`: patterns of what to leave out.
/// - `mountTimeout`: how long a scrape waits for a file system that does not answer.
public record FilesystemSettings(
    String mountPointsExclude, String fsTypesExclude, Duration mountTimeout) {
  public static final FilesystemSettings DEFAULT =
      new FilesystemSettings(
          "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+)($|/)",
          "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
              + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
              + "|squashfs|sysfs|tracefs)$",
          Duration.ofSeconds(5));
}
