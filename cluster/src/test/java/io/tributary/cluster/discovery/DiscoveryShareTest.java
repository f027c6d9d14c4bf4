package io.tributary.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.sharing.SimulatedCluster;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveryShareTest {
  private static final String UNIT = "discovery.http:1234";

  private final SimulatedCluster cluster = new SimulatedCluster(1);
  private final Map<String, Agent> agents = new LinkedHashMap<>();

  private final class Agent implements Discoverer {
    final String name;
    final DiscoveryShare share;
    final Shared unit;
    boolean isRunning;
    int starts;
    List<Labels> found = List.of();
    final List<List<Labels>> all = new ArrayList<>();

    Agent(String name) {
      this.name = name;
      SimulatedCluster.Member member = cluster.join(name);
      share = new DiscoveryShare(member.peers(), member.loop(), new Random(name.hashCode()));
      unit = share.join(UNIT, this);
      agents.put(name, this);
    }

    @Override
    public void start() {
      isRunning = true;
      starts++;
    }

    @Override
    public void stop() {
      isRunning = false;
    }

    @Override
    public void found(List<Labels> targets) {
      found = targets;
      all.add(targets);
    }

    void die() {
      share.close();
      cluster.remove(name);
      agents.remove(name);
    }
  }

  private static List<Labels> targets(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Labels.of("__address__", "10.0.0.1:" + i, "pod", "a-rather-long-name-" + i))
        .toList();
  }

  private Agent running() {
    List<Agent> running = agents.values().stream().filter(agent -> agent.isRunning).toList();
    assertThat(running).hasSize(1);
    return running.getFirst();
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      new Agent("agent-" + i);
    }
    cluster.run(10_000);
  }

  private void assertAllFound(List<Labels> targets) {
    agents
        .values()
        .forEach(agent ->
            assertThat(agent.found).as(agent.name).containsExactlyInAnyOrderElementsOf(targets));
  }

  @Test
  void runsOnOneAgentAndTellsTheOthers() {
    start(4);
    running().unit.publish(targets(0, 100));
    cluster.run(2_000);
    assertAllFound(targets(0, 100));
    running().unit.publish(targets(20, 120));
    cluster.run(2_000);
    assertAllFound(targets(20, 120));
  }

  @Test
  void sendsManyTargetsInSeveralMessages() {
    start(3);
    running().unit.publish(targets(0, 50_000));
    cluster.run(5_000);
    assertAllFound(targets(0, 50_000));
    running().unit.publish(List.of());
    cluster.run(5_000);
    assertAllFound(List.of());
  }

  @Test
  void keepsWhatIsKnownUntilTheNextOneHasAnswered() {
    start(3);
    Agent first = running();
    first.unit.publish(targets(0, 10));
    cluster.run(2_000);
    first.die();
    cluster.run(20_000);
    Agent next = running();
    assertThat(next).isNotSameAs(first);
    assertAllFound(targets(0, 10));
    next.unit.publish(targets(5, 15));
    cluster.run(2_000);
    assertAllFound(targets(5, 15));
    agents.values().forEach(agent -> assertThat(agent.all).doesNotContain(List.of()));
  }

  @Test
  void tellsWhoComesLater() {
    start(2);
    running().unit.publish(targets(0, 10));
    cluster.run(2_000);
    for (int i = 2; i < 8; i++) {
      new Agent("agent-" + i);
    }
    cluster.run(10_000);
    agents.values().stream()
        .filter(agent -> agent.isRunning)
        .forEach(agent -> {
          agent.unit.publish(targets(0, 10));
        });
    cluster.run(20_000);
    assertAllFound(targets(0, 10));
    running();
  }

  @Test
  void startsOnceHoweverManyAgentsThereAre() {
    start(10);
    running().unit.publish(targets(0, 10));
    cluster.run(60_000);
    assertThat(agents.values().stream().mapToInt(agent -> agent.starts).sum())
        .isLessThanOrEqualTo(2);
  }
}
