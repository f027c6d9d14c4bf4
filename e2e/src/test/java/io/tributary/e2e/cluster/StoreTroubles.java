package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// A cluster with a store: how its nodes find one another there, nodes that stand still for longer
/// than the lease lasts, and a store that is away, hangs, or has forgotten everything.
final class StoreTroubles {
  private static final Duration STANDS_STILL = Duration.ofSeconds(30);

  /// Longer than what was seen of the lease counts.
  private static final Duration AWAY = Duration.ofSeconds(75);

  private static final Duration HANGS = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(10);

  private final Clock clock = Clock.system();
  private final StoreLab lab;
  private final RunningCluster cluster;
  private final List<Integer> nodes;
  private final PrintStream out;
  private boolean isGood = true;

  private StoreTroubles(StoreLab lab, Random random, PrintStream out) {
    this.lab = lab;
    this.out = out;
    cluster = lab.cluster;
    nodes = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(nodes, random);
  }

  /// What is done to the store.
  private interface Trouble {
    void happen() throws IOException, InterruptedException;
  }

  static boolean run(Path folder, Random random, PrintStream out)
      throws IOException, InterruptedException {
    try (Place place = Place.apart(StoreLab.NODES);
        Etcd etcd = place.etcd(folder)) {
      boolean isGood;
      try (StoreLab lab = new StoreLab(folder.resolve("troubles"), place, etcd, false)) {
        var troubles = new StoreTroubles(lab, random, out);
        troubles.all();
        isGood = troubles.isGood;
      }
      boolean isGoodApart = StoreSplits.run(folder.resolve("splits"), place, etcd, random, out);
      return isGood && isGoodApart;
    }
  }

  private void all() throws IOException, InterruptedException {
    lab.startAll();
    for (int node : cluster.running()) {
      cluster.awaitReady(node);
    }
    long startedNanos = clock.nanos();
    awaitWhole("%d nodes that know of the store alone".formatted(StoreLab.NODES), startedNanos);
    standStill("has the lease", cluster.holder());
    standStill("has not", nodes.get(nodes.get(0) == cluster.holder() ? 1 : 0));
    storeTroubles();
  }

  private void awaitWhole(String what, long fromNanos) throws InterruptedException {
    cluster.awaitShares();
    Duration took = Duration.ofNanos(clock.nanos() - fromNanos);
    out.printf("%s: whole after %,d ms%n", what, took.toMillis());
    isGood &= took.compareTo(StoreSplits.CONVERGES) <= 0;
  }

  private void pass(Duration time) throws InterruptedException {
    clock.sleepUntil(clock.nanos() + time.toNanos());
  }

  /// A node is stopped; the others take over; it goes on, and has to learn that first.
  private void standStill(String which, int node) throws IOException, InterruptedException {
    Run run = lab.run();
    run.begin();
    cluster.pause(node);
    long stoppedMs = clock.wallMs();
    pass(STANDS_STILL);
    long resumedNanos = clock.nanos();
    cluster.resume(node);
    List<String> standings = standingsUntilHeld(node);
    long heldMs = clock.wallMs();
    long early = lab.receiver.arrivals().scrapes(RunningCluster.name(node), stoppedMs, heldMs);
    awaitWhole("the one that %s stood still for %s".formatted(which, STANDS_STILL), resumedNanos);
    out.printf(
        "    when it went on it was %s; scrapes of its before it was held again: %d%n",
        String.join(", ", standings), early);
    isGood &= early == 0;
    judge(run);
  }

  /// What a node says that it is, until it has heard that it may scrape.
  private List<String> standingsUntilHeld(int node) throws IOException, InterruptedException {
    var standings = new ArrayList<String>();
    long endNanos = clock.nanos() + StoreSplits.CONVERGES.toNanos();
    while (clock.nanos() < endNanos) {
      String now = cluster.report(node).standing();
      if (standings.isEmpty() || !standings.getLast().equals(now)) {
        standings.add(now);
      }
      if (now.equals("held") && standings.size() > 1) {
        return standings;
      }
      clock.sleepUntil(clock.nanos() + POLL.toNanos());
    }
    return standings;
  }

  private void storeTroubles() throws IOException, InterruptedException {
    Etcd etcd = lab.etcd;
    trouble(
        "etcd killed, and started after " + AWAY,
        () -> {
          etcd.kill();
          pass(AWAY);
          told();
          etcd.start();
        });
    trouble(
        "etcd hangs for " + HANGS,
        () -> {
          etcd.pause();
          pass(HANGS);
          told();
          etcd.resume();
        });
    trouble(
        "etcd killed, wiped, and started after " + SHORT,
        () -> {
          etcd.kill();
          etcd.wipe();
          pass(SHORT);
          told();
          etcd.start();
        });
    int victim = nodes.getLast();
    trouble(
        "etcd killed, and a node with it; both started after " + HANGS,
        () -> {
          etcd.kill();
          cluster.kill(victim);
          pass(HANGS);
          told();
          etcd.start();
          cluster.start(victim);
        });
  }

  private void told() {
    out.println("    nodes while it is away: " + lab.standings());
  }

  private void trouble(String what, Trouble trouble) throws IOException, InterruptedException {
    out.println(what);
    Run run = lab.run();
    run.begin();
    trouble.happen();
    long startedNanos = clock.nanos();
    awaitWhole("    the store answers again", startedNanos);
    judge(run);
  }

  private void judge(Run run) throws InterruptedException {
    Verdict verdict = run.end();
    out.print(
        verdict.summary().lines().map(line -> "    " + line + "\n").collect(Collectors.joining()));
    verdict.faults().stream().limit(20).forEach(fault -> out.println("    " + fault));
    isGood &= verdict.faults().isEmpty();
  }
}
