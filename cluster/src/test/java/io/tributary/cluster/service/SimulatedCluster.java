package io.tributary.cluster.service;

import io.tributary.base.time.ManualClock;
import io.tributary.cluster.configs.Packed;
import io.tributary.cluster.store.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Agents over one store, on one thread and a clock that is turned: the same seed is the same run.
final class SimulatedCluster {
  static final Duration TICK = Duration.ofMillis(250);

  final ManualClock clock = new ManualClock(1_700_000_000_000L);
  final MemoryStore ring = new MemoryStore();
  final MemoryStore configurations = new MemoryStore();
  final Map<String, SimulatedAgent> agents = new TreeMap<>();
  final Random random;

  /// Whose configurations are stopped for good, by accident or not.
  final Set<String> ended = new TreeSet<>();

  Duration reshardInterval = Duration.ofMinutes(1);
  boolean takesOver = true;
  private final List<Runnable> observers = new ArrayList<>();

  SimulatedCluster(long seed) {
    System.out.println("seed " + seed);
    random = new Random(seed);
  }

  void observe(Runnable each) {
    observers.add(each);
  }

  SimulatedAgent start(String id) {
    var agent =
        new SimulatedAgent(
            this,
            id,
            SimulatedAgent.settings(id, reshardInterval, takesOver),
            new Random(random.nextLong()));
    agents.put(id, agent);
    return agent;
  }

  /// Without a word: the process is gone.
  void kill(String id) {
    SimulatedAgent agent = agent(id);
    agents.remove(id);
    agent.cut();
  }

  void leave(String id) {
    agent(id).service.leave();
  }

  SimulatedAgent agent(String id) {
    SimulatedAgent agent = agents.get(id);
    if (agent == null) {
      throw new IllegalArgumentException("no agent " + id);
    }
    return agent;
  }

  /// How one agent reaches the others.
  AgentCalls calls() {
    return new AgentCalls() {
      @Override
      public void tellReshard(String address, Duration timeout) {
        at(address).ifPresent(agent -> agent.service.reshard());
      }

      @Override
      public Optional<Set<String>> begun(String address, List<String> names, Duration timeout)
          throws IOException {
        SimulatedAgent agent =
            at(address).orElseThrow(() -> new IOException("nobody is at " + address));
        if (agent.isOriginal) {
          return Optional.empty();
        }
        return Optional.of(
            names.stream().filter(agent.service::hasBegun).collect(Collectors.toSet()));
      }
    };
  }

  private Optional<SimulatedAgent> at(String address) {
    return agents.values().stream()
        .filter(agent -> SimulatedAgent.address(agent.id).equals(address))
        .findFirst();
  }

  void put(String name, String text) {
    byte[] packed = Packed.pack(text.getBytes(StandardCharsets.UTF_8));
    configurations.update(name, _ -> Optional.of(packed));
  }

  /// Lets time pass, in ticks in which each agent does what is due, in an order of chance.
  void run(Duration time) throws InterruptedException {
    for (long ms = 0; ms < time.toMillis(); ms += TICK.toMillis()) {
      clock.advance(TICK);
      var order = new ArrayList<>(agents.values());
      Collections.shuffle(order, random);
      for (SimulatedAgent agent : order) {
        step(agent);
      }
      observers.forEach(Runnable::run);
    }
  }

  private void step(SimulatedAgent agent) throws InterruptedException {
    if (agent.isPaused) {
      return;
    }
    agent.service.stepRing();
    if (!agent.isSlow) {
      agent.service.stepRuns();
      agent.service.stepDeletions();
    }
    if (agent.service.isGone()) {
      agent.service.end(agents.size() > 1);
      agents.remove(agent.id);
    }
    ended.addAll(agent.ended);
  }

  /// The agents that run a configuration.
  List<String> runners(String name) {
    return agents.values().stream()
        .filter(agent -> agent.running.containsKey(name))
        .map(agent -> agent.id)
        .toList();
  }
}
