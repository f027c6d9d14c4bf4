package io.tributary.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.placement.PlacementRequest.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacerTest {
  private static final int NOBODY = PlacementRequest.NOBODY;

  private final Placer placer = new Placer();

  /// Targets, and where they are.
  private static final class Fleet {
    final long[] keys;
    final double[] loads;
    int[] owners;

    Fleet(Random random, int count) {
      keys = random.longs(count).sorted().toArray();
      // From tens to tens of thousands of series, as fleets are.
      loads = random.doubles(count).map(u -> Math.min(10 / Math.pow(1 - u, 0.9), 1e5)).toArray();
      owners = new int[count];
      Arrays.fill(owners, NOBODY);
    }

    /// Without targets that make up a large part of a share by themselves.
    Fleet withoutLumps() {
      Arrays.setAll(loads, i -> Math.min(loads[i], 1000));
      return this;
    }

    double total() {
      return Arrays.stream(loads).sum();
    }
  }

  private static List<Node> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Node("agent-" + i, 1)).toList();
  }

  private Placement place(Fleet fleet, List<Node> nodes, double movable) {
    return placer.place(
        new PlacementRequest(
            nodes, fleet.keys, fleet.loads, fleet.owners, Eligibility.ALL, movable));
  }

  private Placement settle(Fleet fleet, List<Node> nodes) {
    Placement placed = place(fleet, nodes, 1);
    fleet.owners = placed.owners();
    return placed;
  }

  private static double[] borne(Fleet fleet, int nodes) {
    double[] borne = new double[nodes];
    for (int i = 0; i < fleet.keys.length; i++) {
      borne[fleet.owners[i]] += fleet.loads[i];
    }
    return borne;
  }

  /// No placement can be better than the mean, nor than the largest target.
  private static double bestPossible(Fleet fleet, int nodes) {
    return Math.max(fleet.total() / nodes, Arrays.stream(fleet.loads).max().orElse(0));
  }

  private static double busiest(Fleet fleet, int nodes) {
    return Arrays.stream(borne(fleet, nodes)).max().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 50})
  void isBalancedWithOneTargetThatHasThirtyPercent(int count) {
    Random random = new Random(count);
    Fleet fleet = new Fleet(random, 2000 * count);
    fleet.loads[77] = fleet.total() * 3 / 7;
    settle(fleet, nodes(count));
    assertThat(busiest(fleet, count)).isLessThan(1.15 * bestPossible(fleet, count));
    double[] borne = borne(fleet, count);
    int home = fleet.owners[77];
    double rest = (fleet.total() - borne[home]) / (count - 1);
    for (int node = 0; node < count; node++) {
      assertThat(borne[node]).isGreaterThan(0.85 * Math.min(rest, borne[home]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 49})
  void movesLittleWhenANodeJoins(int count) {
    Random random = new Random(count);
    Fleet fleet = new Fleet(random, 500 * count);
    settle(fleet, nodes(count));
    Placement joined = settle(fleet, nodes(count + 1));
    assertThat(joined.movedRatio()).isBetween(0.8 / (count + 1), 1.2 / (count + 1));
    assertThat(busiest(fleet, count + 1)).isLessThan(1.15 * bestPossible(fleet, count + 1));
    assertThat(settle(fleet, nodes(count + 1)).moved()).isZero();
  }

  @Test
  void movesOnlyWhatALostNodeHad() {
    Fleet fleet = new Fleet(new Random(4), 20_000).withoutLumps();
    settle(fleet, nodes(10));
    int[] before = fleet.owners.clone();
    for (int i = 0; i < before.length; i++) {
      fleet.owners[i] = before[i] == 9 ? NOBODY : before[i];
    }
    Placement lost = settle(fleet, nodes(9));
    assertThat(lost.moved()).isZero();
    assertThat(busiest(fleet, 9)).isLessThan(1.15 * bestPossible(fleet, 9));
  }

  @Test
  void doesNotDependOnTheOrderOfNodesAndTargets() {
    Fleet fleet = new Fleet(new Random(5), 3000);
    fleet.loads[5] = Double.NaN;
    List<Node> nodes = nodes(7);
    int[] expected = place(fleet, nodes, 1).owners();
    List<Integer> mixed = new ArrayList<>(IntStream.range(0, 3000).boxed().toList());
    Collections.shuffle(mixed, new Random(6));
    List<Integer> mixedNodes = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6));
    Collections.shuffle(mixedNodes, new Random(7));
    int[] owners = new int[3000];
    Arrays.fill(owners, NOBODY);
    var request =
        new PlacementRequest(
            mixedNodes.stream().map(nodes::get).toList(),
            mixed.stream().mapToLong(i -> fleet.keys[i]).toArray(),
            mixed.stream().mapToDouble(i -> fleet.loads[i]).toArray(),
            owners,
            Eligibility.ALL,
            1);
    int[] placed = new Placer().place(request).owners();
    for (int i = 0; i < placed.length; i++) {
      assertThat(mixedNodes.get(placed[i])).isEqualTo(expected[mixed.get(i)]);
    }
  }

  @Test
  void followsTheRingWhereTargetsAreAlikeAndThereIsRoom() {
    Fleet fleet = new Fleet(new Random(8), 30_000);
    Arrays.fill(fleet.loads, 1);
    List<Node> nodes = nodes(10);
    settle(fleet, nodes);
    AlloyRing ring = AlloyRing.of(nodes.stream().map(Node::name).toList());
    long same =
        IntStream.range(0, fleet.keys.length)
            .filter(i -> nodes.get(fleet.owners[i]).name().equals(ring.owner(fleet.keys[i])))
            .count();
    assertThat(same).isGreaterThan(fleet.keys.length * 9L / 10);
  }

  @Test
  void movesNothingWhileCostsWobble() {
    Random random = new Random(9);
    Fleet fleet = new Fleet(random, 20_000);
    settle(fleet, nodes(10));
    double[] base = fleet.loads.clone();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < base.length; i++) {
        fleet.loads[i] = base[i] * random.nextDouble(0.8, 1.2);
      }
      assertThat(settle(fleet, nodes(10)).moved()).isZero();
    }
  }

  @Test
  void movesNoMoreThanItMay() {
    Random random = new Random(10);
    Fleet fleet = new Fleet(random, 10_000);
    settle(fleet, nodes(5));
    for (int i = 0; i < fleet.loads.length; i++) {
      fleet.loads[i] *= fleet.owners[i] == 2 ? 3 : 1;
    }
    Placement limited = place(fleet, nodes(5), 0.02);
    assertThat(limited.movedRatio()).isBetween(0.01, 0.02);
    assertThat(place(fleet, nodes(5), 0).moved()).isZero();
  }

  @Test
  void givesSlowNodesLess() {
    Fleet fleet = new Fleet(new Random(11), 20_000).withoutLumps();
    var nodes = new ArrayList<>(nodes(5));
    settle(fleet, nodes);
    nodes.set(3, new Node("agent-3", 0.25));
    settle(fleet, nodes);
    double[] borne = borne(fleet, 5);
    assertThat(borne[3] / borne[0]).as(Arrays.toString(borne)).isBetween(0.2, 0.3);
  }

  @Test
  void countsUnknownCostsAsTheMedian() {
    assertThat(Placer.known(new double[] {5, Double.NaN, 1, 100})).containsExactly(5, 5, 1, 100);
    assertThat(Placer.known(new double[] {Double.NaN})).containsExactly(1);
  }

  @Test
  void placesOnlyWhereATargetMayBe() {
    Fleet fleet = new Fleet(new Random(12), 1000);
    Eligibility odd = (node, key) -> (key & 1) == 0 ? node == 2 : key % 7 != 0 && node != 2;
    Placement placed =
        placer.place(new PlacementRequest(nodes(4), fleet.keys, fleet.loads, fleet.owners, odd, 1));
    for (int i = 0; i < fleet.keys.length; i++) {
      int owner = placed.owners()[i];
      if ((fleet.keys[i] & 1) == 0) {
        assertThat(owner).isEqualTo(2);
      } else if (fleet.keys[i] % 7 == 0) {
        assertThat(owner).isEqualTo(NOBODY);
      } else {
        assertThat(owner).isNotIn(2, NOBODY);
      }
    }
  }

  @Test
  void separatesGiantsThatShareANode() {
    Fleet fleet = new Fleet(new Random(13), 4000);
    Arrays.fill(fleet.loads, 1);
    settle(fleet, nodes(4));
    int[] giants = IntStream.range(0, 4000).filter(i -> fleet.owners[i] == 1).limit(2).toArray();
    fleet.loads[giants[0]] = 4000;
    fleet.loads[giants[1]] = 3500;
    settle(fleet, nodes(4));
    assertThat(fleet.owners[giants[0]]).isEqualTo(1);
    assertThat(fleet.owners[giants[1]]).isNotEqualTo(1);
    assertThat(busiest(fleet, 4)).isLessThan(1.15 * 4000);
  }

  @Test
  void aNodeThatBearsLittleGivesTheGiantAway() {
    Fleet fleet = new Fleet(new Random(18), 100);
    Arrays.fill(fleet.loads, 1);
    fleet.loads[7] = 40;
    settle(fleet, nodes(3));
    int home = fleet.owners[7];
    List<Node> weighed =
        IntStream.range(0, 3)
            .mapToObj(i -> new Node(nodes(3).get(i).name(), i == home ? 0.1 : 1))
            .toList();
    settle(fleet, weighed);
    assertThat(fleet.owners[7]).isNotEqualTo(home);
    List<Node> halved =
        IntStream.range(0, 3)
            .mapToObj(i -> new Node(nodes(3).get(i).name(), i == fleet.owners[7] ? 0.5 : 1))
            .toList();
    int next = fleet.owners[7];
    settle(fleet, halved);
    assertThat(fleet.owners[7]).as("not for a little").isEqualTo(next);
  }

  @Test
  void evensOutLumps() {
    Fleet fleet = new Fleet(new Random(14), 5);
    Arrays.fill(fleet.loads, 20);
    fleet.owners = new int[] {0, 0, 0, 0, 0};
    settle(fleet, nodes(4));
    assertThat(busiest(fleet, 4)).isEqualTo(40);
    assertThat(settle(fleet, nodes(4)).moved()).isZero();
  }

  @Test
  void placesNothingWithoutNodes() {
    Fleet fleet = new Fleet(new Random(15), 3);
    assertThat(place(fleet, List.of(), 1).owners()).containsOnly(NOBODY);
    assertThat(place(new Fleet(new Random(1), 0), nodes(2), 1).owners()).isEmpty();
  }

  @Test
  void staysBalancedOverManyChanges() {
    Random random = new Random(16);
    Fleet fleet = new Fleet(random, 3000);
    List<Node> all = nodes(20);
    List<Node> present = new ArrayList<>(all.subList(0, 10));
    settle(fleet, present);
    for (int round = 0; round < 400; round++) {
      List<Node> next = new ArrayList<>(present);
      if (next.size() > 3 && random.nextBoolean()) {
        next.remove(random.nextInt(next.size()));
      } else {
        Node more = all.get(random.nextInt(all.size()));
        if (!next.contains(more)) {
          next.add(more);
        }
      }
      List<Node> before = present;
      fleet.owners =
          Arrays.stream(fleet.owners).map(owner -> next.indexOf(before.get(owner))).toArray();
      Placement placed = settle(fleet, next);
      present = next;
      assertThat(busiest(fleet, next.size()))
          .as("round %s", round)
          .isLessThan(1.15 * bestPossible(fleet, next.size()));
      assertThat(placed.movedRatio()).isLessThan(1.2 / next.size());
    }
  }

  @Test
  void placesAHundredThousandTargetsInWellUnderASecond() {
    Fleet fleet = new Fleet(new Random(17), 100_000);
    settle(fleet, nodes(50));
    long start = Clock.system().nanos();
    Arrays.fill(fleet.owners, NOBODY);
    settle(fleet, nodes(50));
    settle(fleet, nodes(51));
    double seconds = (Clock.system().nanos() - start) / 1e9;
    assertThat(seconds).as("two placements").isLessThan(3);
  }
}
