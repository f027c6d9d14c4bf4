package io.tributary.cluster.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.sharing.SimulatedCluster;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Agents of a simulated cluster with discovery components, all of one unit.
final class Discoveries {
  static final UnitKey UNIT = new UnitKey("discovery.http", "1234");

  final SimulatedCluster cluster;
  final Map<String, Agent> agents = new LinkedHashMap<>();

  Discoveries(long seed) {
    cluster = new SimulatedCluster(seed);
  }

  /// A component on an agent.
  static final class Component implements Finder {
    boolean isRunning;
    int starts;
    String problem = "";
    List<Labels> found = List.of();
    final List<List<Labels>> all = new ArrayList<>();
    Optional<Shared> unit = Optional.empty();

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
      problem = "";
      all.add(targets);
    }

    @Override
    public void failed(String reason) {
      problem = reason;
    }

    Shared unit() {
      return unit.orElseThrow();
    }

    void publish(List<Labels> targets) {
      found = targets;
      problem = "";
      unit().publish(targets, "");
    }

    DiscoveryStatus status() {
      return unit().status().orElseThrow();
    }
  }

  final class Agent {
    final String name;
    final DiscoveryShare share;
    final Component component;

    Agent(String name) {
      this.name = name;
      SimulatedCluster.Member member = cluster.join(name);
      share = new DiscoveryShare(member.peers(), member.loop(), new Random(name.hashCode()));
      component = add();
      agents.put(name, this);
    }

    Component add() {
      var more = new Component();
      more.unit = Optional.of(share.join(UNIT, more));
      return more;
    }

    void die() {
      share.close();
      cluster.remove(name);
      agents.remove(name);
    }
  }

  static List<Labels> targets(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Labels.of("__address__", "10.0.0.1:" + i, "pod", "a-rather-long-name-" + i))
        .toList();
  }

  List<Agent> allRunning() {
    return agents.values().stream().filter(agent -> agent.component.isRunning).toList();
  }

  Agent running() {
    List<Agent> running = allRunning();
    assertThat(running).hasSize(1);
    return running.getFirst();
  }

  List<Agent> others() {
    return agents.values().stream().filter(agent -> !agent.component.isRunning).toList();
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      start("agent-" + i);
    }
    cluster.run(10_000);
  }

  Agent start(String name) {
    return new Agent(name);
  }

  void assertAllFound(List<Labels> targets) {
    agents
        .values()
        .forEach(agent ->
            assertThat(agent.component.found)
                .as(agent.name)
                .containsExactlyInAnyOrderElementsOf(targets));
  }
}
