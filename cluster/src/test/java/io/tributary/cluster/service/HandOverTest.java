package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cluster.member.RingView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who runs a configuration while it goes from one agent to the next.
class HandOverTest {
  private final SimulatedCluster cluster =
      new SimulatedCluster(Long.getLong("tributary.seed", 4_711));
  private final List<String> names =
      IntStream.range(0, 40).mapToObj(i -> "squad-" + i * 7919 + "-jobs").toList();

  @BeforeEach
  void twoAgentsRunEverything() throws Exception {
    names.forEach(name -> cluster.put(name, "job " + name));
    cluster.start("a");
    cluster.start("b");
    cluster.run(Duration.ofSeconds(30));
    cluster.ended.clear();
  }

  private long ofNobody() {
    return names.stream().filter(name -> cluster.runners(name).isEmpty()).count();
  }

  private void neverIsOneOfNobody() {
    cluster.observe(() -> assertThat(ofNobody()).isZero());
  }

  private void assertEachRunsOnce() {
    for (String name : names) {
      assertThat(cluster.runners(name)).as(name).hasSize(1);
    }
  }

  @Test
  void theOldOwnerGoesOnUntilTheNewOneHasBegun() throws Exception {
    neverIsOneOfNobody();
    SimulatedAgent late = cluster.start("c");
    late.isSlow = true;
    cluster.run(Duration.ofSeconds(15));
    assertThat(late.running).isEmpty();
    late.isSlow = false;
    cluster.run(Duration.ofSeconds(8));
    assertThat(late.running).isNotEmpty();
    assertEachRunsOnce();
  }

  /// The owner of the next moment is asked, not the one of the moment before.
  @Test
  void alsoWhereAnotherOneJoinsMeanwhile() throws Exception {
    neverIsOneOfNobody();
    SimulatedAgent first = cluster.start("c");
    first.isSlow = true;
    cluster.run(Duration.ofSeconds(4));
    SimulatedAgent second = cluster.start("d");
    second.isSlow = true;
    cluster.run(Duration.ofSeconds(12));
    first.isSlow = false;
    cluster.run(Duration.ofSeconds(3));
    second.isSlow = false;
    cluster.run(Duration.ofSeconds(10));
    assertEachRunsOnce();
  }

  @Test
  void whoseTurnItIsLaterHasAsLongAsTheOneBefore() throws Exception {
    cluster.start("c").isSlow = true;
    cluster.run(Duration.ofSeconds(15));
    List<String> moved = new ArrayList<>(ownedBy("c"));
    cluster.start("d").isSlow = true;
    cluster.start("e").isSlow = true;
    cluster.run(Duration.ofSeconds(15));
    moved.removeAll(ownedBy("c"));
    assertThat(moved).isNotEmpty();
    for (String name : moved) {
      assertThat(cluster.runners(name)).as(name).isNotEmpty();
    }
  }

  private List<String> ownedBy(String id) {
    RingView.Owners owners = cluster.agent("a").service.view().owners();
    return names.stream()
        .filter(name -> owners.of(name).filter(owner -> owner.id().equals(id)).isPresent())
        .toList();
  }

  @Test
  void whoLeavesWaitsForTheOthersToo() throws Exception {
    neverIsOneOfNobody();
    cluster.agent("b").isSlow = true;
    cluster.leave("a");
    cluster.run(Duration.ofSeconds(15));
    assertThat(cluster.agents).containsKey("a");
    cluster.agent("b").isSlow = false;
    cluster.run(Duration.ofSeconds(5));
    assertThat(cluster.agents).containsOnlyKeys("b");
    assertThat(cluster.ended).isEmpty();
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    SimulatedAgent stuck = cluster.start("c");
    stuck.isSlow = true;
    cluster.run(OwnedConfigurations.LONGEST_HAND_OVER.plusSeconds(2));
    assertThat(ofNobody()).isPositive();
    cluster.leave("a");
    cluster.agent("b").isSlow = true;
    cluster.run(OwnedConfigurations.LONGEST_HAND_OVER.plusSeconds(2));
    assertThat(cluster.agents).doesNotContainKey("a");
  }

  /// Nobody can ask it, so it gets five seconds, as ever.
  @Test
  void anAgentOfTheOriginalIsNotWaitedFor() throws Exception {
    SimulatedAgent original = cluster.start("c");
    original.isOriginal = true;
    original.isSlow = true;
    cluster.run(OwnedConfigurations.HAND_OVER.plusSeconds(2));
    assertThat(ofNobody()).isPositive();
  }

  /// Its owner cannot do better than to say why.
  @Test
  void whatTheNewOwnerCannotRunIsHandedOverAsWell() throws Exception {
    names.forEach(name -> cluster.put(name, "bad"));
    cluster.run(Duration.ofSeconds(2));
    cluster.start("c");
    cluster.run(OwnedConfigurations.HAND_OVER.plusSeconds(3));
    List<String> both = names.stream().filter(name -> cluster.runners(name).size() > 1).toList();
    assertThat(both).isEmpty();
    assertThat(cluster.agent("c").service.statuses())
        .extracting(ConfigurationStatus::state)
        .contains(ConfigurationStatus.State.FAILED);
  }
}
