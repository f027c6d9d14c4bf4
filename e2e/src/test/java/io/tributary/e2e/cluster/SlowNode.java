package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node that gets little of a processor from one moment on: when the others have what it cannot
/// do, and whether it stays there.
final class SlowNode {
  private static final double PROCESSORS = 0.07;
  private static final int NODES = 3;
  private static final int SLOW = 2;
  private static final int TARGETS = 60;
  private static final int ROWS = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /// How long nothing must be amiss behind that.
  private static final Duration AFTERWARDS = Duration.ofMinutes(3);

  /// Of the load, in that time.
  private static final double MOVES = 0.02;

  private static final Pattern CAPACITY =
      Pattern.compile("(?m)^cluster_capacity_ratio\\S* (\\S+)$");
  private static final Pattern STALLED = Pattern.compile("(?m)^cluster_stalled_ratio\\S* (\\S+)$");

  private final Clock clock = Clock.system();
  private final RunningCluster cluster;
  private final NumberedTargets targets;
  private final Arrivals arrivals;
  private final Balance balance;
  private final PrintStream out;

  private SlowNode(
      RunningCluster cluster, NumberedTargets targets, Arrivals arrivals, PrintStream out) {
    this.cluster = cluster;
    this.targets = targets;
    this.arrivals = arrivals;
    this.out = out;
    balance = new Balance(cluster, targets, arrivals);
  }

  static boolean run(Path folder, PrintStream out) throws IOException, InterruptedException {
    try (var throttle = new Throttle(PROCESSORS);
        var targets = new NumberedTargets("127.0.0.1", TARGETS, ROWS, false);
        var receiver = new ArrivalReceiver("127.0.0.1");
        var cluster = RunningCluster.local(folder, NODES, targets, receiver.url())) {
      for (int node = 0; node < NODES; node++) {
        cluster.start(node);
      }
      return new SlowNode(cluster, targets, receiver.arrivals(), out).slow(throttle);
    }
  }

  private boolean slow(Throttle throttle) throws IOException, InterruptedException {
    cluster.awaitShares();
    balance.awaitEven();
    pass(AFTERWARDS); // Compilers have done most of their work.
    double before = share();
    long fromMs = clock.wallMs();
    throttle.add(cluster.process(SLOW).pid());
    Eventually.holds(PATIENCE, () -> gauge(CAPACITY) < 1, () -> "it bears as much as before");
    long gaveMs = clock.wallMs();
    out.printf(
        "with %.2f of a processor it stood still for %.2f of a minute, and gave away after"
            + " %.0f s: it bears %.2f%n",
        PROCESSORS, gauge(STALLED), (gaveMs - fromMs) / 1e3, gauge(CAPACITY));
    Eventually.holds(PATIENCE, this::isCalm, () -> "it stands still all the same");
    long calmMs = clock.wallMs();
    Load calm = balance.load();
    pass(AFTERWARDS);
    long untilMs = clock.wallMs();
    double moved = balance.load().moved(calm);
    long lateBefore = missed(fromMs, gaveMs);
    long lateAfter = missed(calmMs, untilMs);
    out.printf(
        "it had %.3f of the load, and %.3f after %.0f s; due times missed until it gave away %,d,"
            + " in the last %d minutes %,d; moved in these %.3f%n",
        before,
        share(),
        (calmMs - fromMs) / 1e3,
        lateBefore,
        AFTERWARDS.toMinutes(),
        lateAfter,
        moved);
    return lateAfter <= lateBefore && moved <= MOVES && share() < before;
  }

  private boolean isCalm() throws InterruptedException {
    return gauge(STALLED) < 0.25 || gauge(CAPACITY) <= 0.1;
  }

  private double share() {
    return balance.load().shares().getOrDefault(RunningCluster.name(SLOW), 0.0);
  }

  private double gauge(Pattern name) throws InterruptedException {
    try {
      Matcher found = name.matcher(cluster.process(SLOW).get("/metrics").body());
      return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    } catch (IOException _) {
      return Double.NaN; // It is slow.
    }
  }

  private long missed(long fromMs, long untilMs) {
    Verdict verdict =
        Verdict.of(
            arrivals,
            List.of(),
            targets.count(),
            targets::rows,
            RunningCluster.INTERVAL_MS,
            fromMs,
            untilMs);
    return verdict.gaps().stream().mapToLong(Gap::missed).sum();
  }

  private void pass(Duration time) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + time.toNanos());
  }
}
