package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

/// Simulated clusters as tests begin and end with them.
final class Clusters {
  private Clusters() {}

  /// All agents begin, with one target of three tenths of the load, and have two minutes to settle.
  static Simulation settled(long seed, int agents, int targets) {
    return settled(new Simulation(seed, agents, targets, true), agents);
  }

  static Simulation settled(Simulation simulation, int agents) {
    for (int i = 0; i < agents; i++) {
      simulation.joinNew();
    }
    simulation.run(120_000);
    return simulation;
  }

  /// Nothing was done that must not be, and everything is in order two minutes later.
  static void check(Simulation simulation) {
    simulation.settle(120_000);
    assertThat(simulation.ledger.violations.stream().limit(20)).as(simulation.summary()).isEmpty();
  }

  /// Everything is in order two minutes later, whatever was done.
  static void checkTheEnd(Simulation simulation) {
    simulation.run(120_000);
    simulation.ledger.violations.clear();
    check(simulation);
  }
}
