package io.tributary.exporters.unix.net;

/// The `netdev` block: patterns of interfaces, of which one at most may be given, and whether their
/// addresses are told.
public record NetdevSettings(String deviceInclude, String deviceExclude, boolean addressInfo) {
  public static final NetdevSettings DEFAULT = new NetdevSettings("", "", false);
}
