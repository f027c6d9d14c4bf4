package io.tributary.e2e.cluster;

import io.tributary.base.time.Clock;
import io.tributary.testkit.store.Etcd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A cluster with a store that falls apart, where all reach the store and where some do not.
final class StoreSplits {
  /// How long two sides may scrape the same target where both reach the store.
  static final Duration OVERLAPS = Duration.ofSeconds(3);

  static final Duration CONVERGES = Duration.ofSeconds(30);

  /// Longer than nodes wait before they believe that others are gone.
  private static final Duration LASTS = Duration.ofSeconds(25);

  private final Clock clock = Clock.system();
  private final StoreLab lab;
  private final List<Integer> nodes;
  private final PrintStream out;
  private boolean isGood = true;

  private StoreSplits(StoreLab lab, Random random, PrintStream out) {
    this.lab = lab;
    this.out = out;
    nodes = new ArrayList<>(List.of(0, 1, 2, 3));
    Collections.shuffle(nodes, random);
  }

  /// What is done to the network.
  private interface Trouble {
    void begin() throws IOException, InterruptedException;
  }

  static boolean run(Path folder, Place place, Etcd etcd, Random random, PrintStream out)
      throws IOException, InterruptedException {
    try (StoreLab lab = new StoreLab(folder, place, etcd, true)) {
      var splits = new StoreSplits(lab, random, out);
      splits.startWithoutStore();
      splits.whereAllReachTheStore();
      splits.whereSomeDoNot();
      return splits.isGood;
    }
  }

  private Set<Integer> first(int count) {
    return new HashSet<>(nodes.subList(0, count));
  }

  private Set<Integer> last(int count) {
    return new HashSet<>(nodes.subList(nodes.size() - count, nodes.size()));
  }

  /// Nodes that start while the store is away are a cluster each, until it is there.
  private void startWithoutStore() throws IOException, InterruptedException {
    lab.etcd.kill();
    lab.startAll();
    for (int node : lab.cluster.running()) {
      lab.cluster.awaitReady(node);
    }
    lab.etcd.start();
    awaitWhole("started while the store is away", clock.nanos());
  }

  private void whereAllReachTheStore() throws IOException, InterruptedException {
    trouble("two and two", OVERLAPS, () -> lab.place.split(List.of(first(2))));
    trouble("one and three", OVERLAPS, () -> lab.place.split(List.of(first(1))));
    trouble("one, one and two", OVERLAPS, () -> lab.place.split(List.of(first(1), last(1))));
    trouble(
        "what one sends to another is lost",
        OVERLAPS,
        () -> lab.place.lose(nodes.get(0), nodes.get(1)));
    trouble(
        "what one sends to all others is lost",
        OVERLAPS,
        () -> {
          for (int other : last(3)) {
            lab.place.lose(nodes.get(0), other);
          }
        });
    trouble(
        "what all others send to one is lost",
        OVERLAPS,
        () -> {
          for (int other : last(3)) {
            lab.place.lose(other, nodes.get(0));
          }
        });
  }

  private void whereSomeDoNot() throws IOException, InterruptedException {
    trouble(
        "what the store answers to one is lost",
        Duration.ZERO,
        () -> lab.place.silenceStore(nodes.get(1)));
    splitFromStore("one without the store, and three", first(1));
    splitFromStore("two without the store, and two", first(2));
    splitFromStore("three without the store, and one", first(3));
  }

  /// Nodes that reach neither the others nor the store.
  private void splitFromStore(String what, Set<Integer> side)
      throws IOException, InterruptedException {
    trouble(
        what,
        LASTS.plus(CONVERGES),
        () -> {
          lab.place.takeStoreFrom(side);
          lab.place.split(List.of(side));
        });
  }

  /// @param overlaps how long two sides may scrape the same target; zero where there are no sides
  private void trouble(String what, Duration overlaps, Trouble trouble)
      throws IOException, InterruptedException {
    Run run = lab.run();
    run.begin();
    long fromMs = clock.wallMs();
    trouble.begin();
    clock.sleepUntil(clock.nanos() + LASTS.toNanos());
    String standings = lab.standings();
    long healedMs = clock.wallMs();
    lab.place.heal();
    awaitWhole(what + "; before that " + standings, clock.nanos());
    if (!overlaps.isZero()) {
      lab.cluster.wasCut(fromMs);
    }
    Verdict verdict = run.end();
    Overlap meanwhile = Overlap.of(lab.receiver.arrivals(), StoreLab.TARGETS, fromMs, healedMs);
    Overlap after = Overlap.of(lab.receiver.arrivals(), StoreLab.TARGETS, healedMs, clock.wallMs());
    out.printf(
        "    missed in a row at most %d; scraped twice: %s; behind healing %s%n",
        verdict.mostMissed(), meanwhile, after);
    verdict.faults().stream().limit(20).forEach(fault -> out.println("    " + fault));
    isGood &= verdict.faults().isEmpty() && meanwhile.longestMs() <= overlaps.toMillis();
  }

  private void awaitWhole(String what, long healedNanos) throws InterruptedException {
    lab.cluster.awaitShares();
    Duration took = Duration.ofNanos(clock.nanos() - healedNanos);
    out.printf("%s: whole after %,d ms%n", what, took.toMillis());
    isGood &= took.compareTo(CONVERGES) <= 0;
  }
}
