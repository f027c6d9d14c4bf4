package io.tributary.cluster.sharing;

import io.tributary.base.time.ManualClock;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import java.util.Random;

/// The simulated network for tests of other packages.
public final class SimulatedCluster {
  private final SimTime time = new SimTime();
  private final SimNetwork network;

  public SimulatedCluster(long seed) {
    network = new SimNetwork(time, new Random(seed));
  }

  /// For those who begin however few they are.
  static Quorum noWait() {
    return new Quorum(Quorum.Settings.NONE, new ManualClock(0));
  }

  public record Member(Peers peers, Loop loop) {}

  public Member join(String name) {
    return new Member(network.add(name), time.loop(0));
  }

  /// An agent dies, and the others notice.
  public void remove(String name) {
    network.remove(name, false);
  }

  public void run(long forMs) {
    time.runUntil(time.nowMs() + forMs);
  }
}
