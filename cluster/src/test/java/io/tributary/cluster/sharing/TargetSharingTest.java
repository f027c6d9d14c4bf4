package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.cluster.node.AlonePeers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.sharing.Message.Announce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TargetSharingTest {
  private static final List<Long> KEYS =
      LongStream.range(0, 300).map(TargetSharingTest::key).boxed().toList();

  private static long key(long number) {
    return number * 0x9E3779B97F4A7C15L;
  }

  private final SimulatedCluster cluster = new SimulatedCluster(1);
  private final Map<String, TargetSharing> agents = new HashMap<>();
  private final Map<String, Scraper> scrapers = new HashMap<>();
  private final Map<String, Unit> units = new HashMap<>();
  private final Map<String, Terms> fences = new HashMap<>();

  /// Of the targets, in their order, whose costs are known by now.
  private int known = KEYS.size();

  private boolean hasGiant;

  private static final byte[] PAGE = {1};

  /// Three tenths of the load, from when it is known.
  private static final long GIANT = KEYS.getLast();

  private final class Scraper implements Holder {
    final Set<Long> held = new HashSet<>();
    final Set<Long> ended = new HashSet<>();
    final Map<Long, Handed> handed = new HashMap<>();
    boolean reaches = true;
    boolean fails;
    boolean isGuarded = true;

    /// Whether a scrape of each is under way, which it is not let go before.
    boolean isScraping;

    private final List<Runnable> scrapes = new ArrayList<>();

    void endScrapes() {
      isScraping = false;
      scrapes.forEach(Runnable::run);
    }

    @Override
    public void probe(long key, Consumer<Boolean> done) {
      done.accept(reaches);
    }

    @Override
    public void release(long key, Consumer<Handed> done) {
      if (isScraping) {
        scrapes.add(() -> release(key, done));
      } else {
        held.remove(key);
        done.accept(new Handed(5, PAGE));
      }
    }

    @Override
    public void take(long key, Optional<Handed> from) {
      held.add(key);
      from.ifPresent(last -> handed.put(key, last));
    }

    @Override
    public void end(long key) {
      if (held.remove(key)) {
        ended.add(key);
        isGuarded &= agents.values().stream().anyMatch(Thread::holdsLock);
      }
    }

    @Override
    public Cost cost(long key) {
      if (fails) {
        throw new IllegalStateException("as a test");
      }
      if (KEYS.indexOf(key) >= known) {
        return Cost.UNKNOWN;
      }
      return hasGiant && key == GIANT ? new Cost(14_000, 1_400_000) : new Cost(100, 10_000);
    }
  }

  /// Of an agent that learns of terms as the test says, and from others.
  private static final class Terms implements Fence {
    long term;
    private Standing standing = Standing.HELD;
    private Runnable changed = () -> {};

    void stand(Standing next) {
      standing = next;
      changed.run();
    }

    @Override
    public boolean isOpen(long nanos) {
      return true;
    }

    @Override
    public Standing standing() {
      return standing;
    }

    @Override
    public long term() {
      return term;
    }

    @Override
    public void learned(long other) {
      term = Math.max(term, other);
    }

    @Override
    public void listen(Runnable listener) {
      changed = listener;
    }
  }

  private Scraper agent(String name, String digest, Quorum.Settings wait) {
    SimulatedCluster.Member member = cluster.join(name);
    var quorum = new Quorum(wait, new ManualClock(0));
    member.peers().listen(quorum);
    var sharing =
        new TargetSharing(member.peers(), quorum, fence(name), member.loop(), new Random(1));
    var scraper = new Scraper();
    Unit unit = sharing.join("prometheus.scrape.all", digest, scraper);
    unit.offer(KEYS);
    agents.put(name, sharing);
    scrapers.put(name, scraper);
    units.put(name, unit);
    return scraper;
  }

  private Terms fence(String name) {
    return fences.computeIfAbsent(name, _ -> new Terms());
  }

  private Scraper agent(String name) {
    return agent(name, "digest", Quorum.Settings.NONE);
  }

  private TargetSharing sharing(String name) {
    return Objects.requireNonNull(agents.get(name), name);
  }

  private Scraper scraper(String name) {
    return Objects.requireNonNull(scrapers.get(name), name);
  }

  private Unit unit(String name) {
    return Objects.requireNonNull(units.get(name), name);
  }

  private UnitStatus status(String agent) {
    return sharing(agent).units().getFirst();
  }

  @Test
  void givesNothingToWhoIsConfiguredOtherwise() {
    agent("a");
    agent("b");
    Scraper other = agent("c", "other", Quorum.Settings.NONE);
    cluster.run(60_000);
    assertThat(other.held).isEmpty();
    assertThat(scraper("a").held.size() + scraper("b").held.size()).isEqualTo(300);
    assertThat(status("a").mismatched()).containsExactly("c");
    assertThat(status("c").owners()).containsExactly("a", "b");
  }

  @Test
  void costsThatAreToldBeforeTheAgentsAreSettledDoNotKeepLaterOnesFromCounting() {
    hasGiant = true;
    known = 0;
    agent("a");
    agent("b");
    cluster.run(27_000);
    agent("c");
    known = 10;
    cluster.run(8_000);
    known = KEYS.size();
    cluster.run(90_000);
    Scraper bearer =
        scrapers.values().stream()
            .filter(one -> one.held.contains(GIANT))
            .findFirst()
            .orElseThrow();
    assertThat(bearer.held).hasSizeLessThan(50);
  }

  @Test
  void tellsCostsAgainWhereTheyCouldNotBeToldOnce() {
    known = 0;
    agent("a");
    cluster.run(40_000);
    scraper("a").fails = true;
    assertThatThrownBy(() -> cluster.run(60_000)).hasMessage("as a test");
    scraper("a").fails = false;
    known = KEYS.size();
    cluster.run(60_000);
    assertThat(sharing("a").ledCost().series()).isEqualTo(30_000);
  }

  @Test
  void givesLessToAnAgentThatBearsLess() {
    agent("a");
    agent("b");
    agent("c");
    sharing("c").weight(0.5);
    cluster.run(120_000);
    assertThat(scraper("c").held.size()).isBetween(50, 70);
    assertThat(scraper("a").held.size()).isBetween(110, 130);
    assertThat(scraper("b").held.size()).isBetween(110, 130);
    sharing("c").weight(4);
    cluster.run(120_000);
    assertThat(scraper("c").held.size()).isBetween(180, 220);
  }

  @Test
  void givesLessToAnAgentThatStandsStillForMuchOfTheTime() {
    agent("a");
    agent("b");
    agent("c");
    cluster.run(60_000);
    stalled(2, 0.75);
    stalled(8, 0);
    assertThat(sharing("c").capacity()).isEqualTo(0.25);
    assertThat(scraper("c").held.size()).isBetween(28, 39); // 300 / 9
    int least = scraper("c").held.size();

    stalled(90, 0);
    assertThat(sharing("c").capacity()).isEqualTo(0.3125);
    assertThat(scraper("c").held.size()).isBetween(least + 1, least + 20);
  }

  /// Each of them is more than may move in an hour for the sake of balance.
  @Test
  void givesBackTargetsAlsoWhereTheyAreFew() {
    for (String name : List.of("a", "b", "c")) {
      agent(name);
      unit(name).offer(KEYS.subList(0, 12));
    }
    cluster.run(60_000);
    int before = scraper("c").held.size();
    stalled(2, 0.75);
    stalled(10, 0);
    assertThat(scraper("c").held.size()).isLessThan(before);
    stalled(600, 0);
    assertThat(sharing("c").capacity()).isEqualTo(1);
    assertThat(scraper("c").held).hasSize(4);
  }

  private void stalled(int minutes, double ratio) {
    for (int minute = 0; minute < minutes; minute++) {
      agents.forEach((name, sharing) -> sharing.stalled(name.equals("c") ? ratio : 0));
      cluster.run(60_000);
    }
  }

  @Test
  void everybodyKeepsItsShareWhereAllStandStill() {
    List.of("a", "b", "c").forEach(this::agent);
    cluster.run(60_000);
    long moved = sharing("a").stats().moved();
    for (int minute = 0; minute < 10; minute++) {
      agents.values().forEach(sharing -> sharing.stalled(0.5));
      cluster.run(60_000);
    }
    assertThat(agents.values()).allMatch(sharing -> sharing.capacity() == 1);
    assertThat(sharing("a").stats().moved()).isEqualTo(moved);
  }

  @Test
  void followsNoLeaderThatDoesNotKnowThePresentLease() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    fence("b").term = 5;
    var late = new Message.Ask("prometheus.scrape.all", 77, false);
    sharing("b").received("a", new MessageCodec().encode(late, MessageCodec.NEWEST, 4));
    cluster.run(1_000);
    assertThat(sharing("b").stats().fenced()).isEqualTo(1);
    assertThat(fence("a").term).isEqualTo(5); // by the refusal

    cluster.run(60_000);
    assertThat(sharing("b").stats().fenced()).isEqualTo(1);
    assertThat(scraper("a").held.size() + scraper("b").held.size()).isEqualTo(300);
    assertThat(scraper("b").held).hasSizeGreaterThan(100);
  }

  @Test
  void givesNothingToWhoIsNotReadyUntilItIs() {
    agent("a");
    agent("b");
    agent("c");
    cluster.run(60_000);
    fence("c").stand(Standing.JOINING);
    cluster.run(3_000);
    long placements = sharing("a").stats().placements();
    for (int second = 0; second < 40; second++) {
      assertThat(scraper("a").held.size() + scraper("b").held.size()).isEqualTo(300);
      cluster.run(1_000);
    }
    assertThat(scraper("c").held).isEmpty();
    assertThat(sharing("a").stats().placements()).isLessThan(placements + 5);

    fence("c").stand(Standing.HELD);
    cluster.run(30_000);
    assertThat(scraper("c").held).hasSizeBetween(90, 110);
  }

  @Test
  void anotherLeadsWhileTheFirstIsNotReady() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    fence("a").stand(Standing.FENCED);
    cluster.run(30_000);
    assertThat(status("b").leader()).isEqualTo("b");
    assertThat(scraper("b").held).hasSize(300);
  }

  @Test
  void leavesTargetsWhereTheyCanBeReached() {
    Scraper first = agent("a");
    cluster.run(30_000);
    assertThat(first.held).hasSize(300);
    Scraper second = agent("b");
    second.reaches = false;
    cluster.run(60_000);
    assertThat(first.held).hasSize(300);
    assertThat(second.held).isEmpty();
    assertThat(sharing("a").stats().unreached()).isPositive();
  }

  @Test
  void givesBackWhatWasToGoToOneThatIsGone() {
    Scraper first = agent("a");
    cluster.run(30_000);
    first.isScraping = true;
    agent("b");
    cluster.run(10_000);
    int waiting = first.scrapes.size();
    assertThat(waiting).isBetween(100, 200);
    cluster.remove("b");
    cluster.run(12_000);
    first.endScrapes();
    cluster.run(300);
    assertThat(first.held).hasSize(300);
    assertThat(first.handed).hasSize(waiting);
    assertThat(first.handed.values())
        .as("goes on with the names of its series")
        .allMatch(handed -> handed.lastPage() == PAGE);
  }

  @Test
  void waitsForEnoughAgents() {
    var three = new Quorum.Settings(3, Duration.ZERO);
    agent("a", "digest", three);
    agent("b", "digest", three);
    cluster.run(60_000);
    assertThat(scraper("a").held).isEmpty();
    assertThat(sharing("a").isReady()).isFalse();
    agent("c", "digest", three);
    cluster.run(60_000);
    assertThat(scrapers.values().stream().mapToInt(scraper -> scraper.held.size()).sum())
        .isEqualTo(300);
    cluster.remove("c");
    cluster.run(60_000);
    assertThat(scraper("a").held).isEmpty();
    assertThat(scraper("b").held).isEmpty();
  }

  @Test
  void beginsAnewWhereAComponentWasReplaced() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    unit("b").close();
    var replaced = new Scraper();
    sharing("b").join("prometheus.scrape.all", "digest", replaced).offer(KEYS);
    cluster.run(30_000);
    assertThat(replaced.held).isNotEmpty();
    assertThat(replaced.held.size() + scraper("a").held.size()).isEqualTo(300);
  }

  @Test
  void findsWhatOneAgentAloneHasBeenOffered() {
    agent("a");
    Scraper second = agent("b");
    cluster.run(30_000);
    unit("b").offer(LongStream.range(0, 310).map(TargetSharingTest::key).boxed().toList());
    cluster.run(60_000);
    assertThat(second.held).contains(key(305), key(309));
  }

  private static List<Long> without(long key) {
    return KEYS.stream().filter(other -> other != key).toList();
  }

  private String owner(long key) {
    return scrapers.entrySet().stream()
        .filter(entry -> entry.getValue().held.contains(key))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatOneAgentHasLostAnotherGoesOnWith() {
    for (String name : List.of("a", "b", "c")) {
      agent(name);
    }
    cluster.run(60_000);
    for (long key : KEYS.subList(0, 6)) { // Of the agent that leads, and of others.
      String owner = owner(key);
      unit(owner).offer(without(key));
      cluster.run(15_000);
      assertThat(scraper(owner).ended).isEmpty();
      assertThat(scraper(owner).held).doesNotContain(key);
      assertThat(scraper(owner(key)).handed.get(key)).isNotNull();
      unit(owner).offer(KEYS);
      cluster.run(15_000);
    }
  }

  @Test
  void whatOneAgentFindsAgainStaysThere() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    long key = KEYS.getFirst();
    String owner = owner(key);
    unit(owner).offer(without(key));
    cluster.run(4_000);
    unit(owner).offer(KEYS);
    cluster.run(60_000);
    assertThat(owner(key)).isEqualTo(owner);
    assertThat(scraper(owner).ended).isEmpty();
  }

  @Test
  void whatAllHaveLostEndsAtOnce() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    long key = KEYS.getFirst();
    String owner = owner(key);
    unit("a").offer(without(key));
    unit("b").offer(without(key));
    cluster.run(1_000);
    assertThat(scraper(owner).ended).containsExactly(key);
    unit("a").offer(KEYS);
    unit("b").offer(KEYS);
    cluster.run(30_000);
    assertThat(scraper(owner(key)).held).contains(key);
  }

  @Test
  void whatNobodyElseCanReachEnds() {
    agent("a");
    agent("b");
    cluster.run(60_000);
    String owner = owner(KEYS.getFirst());
    scraper(owner.equals("a") ? "b" : "a").reaches = false;
    unit(owner).offer(without(KEYS.getFirst()));
    cluster.run(8_000);
    assertThat(scraper(owner).ended).containsExactly(KEYS.getFirst());
  }

  @Test
  void whereNobodySaysWhoGoesOnSeriesEndAfterAWhile() {
    agent("a", "digest", new Quorum.Settings(1, Duration.ZERO));
    agent("b");
    cluster.run(60_000);
    long key = scraper("b").held.iterator().next();
    sharing("a").close();
    unit("b").offer(without(key));
    cluster.run(UnitMember.KEEP_LOST.toMillis() - 1_000);
    assertThat(scraper("b").ended).isEmpty();
    cluster.run(2_000);
    assertThat(scraper("b").ended).containsExactly(key);
    assertThat(scraper("b").isGuarded).isTrue(); // Others look at what it works on.
  }

  @Test
  void ignoresWhatItCannotRead() {
    agent("a");
    cluster.run(1_000);
    TargetSharing sharing = sharing("a");
    sharing.received("b", new byte[] {'S', 9, 1, 0});
    sharing.received("b", new byte[] {'X', 9});
    cluster.run(1_000);
    assertThat(sharing.stats().rejected()).isEqualTo(1);
  }

  @Test
  void namesAgentsThatSpeakNoVersionOfOurs() {
    agent("a");
    SimulatedCluster.Member stranger = cluster.join("b");
    cluster.run(10_000);
    var announce = new Announce(8, 9, false, true, false, 100, 0, List.of());
    stranger.peers().send("a", new MessageCodec().encode(announce, 0));
    cluster.run(10_000);
    assertThat(sharing("a").notUnderstood()).containsExactly("b");
  }

  @Test
  void takesEverythingWhereThereIsNobodyElse() throws InterruptedException {
    var taken = new CountDownLatch(KEYS.size());
    var scraper =
        new Holder() {
          @Override
          public void probe(long key, Consumer<Boolean> done) {}

          @Override
          public void release(long key, Consumer<Handed> done) {}

          @Override
          public void take(long key, Optional<Handed> handed) {
            taken.countDown();
          }

          @Override
          public void end(long key) {}

          @Override
          public Cost cost(long key) {
            return Cost.UNKNOWN;
          }
        };
    try (var peers = new AlonePeers("only", "only:1");
        var sharing =
            new TargetSharing(
                peers,
                SimulatedCluster.noWait(),
                Fence.NONE,
                new LoopThread("sharing", Clock.system(), new LongAdder()),
                new Random(1))) {
      sharing.join("unit", "digest", scraper).offer(KEYS);
      assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
      var drained = new CountDownLatch(1);
      sharing.drain(Duration.ofSeconds(5), drained::countDown);
      assertThat(drained.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
