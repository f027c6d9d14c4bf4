package io.tributary.component;

/// Which program the components are part of, for those that say so.
public record Program(String version, String revision, String branch) {
  public static final Program UNKNOWN = new Program("unknown", "unknown", "unknown");
}
