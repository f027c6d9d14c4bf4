package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cluster.configs.ConfigurationStore;
import io.tributary.cluster.configs.Packed;
import io.tributary.cluster.ring.Ring;
import io.tributary.cluster.ring.RingCodec;
import io.tributary.cluster.ring.RingMember;
import io.tributary.cluster.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What runs when the store fails, each in its way.
class StoreFaultsTest {
  private final SimulatedCluster cluster =
      new SimulatedCluster(Long.getLong("tributary.seed", 4_711));
  private final List<String> names =
      IntStream.range(0, 40).mapToObj(i -> "squad-" + i * 7919 + "-jobs").toList();

  @BeforeEach
  void threeAgentsRunEverything() throws Exception {
    names.forEach(name -> cluster.put(name, "job " + name));
    for (String id : List.of("a", "b", "c")) {
      cluster.start(id);
    }
    cluster.run(Duration.ofSeconds(30));
    assertEachRunsOnce();
    cluster.ended.clear();
  }

  private void assertEachRunsOnce() {
    for (String name : names) {
      assertThat(cluster.runners(name)).as(name).hasSize(1);
    }
  }

  private Map<String, List<String>> assignments() {
    var all = new TreeMap<String, List<String>>();
    names.forEach(name -> all.put(name, cluster.runners(name)));
    return all;
  }

  private int applied() {
    return cluster.agents.values().stream().mapToInt(agent -> agent.applied).sum();
  }

  @Test
  void nothingMovesWhileTheStoreIsAwayForAnHour() throws Exception {
    var before = assignments();
    int applied = applied();
    cluster.agents.values().forEach(SimulatedAgent::cut);
    cluster.observe(() -> assertThat(assignments()).isEqualTo(before));
    cluster.run(Duration.ofHours(1));
    assertThat(cluster.agent("a").service.problems()).isNotEmpty();
    for (SimulatedAgent agent : cluster.agents.values()) {
      agent.mend();
      cluster.run(Duration.ofSeconds(cluster.random.nextInt(6)));
    }
    cluster.run(Duration.ofMinutes(5));
    assertThat(applied()).isEqualTo(applied);
    assertThat(cluster.ended).isEmpty();
    assertThat(cluster.agent("a").service.problems()).isEmpty();
  }

  /// The watch reads everything anew, and so nobody waits for the next look.
  @Test
  void aStoreThatIsBackIsNoProblemForLong() throws Exception {
    cluster.agents.values().forEach(SimulatedAgent::cut);
    cluster.run(Duration.ofMinutes(3));
    cluster.agents.values().forEach(SimulatedAgent::mend);
    cluster.run(Duration.ofSeconds(10));
    for (SimulatedAgent agent : cluster.agents.values()) {
      assertThat(agent.service.problems()).isEmpty();
    }
  }

  @Test
  void oneThatDiedWhileTheStoreWasAwayIsReplacedSoonAfter() throws Exception {
    cluster.agents.values().forEach(SimulatedAgent::cut);
    cluster.run(Duration.ofMinutes(10));
    cluster.kill("b");
    cluster.agents.values().forEach(SimulatedAgent::mend);
    cluster.run(Duration.ofSeconds(30));
    assertEachRunsOnce();
  }

  @Test
  void aStoreThatNobodyCanWriteToMovesNothing() throws Exception {
    var before = assignments();
    cluster.agents.values().forEach(agent -> agent.ringStore.refuseWrites(true));
    cluster.observe(() -> assertThat(assignments()).isEqualTo(before));
    cluster.run(Duration.ofMinutes(10));
    cluster.agents.values().forEach(agent -> agent.ringStore.refuseWrites(false));
    cluster.run(Duration.ofMinutes(2));
  }

  @Test
  void aStoreThatWasWipedStopsNothing() throws Exception {
    var before = assignments();
    int applied = applied();
    cluster.agents.values().forEach(SimulatedAgent::cut);
    wipe();
    cluster.observe(() -> assertThat(assignments()).isEqualTo(before));
    for (SimulatedAgent agent : cluster.agents.values()) {
      agent.mend();
      cluster.run(Duration.ofSeconds(cluster.random.nextInt(4)));
    }
    cluster.run(Duration.ofHours(2));
    assertThat(applied()).isEqualTo(applied);
    assertThat(cluster.agent("a").service.problems()).isNotEmpty();
    assertThat(cluster.agent("a").service.statuses())
        .extracting(ConfigurationStatus::state)
        .containsOnly(ConfigurationStatus.State.MISSING);
    assertThat(cluster.agent("a").service.report().members()).hasSize(3);
  }

  private void wipe() {
    cluster.ring.delete("agent");
    names.forEach(cluster.configurations::delete);
  }

  @Test
  void aWipeThatIsToldDeletionByDeletionStopsNothingAtOnce() throws Exception {
    var before = assignments();
    wipe();
    cluster.run(Duration.ofMinutes(9));
    assertThat(assignments()).isEqualTo(before);
    cluster.run(Duration.ofMinutes(3));
    assertThat(cluster.agents.values()).allSatisfy(agent -> assertThat(agent.running).isEmpty());
  }

  @Test
  void whatIsDeletedThroughAnAgentEndsEverywhereSoonHoweverMuch() throws Exception {
    for (String name : names) {
      assertThat(cluster.agent("a").service.configurations().delete(name)).isTrue();
    }
    cluster.run(Duration.ofSeconds(3));
    assertThat(cluster.agents.values()).allSatisfy(agent -> assertThat(agent.running).isEmpty());
    assertThat(cluster.ended).containsExactlyInAnyOrderElementsOf(names);
  }

  /// As with Consul, where a look at everything finds less than before.
  @Test
  void whatIsDeletedThroughAnAgentEndsAlsoWhereNobodyToldOfIt() throws Exception {
    cluster.agent("b").configurationStore.deafen();
    cluster.agent("c").configurationStore.deafen();
    for (String name : names) {
      assertThat(cluster.agent("a").service.configurations().delete(name)).isTrue();
    }
    cluster.run(cluster.reshardInterval.plusSeconds(2));
    assertThat(cluster.agents.values()).allSatisfy(agent -> assertThat(agent.running).isEmpty());
  }

  /// Stored anew, it is not what was deleted.
  @Test
  void whatWasDeletedAndStoredAgainIsNoDeletionThatWasMeant() throws Exception {
    ConfigurationStore store = cluster.agent("a").service.configurations();
    for (String name : names) {
      assertThat(store.delete(name)).isTrue();
    }
    cluster.run(Duration.ofSeconds(5));
    for (String name : names) {
      store.put(name, ("job " + name).getBytes(StandardCharsets.UTF_8));
    }
    cluster.run(Duration.ofSeconds(5));
    assertEachRunsOnce();
    names.forEach(cluster.configurations::delete);
    cluster.run(Duration.ofMinutes(5));
    assertEachRunsOnce();
  }

  /// As agents of the original do, which note nothing.
  @Test
  void whatOthersStoredAgainIsNoDeletionThatWasMeant() throws Exception {
    for (String name : names) {
      assertThat(cluster.agent("a").service.configurations().delete(name)).isTrue();
    }
    cluster.run(Duration.ofSeconds(5));
    names.forEach(name -> cluster.put(name, "job " + name));
    cluster.run(Duration.ofMinutes(3));
    names.forEach(cluster.configurations::delete);
    cluster.run(Duration.ofMinutes(5));
    assertEachRunsOnce();
  }

  /// Of a deletion that failed the answer alone may have been lost, so it is noted.
  @Test
  void whatCouldNotBeDeletedAndIsStoredAgainIsNoDeletionThatWasMeant() throws Exception {
    SimulatedAgent agent = cluster.agent("a");
    ConfigurationStore store = agent.service.configurations();
    agent.configurationStore.cut();
    for (String name : names) {
      assertThatThrownBy(() -> store.delete(name)).isInstanceOf(StoreException.class);
    }
    agent.configurationStore.mend();
    cluster.run(Duration.ofSeconds(5));
    for (String name : names) {
      store.put(name, ("job " + name).getBytes(StandardCharsets.UTF_8));
    }
    cluster.run(Duration.ofSeconds(5));
    names.forEach(cluster.configurations::delete);
    cluster.run(Duration.ofMinutes(5));
    assertEachRunsOnce();
  }

  @Test
  void anOperatorEndsTheWaitAfterAWipeOnAllAgentsThroughOne() throws Exception {
    cluster.agents.values().forEach(SimulatedAgent::cut);
    wipe();
    cluster.agents.values().forEach(SimulatedAgent::mend);
    cluster.run(Duration.ofMinutes(20));
    assertThat(cluster.agent("b").service.confirmLosses()).hasSize(names.size());
    cluster.run(Duration.ofSeconds(8));
    assertThat(cluster.agents.values()).allSatisfy(agent -> assertThat(agent.running).isEmpty());
  }

  @Test
  void oneConfigurationThatIsDeletedStopsAtOnceAndForGood() throws Exception {
    String name = names.get(7);
    assertThat(cluster.agent("a").service.configurations().delete(name)).isTrue();
    cluster.run(Duration.ofSeconds(1));
    assertThat(cluster.runners(name)).isEmpty();
    assertThat(cluster.ended).containsExactly(name);
  }

  @Test
  void readsThatLagBehindChangeNothing() throws Exception {
    cluster.agents.values().forEach(agent -> agent.configurationStore.freezeReads());
    cluster.put("new", "job new");
    cluster.configurations.delete(names.getFirst());
    cluster.run(Duration.ofSeconds(2));
    assertThat(cluster.runners("new")).hasSize(1);
    assertThat(cluster.runners(names.getFirst())).isEmpty();
    cluster.observe(() -> {
      assertThat(cluster.runners("new")).hasSize(1);
      assertThat(cluster.runners(names.getFirst())).isEmpty();
    });
    // One look falls into this time.
    cluster.run(Duration.ofSeconds(28));
    cluster.agents.values().forEach(agent -> agent.configurationStore.thawReads());
    cluster.run(Duration.ofMinutes(3));
  }

  @Test
  void aRingThatCannotBeReadIsMended() throws Exception {
    var before = assignments();
    cluster.observe(() -> assertThat(assignments()).isEqualTo(before));
    cluster.ring.update("agent", _ -> Optional.of(new byte[] {1, 2, 3}));
    cluster.run(Duration.ofSeconds(10));
    assertThat(cluster.agent("a").service.report().members()).hasSize(3);
    cluster.run(Duration.ofMinutes(2));
  }

  @Test
  void whatCannotBeReadRunsOnAsItWas() throws Exception {
    String name = names.get(3);
    String text = cluster.agent(cluster.runners(name).getFirst()).running.get(name);
    cluster.configurations.update(name, _ -> Optional.of(new byte[] {0x1f, 0x3f}));
    cluster.run(Duration.ofMinutes(3));
    SimulatedAgent owner = cluster.agent(cluster.runners(name).getFirst());
    assertThat(owner.running).containsEntry(name, text);
    assertThat(status(owner, name).state()).isEqualTo(ConfigurationStatus.State.OUTDATED);
    assertThat(status(owner, name).problem()).contains("gzip");
  }

  @Test
  void oneThatIsBadSaysSoAndStopsNoOther() throws Exception {
    cluster.put("broken", "bad");
    cluster.put("sound", "job sound");
    cluster.run(Duration.ofSeconds(1));
    assertEachRunsOnce();
    assertThat(cluster.runners("sound")).hasSize(1);
    ConfigurationStatus status =
        cluster.agents.values().stream()
            .flatMap(agent -> agent.service.statuses().stream())
            .filter(one -> one.name().equals("broken"))
            .findFirst()
            .orElseThrow();
    assertThat(status.state()).isEqualTo(ConfigurationStatus.State.FAILED);
    assertThat(status.problem()).isEqualTo("cannot run \"broken\": it is bad");
  }

  private static ConfigurationStatus status(SimulatedAgent agent, String name) {
    return agent.service.statuses().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneAgentThatIsCutOffGoesOnAndIsDoubledAfterTheTimeout() throws Exception {
    cluster.agent("b").cut();
    var before = assignments();
    cluster.run(Duration.ofSeconds(50));
    assertThat(assignments()).isEqualTo(before);
    cluster.run(Duration.ofSeconds(20));
    for (String name : names) {
      assertThat(cluster.runners(name))
          .as(name)
          .hasSize(before.getOrDefault(name, List.of()).contains("b") ? 2 : 1);
    }
    cluster.agent("b").mend();
    cluster.run(Duration.ofSeconds(30));
    assertEachRunsOnce();
    assertThat(assignments()).isEqualTo(before);
    assertThat(cluster.ended).isEmpty();
  }

  @Test
  void inARingWithTheOriginalADeadMembersConfigurationsWaitUntilItIsForgotten() throws Exception {
    cluster.agents.keySet().stream().toList().forEach(cluster::leave);
    cluster.run(Duration.ofSeconds(15));
    cluster.takesOver = false;
    List.of("a", "b", "c").forEach(cluster::start);
    cluster.run(Duration.ofSeconds(30));
    assertEachRunsOnce();
    List<String> orphans = List.copyOf(cluster.agent("b").running.keySet());
    cluster.kill("b");
    cluster.run(Duration.ofMinutes(10));
    for (String name : names) {
      assertThat(cluster.runners(name)).as(name).hasSize(orphans.contains(name) ? 0 : 1);
    }
    assertThat(cluster.agent("a").service.forget("b")).isTrue();
    cluster.run(Duration.ofSeconds(2));
    assertEachRunsOnce();
  }

  @Test
  void aChangeOfTenThousandRunsWithinTwoSecondsWithoutMoreCalls() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      cluster.put("bulk-" + i * 31, "job bulk-" + i);
    }
    cluster.run(Duration.ofSeconds(2));
    String name = "bulk-" + 4_321 * 31;
    long calls = cluster.agent("a").configurationStore.calls();
    cluster.put(name, "job changed");
    cluster.run(Duration.ofSeconds(2));
    assertThat(cluster.agent(cluster.runners(name).getFirst()).running)
        .containsEntry(name, "job changed");
    assertThat(cluster.agent("a").configurationStore.calls() - calls).isLessThanOrEqualTo(1);
  }

  @Test
  void callsPerAgentDoNotGrowWithTheNumberOfAgents() throws Exception {
    long few = callsInTenMinutes();
    for (int i = 0; i < 20; i++) {
      cluster.start("more-" + i);
    }
    cluster.run(Duration.ofMinutes(1));
    long many = callsInTenMinutes();
    System.out.println("calls of one agent in ten minutes: " + few + " of 3, " + many + " of 23");
    assertThat(many).isLessThanOrEqualTo(few + 2);
  }

  private long callsInTenMinutes() throws InterruptedException {
    SimulatedAgent agent = cluster.agent("a");
    long before = agent.ringStore.calls() + agent.configurationStore.calls();
    cluster.run(Duration.ofMinutes(10));
    return agent.ringStore.calls() + agent.configurationStore.calls() - before;
  }

  @Test
  void aMemberThatWasForgottenComesBackWithItsTokens() throws Exception {
    var before = assignments();
    cluster.agent("a").service.forget("b");
    cluster.run(Duration.ofSeconds(20));
    assertThat(assignments()).isEqualTo(before);
  }

  @Test
  void saysThatAnotherAgentHasItsId() throws Exception {
    cluster.ring.update(
        "agent",
        present -> {
          Ring ring = RingCodec.decode(present.orElseThrow());
          RingMember known = ring.members().values().iterator().next();
          var rival =
              new RingMember(
                  known.id(),
                  "10.9.9.9:1",
                  known.heartbeatSeconds(),
                  known.state(),
                  known.tokens(),
                  "",
                  known.registeredSeconds());
          return Optional.of(RingCodec.encode(ring.with(rival)));
        });
    var seen = new TreeSet<String>();
    cluster.observe(() -> seen.addAll(cluster.agent("a").service.problems()));
    cluster.run(Duration.ofSeconds(6));
    assertThat(seen)
        .containsExactly(
            "another agent, at 10.9.9.9:1, is in the ring as \"a\", too: ids must differ");
  }

  @Test
  void storedTextIsWhatTheOwnerGets() throws Exception {
    var yaml = "name: x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Packed.unpack(Packed.pack(yaml))).isEqualTo(yaml);
    cluster.agent("c").service.configurations().put("x", yaml);
    cluster.run(Duration.ofSeconds(1));
    assertThat(cluster.agent(cluster.runners("x").getFirst()).running)
        .containsEntry("x", "name: x\n");
  }
}
