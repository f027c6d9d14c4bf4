package io.tributary.cluster.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final long NOW = 1_700_000_000;
  private static final OwnerRule ORIGINAL = new OwnerRule(60, false);
  private static final OwnerRule TAKING_OVER = new OwnerRule(60, true);

  @BeforeAll
  static void printSeed() {
    System.out.println("RingTest seed " + SEED);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2166136261",
    "a, 84696446",
    "agent-1, 3854825946",
    "agent-2, 3854825945",
    "agent-3, 3854825944",
    "hello/world, 2676198950",
    "node-exporter, 1567232265",
    "kubernetes-pods, 999189414"
  })
  void namesLieWhereTheOriginalPutsThem(String name, long key) {
    assertThat(RingKey.of(name)).isEqualTo(key);
  }

  private static RingMember member(String id, MemberState state, long... tokens) {
    var sorted = new ArrayList<Long>();
    for (long token : tokens) {
      sorted.add(token);
    }
    return new RingMember(id, id + ":1", NOW, state, sorted, "", NOW);
  }

  private static RingMember member(String id, long... tokens) {
    return member(id, MemberState.ACTIVE, tokens);
  }

  private static String owner(Ring ring, long key, OwnerRule rule) {
    return ring.owner(key, rule, NOW).map(RingMember::id).orElse("nobody");
  }

  @ParameterizedTest
  @CsvSource({"0, a", "9, a", "10, b", "19, b", "20, a", "4294967295, a"})
  void theFirstTokenAboveAKeyOwnsIt(long key, String id) {
    Ring ring = Ring.of(List.of(member("a", 10), member("b", 20)));
    assertThat(owner(ring, key, ORIGINAL)).isEqualTo(id);
  }

  @Test
  void membersThatAreNotActiveArePassedOver() {
    for (MemberState state : MemberState.values()) {
      Ring ring = Ring.of(List.of(member("a", state, 10, 30), member("b", 20)));
      String expected = state == MemberState.ACTIVE ? "a" : "b";
      assertThat(owner(ring, 5, ORIGINAL)).as("%s", state).isEqualTo(expected);
    }
    assertThat(owner(Ring.of(List.of(member("a", MemberState.LEAVING, 10))), 5, ORIGINAL))
        .isEqualTo("nobody");
    assertThat(owner(Ring.EMPTY, 5, ORIGINAL)).isEqualTo("nobody");
  }

  @Test
  void whatADeadMemberOwnedGoesToTheNextOneOnlyWhereAllAgreeOnThat() {
    Ring ring =
        Ring.of(List.of(member("a", 10).withHeartbeat(NOW - 61), member("b", 20), member("c", 30)));
    assertThat(owner(ring, 5, ORIGINAL)).isEqualTo("nobody");
    assertThat(owner(ring, 5, TAKING_OVER)).isEqualTo("b");
    assertThat(owner(ring, 15, ORIGINAL)).isEqualTo("b");
    assertThat(owner(ring, 5, new OwnerRule(0, true))).isEqualTo("a");
    Ring alive = ring.with(member("a", 10).withHeartbeat(NOW - 60));
    assertThat(owner(alive, 5, TAKING_OVER)).isEqualTo("a");
  }

  @Test
  void membersInExcludedZonesPlayNoPart() {
    var far = new RingMember("far", "far:1", NOW, MemberState.ACTIVE, List.of(10L), "z", 0);
    Ring ring = Ring.of(List.of(far, member("a", 20)));
    assertThat(owner(ring, 5, ORIGINAL)).isEqualTo("far");
    assertThat(owner(ring.withoutZones(Set.of("z")), 5, ORIGINAL)).isEqualTo("a");
  }

  /// The rule, step by step, over a plain list of all tokens.
  private static Optional<String> plainOwner(List<RingMember> members, long key) {
    record Place(long token, RingMember member) {}
    var places = new ArrayList<Place>();
    members.forEach(one -> one.tokens().forEach(token -> places.add(new Place(token, one))));
    places.sort(Comparator.comparingLong(Place::token));
    int start = 0;
    while (start < places.size() && places.get(start).token <= key) {
      start++;
    }
    int wanted = 1;
    var taken = new ArrayList<RingMember>();
    for (int i = 0; i < places.size() && taken.size() < wanted; i++) {
      RingMember next = places.get((start + i) % places.size()).member;
      if (!taken.contains(next)) {
        taken.add(next);
        wanted += next.state() == MemberState.ACTIVE ? 0 : 1;
      }
    }
    return taken.stream()
        .filter(one -> one.state() == MemberState.ACTIVE && NOW - one.heartbeatSeconds() <= 60)
        .map(RingMember::id)
        .findFirst();
  }

  @Test
  void agreesWithTheRuleWrittenStepByStep() {
    for (long seed = SEED; seed < SEED + 200; seed++) {
      var random = new Random(seed);
      var free = new ArrayList<Long>();
      random.longs(200, 0, 500).distinct().forEach(free::add);
      var members = new ArrayList<RingMember>();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        var tokens = new TreeSet<Long>();
        for (int t = 0; t < random.nextInt(5); t++) {
          tokens.add(free.removeLast());
        }
        MemberState state =
            random.nextInt(3) == 0
                ? List.of(MemberState.values()).get(random.nextInt(5))
                : MemberState.ACTIVE;
        members.add(
            new RingMember(
                "m" + i, "m" + i, NOW - random.nextInt(90), state, List.copyOf(tokens), "", 0));
      }
      Ring ring = Ring.of(members);
      for (long key = 0; key < 510; key++) {
        assertThat(ring.owner(key, ORIGINAL, NOW).map(RingMember::id))
            .as("seed %d, key %d", seed, key)
            .isEqualTo(plainOwner(members, key));
      }
    }
  }

  @Test
  void sharesAreThePartsOfTheWholeSpace() {
    Ring ring = Ring.of(List.of(member("a", 1L << 30), member("b", 1L << 31)));
    assertThat(ring.share("a")).isEqualTo(0.75);
    assertThat(ring.share("b")).isEqualTo(0.25);
    assertThat(ring.share("c")).isZero();
    assertThat(Ring.of(List.of(member("a", 7))).share("a")).isEqualTo(1);
  }
}
