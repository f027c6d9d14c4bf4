package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/// Figures of clusters of real processes, by command: see docs/sharing.md. Started by
/// `bench/cluster`.
public final class ClusterFigures {
  private static final Pattern KNOWN =
      Pattern.compile("(balance|discovery|partitions|slow|store|[0-9]{1,6}) [0-9]{1,18}");
  private static final int NODES = 5;
  private static final int FIRST_NODES = 3;
  private static final int TARGETS = 40;
  private static final int ROWS = 20;
  private static final int SHORTEST_CALM_MS = 500;
  private static final int LONGEST_CALM_MS = 6_000;

  private final Clock clock = Clock.system();
  private final PrintStream out = System.out;
  private final boolean isTerminal =
      Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  private final Path folder;

  private ClusterFigures(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    String what = arguments.length > 0 ? arguments[0] : "200";
    String seed = arguments.length > 1 ? arguments[1] : "" + new Random().nextInt(1_000_000);
    if (!KNOWN.matcher(what + " " + seed).matches() || arguments.length > 2) {
      System.err.println(
          "usage: bench/cluster [EVENTS|balance|discovery|partitions|slow|store] [SEED]");
      System.exit(2);
    }
    var figures = new ClusterFigures(Files.createTempDirectory("tributary-cluster-"));
    figures.out.printf("seed %s, logs below %s%n", seed, figures.folder);
    System.exit(figures.run(what, Long.parseLong(seed)) ? 0 : 1);
  }

  private boolean run(String what, long seed) throws Exception {
    try {
      return switch (what) {
        case "balance" -> Balance.run(folder, out);
        case "discovery" -> DiscoveryFigures.run(folder, out);
        case "partitions" -> Partitions.run(folder, out);
        case "slow" -> SlowNode.run(folder, out);
        case "store" -> StoreTroubles.run(folder, new Random(seed), out);
        default -> upheaval(Integer.parseInt(what), new Random(seed));
      };
    } catch (TestAbortedException e) {
      out.println("skipped: " + e.getMessage());
      return true;
    }
  }

  private boolean upheaval(int events, RandomGenerator random)
      throws IOException, InterruptedException {
    try (var targets = new NumberedTargets("127.0.0.1", TARGETS, ROWS, false);
        var receiver = new ArrivalReceiver("127.0.0.1");
        var cluster = RunningCluster.local(folder, NODES, targets, receiver.url())) {
      for (int node = 0; node < FIRST_NODES; node++) {
        cluster.start(node);
      }
      var run = new Run(cluster, targets, receiver.arrivals());
      run.begin();
      var upheaval = new Upheaval(cluster, random);
      for (int i = 1; i <= events; i++) {
        String event = upheaval.happen();
        progress("%d of %d: %s, %,d scrapes".formatted(i, events, event, run.scrapes()));
        pass(SHORTEST_CALM_MS + random.nextInt(LONGEST_CALM_MS));
      }
      for (int node : cluster.stopped()) {
        cluster.start(node);
      }
      Verdict verdict = run.end();
      out.println();
      out.print(verdict.summary());
      verdict.faults().stream().limit(40).forEach(out::println);
      return verdict.faults().isEmpty();
    }
  }

  /// One line that is written again and again, on a terminal.
  private void progress(String text) {
    if (isTerminal) {
      out.print("\r\u001b[K" + text);
      out.flush();
    } else {
      out.println(text);
    }
  }

  private void pass(long ms) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + ms * 1_000_000);
  }
}
