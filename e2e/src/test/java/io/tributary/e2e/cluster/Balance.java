package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How evenly nodes share targets of which one has three tenths of all series, and how much moves
/// when a node comes.
final class Balance {
  /// What the busiest node may have more than it must.
  static final double TOLERANCE = 1.15;

  /// What may move, of what a new node is to have.
  static final double MOVES = 1.2;

  private static final int TARGETS = 60;
  private static final int ROWS = 100;
  private static final int FIRST = 3;
  private static final int LAST = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final Clock clock = Clock.system();
  private final RunningCluster cluster;
  private final NumberedTargets targets;
  private final Arrivals arrivals;

  Balance(RunningCluster cluster, NumberedTargets targets, Arrivals arrivals) {
    this.cluster = cluster;
    this.targets = targets;
    this.arrivals = arrivals;
  }

  static boolean run(Path folder, PrintStream out) throws IOException, InterruptedException {
    try (var targets = new NumberedTargets("127.0.0.1", TARGETS, ROWS, false);
        var receiver = new ArrivalReceiver("127.0.0.1");
        var cluster = RunningCluster.local(folder, LAST, targets, receiver.url())) {
      var balance = new Balance(cluster, targets, receiver.arrivals());
      for (int node = 0; node < FIRST; node++) {
        cluster.start(node);
      }
      boolean isGood = true;
      for (int nodes = FIRST; nodes <= LAST; nodes++) {
        Load before = nodes == FIRST ? null : balance.load();
        if (before != null) {
          cluster.start(nodes - 1);
        }
        long startedNanos = balance.clock.nanos();
        cluster.awaitShares();
        balance.awaitEven();
        long tookMs = (balance.clock.nanos() - startedNanos) / 1_000_000;
        double moved = before == null ? 0 : balance.load().moved(before);
        double busiest = balance.busiestByMetrics();
        double best = Load.best(targets, nodes);
        out.printf(
            "%d nodes: even after %,d ms; the busiest scrapes %.3f of all samples, at best %.3f;"
                + " moved %.3f of the load, at most %.3f%n",
            nodes, tookMs, busiest, best, moved, MOVES / nodes);
        isGood &= busiest <= best * TOLERANCE && moved <= MOVES / nodes;
      }
      return isGood;
    }
  }

  /// As the last scrapes of all targets tell.
  Load load() {
    long ms = clock.wallMs();
    return new Load(targets, arrivals.owners(targets.count(), ms));
  }

  /// Waits until the busiest node has little more than it must, and nothing moves any more.
  void awaitEven() throws InterruptedException {
    int nodes = cluster.running().size();
    Eventually.holds(
        PATIENCE,
        () ->
            load().shares().size() == nodes
                && load().busiest() <= Load.best(targets, nodes) * TOLERANCE
                && cluster.isWhole(),
        () -> "shares stay uneven: " + load().shares() + "\n" + cluster.state());
  }

  /// The share of the busiest node of all samples that nodes count in a while.
  double busiestByMetrics() throws IOException, InterruptedException {
    Map<Integer, Double> before = samples();
    clock.sleepUntil(clock.nanos() + WINDOW.toNanos());
    double all = 0;
    double most = 0;
    for (Map.Entry<Integer, Double> now : samples().entrySet()) {
      double scraped = now.getValue() - before.getOrDefault(now.getKey(), 0.0);
      all += scraped;
      most = Math.max(most, scraped);
    }
    return most / all;
  }

  private Map<Integer, Double> samples() throws IOException, InterruptedException {
    var samples = new HashMap<Integer, Double>();
    for (int node : cluster.running()) {
      samples.put(node, cluster.samplesScraped(node));
    }
    return samples;
  }
}
