package io.tributary.discovery.process;

/// What to find out about each process. `cgroupPath` is the content of its `cgroup` file.
public record ProcessSettings(
    boolean cwd,
    boolean exe,
    boolean commandline,
    boolean username,
    boolean uid,
    boolean containerId,
    boolean cgroupPath) {
  public static final ProcessSettings DEFAULTS =
      new ProcessSettings(true, true, true, true, true, true, false);
}
