package io.tributary.cluster.discovery;

import static io.tributary.cluster.discovery.Discoveries.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.discovery.Discoveries.Agent;
import io.tributary.cluster.discovery.Discoveries.Component;
import io.tributary.cluster.discovery.DiscoveryStatus.Role;
import io.tributary.cluster.sharing.SimulatedCluster;
import io.tributary.model.labels.Labels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscoveryShareTest {
  private final Discoveries some = new Discoveries(1);
  private final SimulatedCluster cluster = some.cluster;

  @Test
  void runsOnOneAgentAndTellsTheOthers() {
    some.start(4);
    some.running().component.publish(targets(0, 100));
    cluster.run(2_000);
    some.assertAllFound(targets(0, 100));
    some.running().component.publish(targets(20, 120));
    cluster.run(2_000);
    some.assertAllFound(targets(20, 120));
    Agent runner = some.running();
    DiscoveryStatus status = some.others().getFirst().component.status();
    assertThat(status.role()).isEqualTo(Role.FOLLOWS);
    assertThat(status.runsOn()).isEqualTo(runner.name);
    assertThat(status.foundBy()).isEqualTo(runner.name);
    assertThat(status.targets()).isEqualTo(100);
  }

  @Test
  void sendsManyTargetsInSeveralMessages() {
    some.start(3);
    some.running().component.publish(targets(0, 50_000));
    cluster.run(5_000);
    some.assertAllFound(targets(0, 50_000));
    some.running().component.publish(List.of());
    cluster.run(5_000);
    some.assertAllFound(List.of());
  }

  @Test
  void keepsWhatIsKnownUntilTheNextOneHasAnswered() {
    some.start(3);
    Agent first = some.running();
    first.component.publish(targets(0, 10));
    cluster.run(2_000);
    first.die();
    cluster.run(20_000);
    Agent next = some.running();
    assertThat(next).isNotSameAs(first);
    some.assertAllFound(targets(0, 10));
    next.component.publish(targets(5, 15));
    cluster.run(2_000);
    some.assertAllFound(targets(5, 15));
    some.agents
        .values()
        .forEach(agent -> assertThat(agent.component.all).doesNotContain(List.of()));
  }

  @Test
  void tellsWhoComesLater() {
    some.start(2);
    some.running().component.publish(targets(0, 10));
    cluster.run(2_000);
    for (int i = 2; i < 8; i++) {
      some.start("agent-" + i);
    }
    cluster.run(30_000);
    some.assertAllFound(targets(0, 10));
    some.allRunning().forEach(agent -> agent.component.publish(targets(0, 10)));
    cluster.run(20_000);
    some.assertAllFound(targets(0, 10));
    some.running();
  }

  @Test
  void startsOnceHoweverManyAgentsThereAre() {
    some.start(10);
    some.running().component.publish(targets(0, 10));
    cluster.run(60_000);
    assertThat(some.agents.values().stream().mapToInt(agent -> agent.component.starts).sum())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void passesOnWhatIsKnownToOneThatCannotFindItYet() {
    some.start(1);
    some.running().component.publish(targets(0, 10));
    cluster.run(2_000);
    for (int i = 1; i < 6; i++) {
      some.start("agent-" + i); // one of them is to run it, and never answers
    }
    cluster.run(60_000);
    some.assertAllFound(targets(0, 10));
  }

  @Test
  void tellsOthersThatItFailsAndThatItDoesNotAnyMore() {
    some.start(3);
    Component runner = some.running().component;
    runner.publish(targets(0, 10));
    cluster.run(2_000);
    runner.unit().failed("no route");
    cluster.run(2_000);
    for (Agent other : some.others()) {
      assertThat(other.component.problem)
          .isEqualTo(some.running().name + ", which discovers for the cluster: no route");
      assertThat(other.component.status().problem()).isEqualTo("no route");
      assertThat(other.component.found).hasSize(10);
    }
    runner.publish(targets(0, 10));
    cluster.run(2_000);
    some.others().forEach(other -> assertThat(other.component.problem).isEmpty());
  }

  @Test
  void tellsOthersOfAPartThatFails() {
    some.start(2);
    some.running().component.unit().publish(targets(0, 10), "one name of two");
    cluster.run(2_000);
    Component other = some.others().getFirst().component;
    assertThat(other.found).hasSize(10);
    assertThat(other.problem).contains("one name of two");
  }

  @Test
  void letsAnotherAgentTryWhereItFailsTimeAndAgain() {
    some.start(3);
    Agent first = some.running();
    for (int i = 0; i < SharedUnit.MAX_FAILURES; i++) {
      first.component.unit().failed("no route");
    }
    cluster.run(5_000);
    Agent next = some.running();
    assertThat(next).isNotSameAs(first);
    next.component.publish(targets(0, 10));
    cluster.run(2_000);
    some.agents.values().forEach(agent -> assertThat(agent.component.problem).isEmpty());
    assertThat(first.component.found).hasSize(10);
    cluster.run(SharedUnit.UNFIT_FOR.toMillis() + 20_000);
    assertThat(some.allRunning()).contains(first).contains(next); // it tries again
    first.component.publish(targets(0, 10));
    cluster.run(5_000);
    assertThat(some.running()).isSameAs(first);
  }

  @Test
  void eachDiscoversForItselfWhatIsTooLargeToBeShared() {
    some.start(3);
    Agent first = some.running();
    first.component.publish(targets(0, 10));
    cluster.run(2_000);
    first.component.publish(
        List.of(Labels.of("__address__", "a", "large", "x".repeat(TargetPack.MAX_BYTES))));
    cluster.run(2_000);
    assertThat(some.allRunning()).hasSize(3);
    assertThat(first.share.tooLarge()).isEqualTo(1);
    Component later = first.add();
    cluster.run(2_000);
    assertThat(later.all).isEmpty(); // Not that there is nothing.
    some.agents
        .values()
        .forEach(agent -> {
          if (agent != first) {
            assertThat(agent.component.status().role()).isEqualTo(Role.ALONE);
            assertThat(agent.component.found).hasSize(10);
          }
        });
    first.component.publish(targets(5, 15));
    cluster.run(40_000);
    assertThat(some.running()).isSameAs(first);
    some.assertAllFound(targets(5, 15));
  }

  @Test
  void componentsOfOneAgentWithTheSameArgumentsShareToo() {
    some.start(2);
    Agent runner = some.running();
    Component second = runner.add();
    runner.component.publish(targets(0, 10));
    cluster.run(2_000);
    assertThat(second.isRunning).isFalse();
    assertThat(second.found).hasSize(10);
    runner.component.unit().close();
    cluster.run(2_000);
    assertThat(second.isRunning).isTrue();
    second.publish(targets(5, 15));
    cluster.run(2_000);
    assertThat(some.agents.values().stream().filter(agent -> agent != runner))
        .allSatisfy(agent -> assertThat(agent.component.found).hasSize(10));
  }

  @Test
  void movesWhereTheComponentIsWhenItIsRemoved() {
    some.start(3);
    Agent first = some.running();
    first.component.publish(targets(0, 10));
    cluster.run(2_000);
    first.component.unit().close();
    cluster.run(2_000);
    some.running().component.publish(targets(5, 15));
    cluster.run(2_000);
    assertThat(some.running()).isNotSameAs(first);
    some.others().stream()
        .filter(agent -> agent != first)
        .forEach(
            agent -> assertThat(agent.component.found).hasSize(10).isNotEqualTo(targets(0, 10)));
  }

  @Test
  void otherArgumentsAreAnotherUnit() {
    some.start(2);
    var own = new Component();
    Agent odd = some.others().getFirst();
    odd.share.join(new UnitKey("discovery.http", "5678"), own);
    cluster.run(2_000);
    assertThat(own.isRunning).isTrue();
    assertThat(some.allRunning()).hasSize(1);
  }

  @Test
  void discoversForItselfWhereNobodyTellsItAnything() {
    some.start(2);
    Agent silent = some.running();
    Agent other = some.others().getFirst();
    silent.component.publish(targets(0, 10));
    cluster.run(2_000);
    silent.share.close(); // its process is there, and does nothing any more
    cluster.run(SharedUnit.SILENCE.toMillis() + 10_000);
    assertThat(other.component.isRunning).isTrue();
    assertThat(other.component.found).hasSize(10);
    assertThat(other.component.status().role()).isEqualTo(Role.ALONE);
  }

  @Test
  void endsWithOneRunnerWhateverHappened() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var many = new Discoveries(seed);
    many.start(4);
    int born = 4;
    for (int i = 0; i < 60; i++) {
      int kind = random.nextInt(5);
      if (kind == 0 && many.agents.size() < 8) {
        many.start("agent-" + born++);
      } else if (kind == 1 && many.agents.size() > 2) {
        List.copyOf(many.agents.values()).get(random.nextInt(many.agents.size())).die();
      } else {
        int from = random.nextInt(100);
        many.allRunning()
            .forEach(agent -> agent.component.publish(targets(from, from + random.nextInt(50))));
      }
      many.cluster.run(random.nextInt(8_000));
    }
    many.cluster.run(60_000);
    for (int i = 0; i < 3; i++) {
      many.allRunning().forEach(agent -> agent.component.publish(targets(0, 30)));
      many.cluster.run(40_000);
    }
    assertThat(many.allRunning()).as("seed %s", seed).hasSize(1);
    many.assertAllFound(targets(0, 30));
  }
}
