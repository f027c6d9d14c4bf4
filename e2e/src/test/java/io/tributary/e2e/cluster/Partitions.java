package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.ChildProcess.Host;
import io.tributary.testkit.network.NetworkLab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;

/// Networks that lose what nodes tell one another, while targets and receiver are in everybody's
/// reach.
final class Partitions {
  private static final int HOSTS = 4;
  private static final int TARGETS = 40;
  private static final int ROWS = 20;

  /// Longer than nodes wait before they believe that others are gone.
  private static final Duration LASTS = Duration.ofSeconds(25);

  private static final Duration CONVERGES = Duration.ofSeconds(30);

  private final Clock clock = Clock.system();
  private final NetworkLab lab;
  private final RunningCluster cluster;
  private final PrintStream out;
  private boolean isGood = true;

  private Partitions(NetworkLab lab, RunningCluster cluster, PrintStream out) {
    this.lab = lab;
    this.cluster = cluster;
    this.out = out;
  }

  private interface Trouble {
    void begin() throws IOException, InterruptedException;
  }

  static boolean run(Path folder, PrintStream out) throws IOException, InterruptedException {
    try (var lab = NetworkLab.of(HOSTS);
        var targets = new NumberedTargets(lab.testAddress(), TARGETS, ROWS, true);
        var receiver = new ArrivalReceiver(lab.testAddress())) {
      var hosts = new ArrayList<Host>();
      for (int host = 1; host <= HOSTS; host++) {
        hosts.add(new Host(lab.address(host), lab.command(host, java.util.List.of())));
      }
      try (var cluster =
          new RunningCluster(folder, hosts, targets, Wiring.plain(targets), receiver.url())) {
        for (int node = 0; node < HOSTS; node++) {
          cluster.start(node);
        }
        var run = new Run(cluster, targets, receiver.arrivals());
        run.begin();
        var partitions = new Partitions(lab, cluster, out);
        partitions.all();
        Verdict verdict = run.end();
        out.print(verdict.summary());
        verdict.faults().stream().limit(40).forEach(out::println);
        return partitions.isGood && verdict.faults().isEmpty();
      }
    }
  }

  private void all() throws IOException, InterruptedException {
    trouble("two and two", () -> lab.split(Set.of(1, 2)));
    trouble("one and three", () -> lab.split(Set.of(1)));
    trouble("what the first sends to the second is lost", () -> lab.lose(1, 2));
    trouble(
        "what the last sends is lost",
        () -> {
          for (int host = 1; host < HOSTS; host++) {
            lab.lose(HOSTS, host);
          }
        });
    standStill(0);
  }

  /// A node that the others take for dead wakes up again.
  private void standStill(int node) throws IOException, InterruptedException {
    cluster.pause(node);
    clock.sleepUntil(clock.nanos() + LASTS.toNanos());
    cluster.resume(node);
    awaitWhole("one stands still", clock.nanos());
  }

  private void trouble(String what, Trouble trouble) throws IOException, InterruptedException {
    trouble.begin();
    clock.sleepUntil(clock.nanos() + LASTS.toNanos());
    var held = new ArrayList<Integer>();
    for (int node : cluster.running()) {
      held.add(cluster.held(node));
    }
    lab.heal();
    awaitWhole(what + ", targets of each node meanwhile " + held, clock.nanos());
  }

  private void awaitWhole(String what, long healedNanos) throws InterruptedException {
    cluster.awaitShares();
    Duration took = Duration.ofNanos(clock.nanos() - healedNanos);
    out.printf("%s: whole %,d ms after healing%n", what, took.toMillis());
    isGood &= took.compareTo(CONVERGES) <= 0;
  }
}
