package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SharingSimulationTest {
  private static final List<String> CHANGES = List.of("join", "leave", "kill", "restart");

  private static Simulation skewed(long seed) {
    var simulation = new Simulation(seed, 8, 500, true);
    simulation.skewed(10);
    return Clusters.settled(simulation, 8);
  }

  @Test
  void givesEveryTargetToOneAgent() {
    Simulation simulation = Clusters.settled(1, 5, 1000);
    Clusters.check(simulation);
    assertThat(simulation.busiest()).isLessThan(1.15);
  }

  @Test
  void missesNextToNothingWhileAgentsComeAndGo() {
    Simulation simulation = Clusters.settled(2, 8, 1000);
    for (int i = 0; i < 60; i++) {
      simulation.happen(CHANGES);
      simulation.run(60_000);
    }
    Clusters.check(simulation);
    assertThat(simulation.busiest()).isLessThan(1.15);
    assertThat(simulation.ledger.doubledWhileWhole).isZero();
    assertThat(simulation.ledger.outOfOrder).isZero();
  }

  /// The view reaches agents within a tenth of a second of one another; those that it reaches last
  /// know of no leader yet when that asks.
  @Test
  void whatADeadLeaderHadIsTakenAtOnce() {
    for (long seed = 1; seed <= 5; seed++) {
      Simulation simulation = Clusters.settled(seed, 6, 300);
      SimAgent leader = simulation.agents.values().iterator().next();
      leader.crash();
      long seenMs = await(simulation, agent -> agent.peers.view().peer(leader.name).isEmpty());
      long takenMs = await(simulation, agent -> held(simulation) == 300);
      assertThat(takenMs - seenMs).as("seed %d", seed).isLessThan(500);
    }
  }

  private static int held(Simulation simulation) {
    return simulation.agents.values().stream().mapToInt(SimAgent::holds).sum();
  }

  /// The time when this holds for all that are left.
  private static long await(Simulation simulation, Predicate<SimAgent> condition) {
    while (!simulation.agents.values().stream()
        .allMatch(one -> one.isDead || condition.test(one))) {
      assertThat(simulation.time.nowMs()).isLessThan(600_000);
      simulation.run(10);
    }
    return simulation.time.nowMs();
  }

  @Test
  void survivesSeveralThingsAtATime() {
    Simulation simulation = Clusters.settled(3, 8, 500);
    for (int i = 0; i < 60; i++) {
      simulation.happen(List.of("join", "leave", "kill", "restart", "targets", "slow", "costs"));
      simulation.run(10_000);
    }
    Clusters.check(simulation);
  }

  @Test
  void comesTogetherAgainAfterPartitions() {
    Simulation simulation = Clusters.settled(4, 8, 500);
    for (int i = 0; i < 20; i++) {
      simulation.happen(List.of("split", "oneway", "late"));
      simulation.run(40_000);
      simulation.heal();
      simulation.run(60_000);
    }
    Clusters.check(simulation);
  }

  /// Of files that differ, or where each asks for itself and one of them gets no answer.
  @Test
  void goesOnWithWhatOneAgentAloneHasLost() {
    Simulation simulation = Clusters.settled(8, 5, 500);
    for (int i = 0; i < 20; i++) {
      simulation.happen(List.of("lose", "lose", "targets"));
      simulation.run(60_000);
    }
    Clusters.check(simulation);
    assertThat(simulation.ledger.endedLiving).isZero();
    assertThat(simulation.ledger.ended).isPositive();
    assertThat(simulation.ledger.missedPlanned.lastKey()).isLessThanOrEqualTo(1);
    assertThat(simulation.ledger.doubledWhileWhole).isZero();
    assertThat(simulation.busiest()).isLessThan(1.15);
  }

  /// Where a queue is full, say.
  @Test
  void findsWhatWasLostOnTheWay() {
    Simulation simulation = Clusters.settled(7, 8, 500);
    simulation.network.lose(0.1);
    for (int i = 0; i < 20; i++) {
      simulation.happen(List.of("join", "leave", "kill", "targets"));
      simulation.run(60_000);
    }
    simulation.network.lose(0);
    Clusters.checkTheEnd(simulation);
  }

  @Test
  void handsOverWhateverClocksShow() {
    Simulation simulation = skewed(5);
    for (int i = 0; i < 30; i++) {
      simulation.happen(List.of("join", "leave", "restart"));
      simulation.run(60_000);
    }
    Clusters.check(simulation);
    assertThat(simulation.ledger.outOfOrder).isZero();
  }

  /// Where an agent dies whose clock is minutes ahead, what it wrote last is an estimate.
  @Test
  void bearsClocksThatAreTenMinutesOff() {
    Simulation simulation = skewed(6);
    for (int i = 0; i < 30; i++) {
      simulation.happen(CHANGES);
      simulation.run(60_000);
    }
    Clusters.check(simulation);
    assertThat(simulation.ledger.outOfOrder)
        .as(simulation.summary())
        .isLessThan(simulation.ledger.takes / 50);
  }
}
