package io.tributary.exporters.unix.cpu;

/// The `cpu` block. Either pattern implies `info`; an empty one lists nothing.
public record CpuSettings(boolean guest, boolean info, String flagsInclude, String bugsInclude) {
  public static final CpuSettings DEFAULT = new CpuSettings(false, false, "", "");

  /// Whether `/proc/cpuinfo` is read.
  boolean readsInfo() {
    return info || !flagsInclude.isEmpty() || !bugsInclude.isEmpty();
  }
}
