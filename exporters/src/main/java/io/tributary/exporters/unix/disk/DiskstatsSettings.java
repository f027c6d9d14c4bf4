package io.tributary.exporters.unix.disk;

/// The `disk` block: patterns of block devices. One that includes takes the place of the one that
/// excludes.
public record DiskstatsSettings(String deviceInclude, String deviceExclude) {
  public static final DiskstatsSettings DEFAULT =
      new DiskstatsSettings("", "^(ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$");
}
