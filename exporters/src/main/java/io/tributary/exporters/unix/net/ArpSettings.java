package io.tributary.exporters.unix.net;

/// The `arp` block: patterns of interfaces, and whether the kernel is asked directly instead of
/// reading `/proc/net/arp`, which takes long where the table is large.
public record ArpSettings(String deviceInclude, String deviceExclude, boolean netlink) {
  public static final ArpSettings DEFAULT = new ArpSettings("", "", false);
}
