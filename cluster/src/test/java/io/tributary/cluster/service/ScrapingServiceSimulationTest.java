package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Agents that come, leave, die and come back at random: who runs what, at every quarter of a
/// second.
class ScrapingServiceSimulationTest {
  private static final int EVENTS = Integer.getInteger("tributary.events", 200);
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofMinutes(1);

  /// A second of rounding, a tick to see it, and a heartbeat that began before.
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final SimulatedCluster cluster =
      new SimulatedCluster(Long.getLong("tributary.seed", 20_261_122));
  private final List<String> names = names(60);
  private final TreeMap<String, String> seen = new TreeMap<>();
  private Duration now = Duration.ZERO;
  private Duration lastKill = Duration.ofDays(-1);
  private Duration lastEvent = Duration.ofDays(-1);
  private int next;

  private static List<String> names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "team-" + Integer.toHexString(i * 0x9e3779b1) + "/service-" + i)
        .toList();
  }

  private void event(String text) {
    lastEvent = now;
    seen.put(String.format("%09d", now.toMillis()), text);
  }

  private void check() {
    now = now.plus(SimulatedCluster.TICK);
    boolean mayMiss = now.minus(lastKill).compareTo(HEARTBEAT_TIMEOUT.plus(SLACK)) <= 0;
    boolean mayOverlap =
        now.minus(lastEvent).compareTo(OwnedConfigurations.HAND_OVER.plus(SLACK)) <= 0;
    for (String name : names) {
      List<String> runners = cluster.runners(name);
      if ((runners.isEmpty() && !mayMiss) || (runners.size() > 1 && !mayOverlap)) {
        throw new AssertionError(
            name
                + " runs on "
                + runners
                + " at "
                + now
                + "; events: "
                + seen.tailMap(String.format("%09d", Math.max(0, now.toMillis() - 200_000))));
      }
    }
  }

  @Test
  void eachConfigurationRunsOnceWhateverComesAndGoes() throws Exception {
    names.forEach(name -> cluster.put(name, "job " + name));
    for (int i = 0; i < 3; i++) {
      cluster.start("agent-" + next++);
    }
    cluster.run(Duration.ofSeconds(30));
    cluster.observe(this::check);
    cluster.ended.clear();
    for (int i = 0; i < EVENTS; i++) {
      something();
      cluster.run(Duration.ofMillis(250L * (1 + cluster.random.nextInt(360))));
    }
    assertThat(cluster.ended).as("series that were ended though they live").isEmpty();
    lastKill = Duration.ofDays(-1);
  }

  private void something() throws InterruptedException {
    var ids = new ArrayList<>(cluster.agents.keySet());
    String any = ids.get(cluster.random.nextInt(ids.size()));
    int what = cluster.random.nextInt(ids.size() < 3 ? 1 : ids.size() > 7 ? 3 : 4);
    switch (ids.size() < 3 ? 3 : what) {
      case 0 -> {
        event("leave " + any);
        cluster.leave(any);
      }
      case 1 -> {
        event("kill " + any);
        lastKill = now;
        cluster.kill(any);
      }
      case 2 -> {
        event("restart " + any);
        restart(any);
      }
      default -> {
        event("join agent-" + next);
        cluster.start("agent-" + next++);
      }
    }
  }

  /// Cleanly, or by a crash after which it comes back.
  private void restart(String id) throws InterruptedException {
    if (cluster.random.nextBoolean()) {
      cluster.leave(id);
      while (cluster.agents.containsKey(id)) {
        lastEvent = now;
        cluster.run(SimulatedCluster.TICK);
      }
    } else {
      lastKill = now;
      cluster.kill(id);
      cluster.run(Duration.ofSeconds(cluster.random.nextInt(90)));
    }
    event("back " + id);
    cluster.start(id);
  }
}
