package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.Eventually;
import java.time.Duration;

/// The time during which what arrives is judged: from when all targets are scraped until all nodes
/// are there and have sent what they had.
final class Run {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock = Clock.system();
  private final RunningCluster cluster;
  private final NumberedTargets targets;
  private final Arrivals arrivals;
  private long fromMs;

  Run(RunningCluster cluster, NumberedTargets targets, Arrivals arrivals) {
    this.cluster = cluster;
    this.targets = targets;
    this.arrivals = arrivals;
  }

  /// Waits until all targets are scraped.
  void begin() throws InterruptedException {
    cluster.awaitShares();
    fromMs = clock.wallMs() + RunningCluster.INTERVAL_MS;
    awaitScrapesSince(fromMs);
  }

  long scrapes() {
    return arrivals.scrapes();
  }

  /// Waits until every target was scraped at this time or later.
  void awaitScrapesSince(long ms) throws InterruptedException {
    Eventually.holds(
        PATIENCE,
        () -> arrivals.hasAllSince(ms, targets.count()),
        () -> "not all targets are scraped:\n" + cluster.state());
  }

  /// Waits for scrapes of this many intervals from now on, by whoever makes them.
  void awaitScrapes(int intervals) throws InterruptedException {
    long ms = clock.wallMs() + intervals * RunningCluster.INTERVAL_MS;
    Eventually.holds(
        PATIENCE, () -> arrivals.newestMs() >= ms, () -> "nobody scrapes:\n" + cluster.state());
  }

  /// Waits until everybody shares and has sent, and judges. What a node sends is in the order of
  /// its log: with something new, all has come that it had before.
  Verdict end() throws InterruptedException {
    cluster.awaitShares();
    long untilMs = clock.wallMs();
    awaitScrapesSince(untilMs + RunningCluster.INTERVAL_MS);
    Eventually.holds(
        PATIENCE,
        () ->
            cluster.running().stream()
                .allMatch(node -> arrivals.newestMs(RunningCluster.name(node)) > untilMs),
        () -> "not all nodes have sent what they had:\n" + cluster.state());
    return Verdict.of(
        arrivals,
        cluster.happenings(),
        targets.count(),
        targets::rows,
        RunningCluster.INTERVAL_MS,
        fromMs,
        untilMs);
  }
}
