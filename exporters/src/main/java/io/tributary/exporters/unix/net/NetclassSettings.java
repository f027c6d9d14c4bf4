package io.tributary.exporters.unix.net;

/// The `netclass` block.
///
/// - `ignoredDevices`: pattern of interfaces to leave out.
/// - `ignoreInvalidSpeed`: no speed where the driver says that it is negative.
public record NetclassSettings(String ignoredDevices, boolean ignoreInvalidSpeed) {
  public static final NetclassSettings DEFAULT = new NetclassSettings("^$", false);
}
