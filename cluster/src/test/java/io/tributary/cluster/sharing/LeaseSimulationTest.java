package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The same cluster with a store: of several sides one goes on.
class LeaseSimulationTest {
  /// From the moment at which one side takes the lease until all others have seen it.
  private static final long WINDOW_MS = 3_000;

  private static Simulation cluster(long seed, int agents, int targets) {
    var simulation = new Simulation(seed, agents, targets, true);
    simulation.withStore();
    return Clusters.settled(simulation, agents);
  }

  private static void check(Simulation simulation) {
    Clusters.check(simulation);
    assertThat(simulation.ledger.longestShareMs).as(simulation.summary()).isLessThan(WINDOW_MS);
  }

  @Test
  void changesNothingWhileAgentsComeAndGo() {
    Simulation simulation = cluster(2, 8, 400);
    for (int i = 0; i < 25; i++) {
      simulation.happen(List.of("join", "leave", "kill", "restart"));
      simulation.run(60_000);
    }
    check(simulation);
    assertThat(simulation.busiest()).isLessThan(1.15);
    assertThat(simulation.ledger.doubled).isZero();
    assertThat(simulation.ledger.outOfOrder).isZero();
  }

  @Test
  void oneSideAloneGoesOnInASplit() {
    Simulation simulation = cluster(4, 8, 500);
    for (int i = 0; i < 16; i++) {
      simulation.happen(List.of("split", "oneway", "late"));
      simulation.run(60_000);
      simulation.heal();
      simulation.run(60_000);
    }
    check(simulation);
  }

  @Test
  void anAgentThatStoodStillDoesNotScrapeWhatOthersTook() {
    Simulation simulation = cluster(5, 5, 100);
    for (int i = 0; i < 12; i++) {
      simulation.happen(List.of("sleep"));
      simulation.run(150_000);
    }
    check(simulation);
  }

  @Test
  void aStoreThatIsAwayOrEmptyStopsNothing() {
    var simulation = new Simulation(6, 8, 300, true);
    SimLeases store = simulation.withStore();
    Clusters.settled(simulation, 8);
    for (int i = 0; i < 5; i++) {
      store.away(true);
      simulation.happen(List.of("kill", "leave", "join"));
      simulation.run(90_000);
      simulation.happen(List.of("split"));
      simulation.run(60_000);
      simulation.heal();
      store.wipe();
      store.away(false);
      simulation.run(60_000);
    }
    Clusters.check(simulation);
  }

  @Test
  void aStoreThatSomeCannotReachLeavesNoTargetAlone() {
    var simulation = new Simulation(7, 8, 300, true);
    SimLeases store = simulation.withStore();
    Clusters.settled(simulation, 8);
    for (int i = 0; i < 10; i++) {
      store.cutOff(simulation.anyName());
      store.cutOff(simulation.anyName());
      simulation.happen(List.of("split", "oneway", "kill", "join"));
      simulation.run(90_000);
      simulation.heal();
      simulation.run(30_000);
      store.reachable();
      simulation.run(30_000);
    }
    Clusters.check(simulation);
  }
}
