package io.tributary.cluster.sharing;

import java.io.PrintStream;
import java.util.List;

/// The simulation in full, by command: see docs/sharing.md. Arguments: agents, targets, events,
/// seed.
public final class SharingSimulation {
  private static final List<String> EVENTS =
      List.of(
          "join", "leave", "kill", "restart", "join", "leave", "kill", "restart", "targets",
          "costs", "slow", "late", "split", "oneway", "lose");

  private SharingSimulation() {}

  public static void main(String[] arguments) {
    int agents = Integer.parseInt(arguments[0]);
    int targets = Integer.parseInt(arguments[1]);
    int events = Integer.parseInt(arguments[2]);
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
    PrintStream out = System.out;
    out.printf("seed %s%n", seed);
    var simulation = new Simulation(seed, agents, targets, true);
    for (int i = 0; i < agents; i++) {
      simulation.joinNew();
    }
    simulation.run(120_000);
    for (int i = 1; i <= events; i++) {
      boolean isParted = simulation.happen(EVENTS);
      simulation.run(isParted ? 40_000 : 30_000);
      if (isParted) {
        simulation.heal();
        simulation.run(60_000);
      }
      if (i % Math.max(events / 20, 1) == 0) {
        out.printf("after %s events%n%s%n", i, simulation.summary());
      }
    }
    simulation.settle(180_000);
    out.println(simulation.summary());
    simulation.ledger.violations.stream().limit(20).forEach(out::println);
    if (!simulation.ledger.violations.isEmpty()) {
      System.exit(1);
    }
  }
}
