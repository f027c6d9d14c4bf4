package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.e2e.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How often an inventory is asked however many nodes there are, and what becomes of the targets
/// when the node that asks is killed.
final class DiscoveryFigures {
  /// How long it may take until another node asks.
  static final Duration TAKEN_OVER = Duration.ofSeconds(5);

  private static final List<Integer> SIZES = List.of(1, 3, 5);
  private static final int KILLS = 3;
  private static final int TARGETS = 40;
  private static final int ROWS = 20;

  /// More than one node may ask in an interval, when it is another one's turn.
  private static final double MOST_REQUESTS = 1.15;

  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Duration WATCHED = Duration.ofSeconds(8);
  private static final Duration MOST_WATCHED = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Clock clock = Clock.system();
  private final RunningCluster cluster;
  private final Inventory inventory;
  private final int targets;

  /// @param targets how many the inventory tells of
  DiscoveryFigures(RunningCluster cluster, Inventory inventory, int targets) {
    this.cluster = cluster;
    this.inventory = inventory;
    this.targets = targets;
  }

  /// What became of a kill.
  ///
  /// @param takenOver until somebody else asked
  /// @param fewest targets that any of the others knew meanwhile
  record Death(Duration takenOver, int fewest) {}

  static boolean run(Path folder, PrintStream out) throws Exception {
    try (var targets = new NumberedTargets("127.0.0.1", TARGETS, ROWS, false);
        var inventory = new Inventory("127.0.0.1", targets)) {
      Wiring wiring = Wiring.discovering(inventory);
      boolean isSharedGood = shared(sub(folder, "shared"), targets, inventory, wiring, out);
      boolean isEachGood = each(sub(folder, "each"), targets, inventory, wiring, out);
      return isSharedGood && isEachGood;
    }
  }

  private static Path sub(Path folder, String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static boolean shared(
      Path folder, NumberedTargets targets, Inventory inventory, Wiring wiring, PrintStream out)
      throws Exception {
    try (var receiver = new ArrivalReceiver("127.0.0.1");
        var cluster =
            RunningCluster.local(folder, SIZES.getLast(), targets, wiring, receiver.url())) {
      var figures = new DiscoveryFigures(cluster, inventory, TARGETS);
      boolean isGood = true;
      for (int size : SIZES) {
        double requests = figures.requests(size, true);
        out.printf("%d nodes: %.2f requests in an interval%n", size, requests);
        isGood &= requests <= MOST_REQUESTS;
      }
      var run = new Run(cluster, targets, receiver.arrivals());
      run.begin();
      for (int i = 0; i < KILLS; i++) {
        int runner = cluster.runner();
        long watchedNanos = figures.clock.nanos() + WATCHED.toNanos();
        Death death = figures.kill(runner, () -> figures.clock.nanos() >= watchedNanos);
        out.printf(
            "kill -9 of %s, which asked: another one asked after %,d ms; nobody knew fewer than %d"
                + " of %d targets%n",
            RunningCluster.name(runner), death.takenOver.toMillis(), death.fewest, TARGETS);
        isGood &= death.takenOver.compareTo(TAKEN_OVER) <= 0 && death.fewest == TARGETS;
        cluster.start(runner);
        cluster.awaitShares();
      }
      Verdict verdict = run.end();
      out.print(verdict.summary());
      verdict.faults().stream().limit(40).forEach(out::println);
      return isGood && verdict.faults().isEmpty();
    }
  }

  private static boolean each(
      Path folder, NumberedTargets targets, Inventory inventory, Wiring wiring, PrintStream out)
      throws IOException, InterruptedException {
    int size = SIZES.get(1);
    Wiring alone = wiring.with("--cluster.discovery=each");
    try (var receiver = new ArrivalReceiver("127.0.0.1");
        var cluster = RunningCluster.local(folder, size, targets, alone, receiver.url())) {
      double requests = new DiscoveryFigures(cluster, inventory, TARGETS).requests(size, false);
      out.printf("%d nodes, each for itself: %.2f requests in an interval%n", size, requests);
      return requests > size - 1;
    }
  }

  /// Requests in an interval, of so many nodes; starts those that are missing.
  private double requests(int size, boolean isShared) throws IOException, InterruptedException {
    for (int node = cluster.running().size(); node < size; node++) {
      cluster.start(node);
    }
    cluster.awaitShares();
    if (isShared) {
      cluster.runner();
    }
    return requestsIn(WINDOW);
  }

  private double requestsIn(Duration window) throws InterruptedException {
    long fromMs = clock.wallMs();
    clock.sleepUntil(clock.nanos() + window.toNanos());
    return (double) inventory.askedSince(fromMs).size() * Inventory.REFRESH_MS / window.toMillis();
  }

  /// Kills a node, and watches the others until they have asked and `isOver`, within a bound.
  Death kill(int node, Eventually.Condition isOver) throws Exception {
    cluster.kill(node);
    long killedMs = clock.wallMs();
    long endNanos = clock.nanos() + MOST_WATCHED.toNanos();
    int fewest = targets;
    do {
      fewest = Math.min(fewest, fewestKnown());
      clock.sleepUntil(clock.nanos() + POLL.toNanos());
    } while (clock.nanos() < endNanos
        && (inventory.askedSince(killedMs).isEmpty() || !isOver.holds()));
    return new Death(takenOver(killedMs), fewest);
  }

  private Duration takenOver(long killedMs) {
    List<Long> asked = new ArrayList<>(inventory.askedSince(killedMs));
    return asked.isEmpty() ? MOST_WATCHED : Duration.ofMillis(asked.getFirst() - killedMs);
  }

  /// What the node knows that knows least.
  private int fewestKnown() throws IOException, InterruptedException {
    int fewest = targets;
    for (int node : cluster.running()) {
      fewest = Math.min(fewest, cluster.report(node).known());
    }
    return fewest;
  }
}
