package io.tributary.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tributary.base.time.Clock;
import io.tributary.e2e.BrowserWindow;
import io.tributary.e2e.Eventually;
import io.tributary.testkit.store.Etcd;
import io.tributary.ui.PageFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes, each a process of its own, that know of one another by etcd alone, and of which one
/// asks for targets: `bench/cluster` does more of it.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterProcessesTest {
  private static final int NODES = 3;
  private static final int TARGETS = 20;
  private static final int ROWS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// Three seconds, and as many on a machine that has other things to do.
  private static final Duration MOST_OVERLAP = StoreSplits.OVERLAPS.multipliedBy(2);

  private static final Duration MOST_TAKEN_OVER = DiscoveryFigures.TAKEN_OVER.multipliedBy(4);

  @TempDir private static Path folder;
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static Place place;
  private static NumberedTargets targets;
  private static Inventory inventory;
  private static ArrivalReceiver receiver;
  private static RunningCluster cluster;
  private static Run run;

  private final Clock clock = Clock.system();

  private static <T extends AutoCloseable> T open(T one) {
    OPEN.push(one);
    return one;
  }

  @BeforeAll
  static void start() throws Exception {
    place = open(Place.apartIfPossible(NODES));
    Etcd etcd = open(place.etcd(folder));
    String here = place.testAddress();
    targets = open(new NumberedTargets(here, TARGETS, ROWS, false));
    inventory = open(new Inventory(here, targets));
    receiver = open(new ArrivalReceiver(here));
    Wiring wiring = Wiring.discovering(inventory).in(etcd);
    cluster = open(new RunningCluster(folder, place.hosts(), targets, wiring, receiver.url()));
    for (int node = 0; node < NODES; node++) {
      cluster.start(node);
    }
    run = new Run(cluster, targets, receiver.arrivals());
    run.begin();
  }

  @AfterAll
  static void stop() throws Exception {
    while (!OPEN.isEmpty()) {
      OPEN.pop().close();
    }
  }

  @Test
  @Order(1)
  void thePageShowsNodesAndWhatTheyShare() throws Exception {
    Assumptions.assumeTrue(
        PageFiles.find().isPresent(), "the page is not built: that takes npm and Node");
    int leader = cluster.leader();
    try (var window = new BrowserWindow(cluster.process(leader).url("/"), ColorScheme.LIGHT)) {
      Page page = window.open("/clustering");
      page.waitForSelector("p:has-text('3 nodes.')");
      for (int node = 0; node < NODES; node++) {
        String row = "tr:has(th:has-text('%s'))".formatted(RunningCluster.name(node));
        page.waitForSelector(row + ":has-text('participant')");
      }
      page.waitForSelector(
          "tr:has-text('%s'):has-text('this one')".formatted(RunningCluster.name(leader)));
      var shared = page.locator("tr:has-text('prometheus.scrape.shared') td");
      assertThat(shared.allTextContents())
          .containsExactly(
              "" + TARGETS, "" + cluster.held(leader), "0", RunningCluster.name(leader), "none");
      assertThat(window.complaints()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void littleMovesWhenANodeComesAndSharesAreEven() throws Exception {
    var balance = new Balance(cluster, targets, receiver.arrivals());
    int leader = cluster.leader();
    cluster.leave(leader);
    // Who leads now asks everybody what targets cost.
    balance.awaitEven();

    Load before = balance.load();
    cluster.start(leader);
    cluster.awaitShares();
    balance.awaitEven();
    assertThat(balance.load().moved(before)).isLessThanOrEqualTo(Balance.MOVES / NODES);
    assertThat(balance.busiestByMetrics())
        .isLessThanOrEqualTo(Load.best(targets, NODES) * Balance.TOLERANCE);
  }

  @Test
  @Order(3)
  void whoIsCutOffScrapesNothingSoonWhoeverHadTheLease() throws Exception {
    place.assumeApart();
    int holder = cluster.holder();
    long cutMs = clock.wallMs();
    targets.hold();
    place.cutOff(holder);
    Eventually.holds(
        PATIENCE,
        () -> cluster.report(holder).standing().equals("fenced"),
        () -> "it does not know that others have the lease:\n" + cluster.state());
    long fencedMs = clock.wallMs();
    run.awaitScrapesSince(fencedMs);
    long healedMs = clock.wallMs();
    place.heal();
    cluster.awaitWhole();
    cluster.wasCut(cutMs);
    targets.go();

    Arrivals arrivals = receiver.arrivals();
    assertThat(arrivals.scrapes(RunningCluster.name(holder), fencedMs, healedMs)).isZero();
    assertThat(Overlap.of(arrivals, TARGETS, cutMs, healedMs).longestMs())
        .isLessThanOrEqualTo(MOST_OVERLAP.toMillis());
  }

  @Test
  @Order(4)
  void whenWhoAsksForTargetsIsKilledAnotherOneDoes() throws Exception {
    int runner = cluster.runner();
    var death = new DiscoveryFigures(cluster, inventory, TARGETS).kill(runner, cluster::isWhole);
    assertThat(death.takenOver()).isLessThanOrEqualTo(MOST_TAKEN_OVER);
    assertThat(death.fewest()).isEqualTo(TARGETS);
    assertThat(cluster.runner()).isNotEqualTo(runner);
  }

  /// Of all that happened here.
  @Test
  @Order(5)
  void targetsWereScrapedThroughItAll() throws Exception {
    int leader = cluster.leader();
    cluster.pause(leader);
    run.awaitScrapes(2);
    cluster.resume(leader);

    Verdict verdict = run.end();
    assertThat(verdict.faults()).as(verdict.summary()).isEmpty();
  }
}
