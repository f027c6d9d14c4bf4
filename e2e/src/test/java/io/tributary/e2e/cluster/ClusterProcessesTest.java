package io.tributary.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tributary.e2e.BrowserWindow;
import io.tributary.ui.PageFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes, each a process of its own: `bench/cluster` does more of it.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterProcessesTest {
  private static final int NODES = 3;
  private static final int TARGETS = 20;
  private static final int ROWS = 100;

  @TempDir private static Path folder;
  private static NumberedTargets targets;
  private static ArrivalReceiver receiver;
  private static RunningCluster cluster;
  private static Run run;

  @BeforeAll
  static void start() throws Exception {
    targets = new NumberedTargets("127.0.0.1", TARGETS, ROWS, false);
    receiver = new ArrivalReceiver("127.0.0.1");
    cluster = RunningCluster.local(folder, NODES, targets, receiver.url());
    for (int node = 0; node < NODES; node++) {
      cluster.start(node);
    }
    run = new Run(cluster, targets, receiver.arrivals());
    run.begin();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    receiver.close();
    targets.close();
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
  void targetsAreScrapedThroughComingsAndGoings() throws Exception {
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

    cluster.kill(leader);
    cluster.awaitWhole();
    int other = cluster.leader();
    cluster.pause(other);
    run.awaitScrapes(2);
    cluster.resume(other);

    Verdict verdict = run.end();
    assertThat(verdict.faults()).as(verdict.summary()).isEmpty();
  }
}
