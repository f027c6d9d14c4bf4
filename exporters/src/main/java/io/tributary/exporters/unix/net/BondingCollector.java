package io.tributary.exporters.unix.net;

import io.tributary.exporters.page.Families;
import io.tributary.exporters.unix.host.Collector;
import io.tributary.exporters.unix.host.NoDataException;
import io.tributary.exporters.unix.host.Tree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/// Interfaces that are several: how many there are, and how many work.
public final class BondingCollector implements Collector {
  private final Tree net;

  public BondingCollector(Tree sys) {
    net = sys.in("class/net");
  }

  @Override
  public void collect(Families out) throws IOException {
    try {
      for (String master : net.words("bonding_masters")) {
        bond(out, master);
      }
    } catch (NoSuchFileException e) {
      throw new NoDataException("no bonding interfaces", e);
    }
  }

  private void bond(Families out, String master) throws IOException {
    int slaves = 0;
    int active = 0;
    for (String slave : net.words(master + "/bonding/slaves")) {
      slaves++;
      if (state(net.in(master), slave).equals("up")) {
        active++;
      }
    }
    out.gauge(
        "node_bonding_slaves",
        "Number of configured slaves per bonding interface.",
        slaves,
        "master",
        master);
    out.gauge(
        "node_bonding_active",
        "Number of active slaves per bonding interface.",
        active,
        "master",
        master);
  }

  /// Old kernels say `slave_` where newer ones say `lower_`.
  private static String state(Tree master, String slave) throws IOException {
    String state = "/bonding_slave/mii_status";
    String lower = "lower_" + slave + state;
    return master.attribute(master.has(lower) ? lower : "slave_" + slave + state);
  }
}
