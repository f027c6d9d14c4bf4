package io.tributary.e2e.cluster;

import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.ReceivedSample;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What arrived of [NumberedTargets], scrape by scrape, and from whom.
///
/// Written by the receiver's threads under its lock; whoever reads takes the lock, too.
final class Arrivals {
  /// A time at which a target was scraped.
  static final class Scrape {
    /// Who sent it first.
    final String node;

    /// Who sent it, too: as a rule nobody.
    Set<String> others = Set.of();

    /// Of its series `load`.
    final BitSet rows = new BitSet();

    /// Those of them that were told to have ended.
    final BitSet ended = new BitSet();

    boolean isUp = true;
    long value = Long.MIN_VALUE;

    /// What arrived with another value than before; empty where nothing did.
    String conflict = "";

    Scrape(String node) {
      this.node = node;
    }
  }

  /// Everything of one target.
  static final class OfTarget {
    final NavigableMap<Long, Scrape> scrapes = new TreeMap<>();

    /// By `v`: the bits of the values by time.
    final NavigableMap<Long, NavigableMap<Long, Long>> shapes = new TreeMap<>();
  }

  private final Map<Integer, OfTarget> targets = new HashMap<>();
  private final Map<String, Long> newestMs = new HashMap<>();
  private long repeated;

  synchronized void add(ReceivedRequest request) {
    String node = request.header("x-node").orElse("");
    for (ReceivedSample sample : request.samples()) {
      @Nullable String target = sample.labels().get("target");
      if (target != null) {
        newestMs.merge(node, sample.timestampMs(), Math::max);
        add(node, targets.computeIfAbsent(Integer.parseInt(target), _ -> new OfTarget()), sample);
      }
    }
  }

  private void add(String node, OfTarget target, ReceivedSample sample) {
    switch (sample.name()) {
      case "up" -> at(target, node, sample).isUp = sample.value() != 0;
      case "load" -> load(at(target, node, sample), node, sample);
      case "shape" -> shape(target, node, sample);
      default -> {
        // How long a scrape took and the like, which differ from one to the next.
      }
    }
  }

  private static Scrape at(OfTarget target, String node, ReceivedSample sample) {
    Scrape scrape = target.scrapes.computeIfAbsent(sample.timestampMs(), _ -> new Scrape(node));
    if (!scrape.node.equals(node) && !scrape.others.contains(node)) {
      scrape.others = new HashSet<>(scrape.others);
      scrape.others.add(node);
    }
    return scrape;
  }

  private void load(Scrape scrape, String node, ReceivedSample sample) {
    int row = Integer.parseInt(sample.labels().getOrDefault("n", ""));
    if (sample.isStale()) {
      scrape.ended.set(row);
      return;
    }
    long value = (long) sample.value();
    if (scrape.value == Long.MIN_VALUE) {
      scrape.value = value;
    } else if (scrape.value != value) {
      scrape.conflict = "%s has %d, %s has %d".formatted(scrape.node, scrape.value, node, value);
    } else if (scrape.rows.get(row)) {
      repeated++;
    }
    scrape.rows.set(row);
  }

  private static void shape(OfTarget target, String node, ReceivedSample sample) {
    long v = Long.parseLong(sample.labels().getOrDefault("v", ""));
    @Nullable Long before =
        target
            .shapes
            .computeIfAbsent(v, _ -> new TreeMap<>())
            .putIfAbsent(sample.timestampMs(), sample.valueBits());
    if (before != null && before != sample.valueBits()) {
      at(target, node, sample).conflict = "shape " + v + " arrived with two values";
    }
  }

  /// Everything of a target, for whoever holds the lock or knows that nothing comes any more.
  OfTarget of(int target) {
    return targets.getOrDefault(target, new OfTarget());
  }

  /// Arrivals that said what another one had said before.
  synchronized long repeated() {
    return repeated;
  }

  /// Whether each target was scraped at or after this time.
  synchronized boolean hasAllSince(long ms, int count) {
    return targets.size() == count
        && targets.values().stream()
            .allMatch(target -> !target.scrapes.isEmpty() && target.scrapes.lastKey() >= ms);
  }

  /// The newest time of what a node has sent.
  synchronized long newestMs(String node) {
    return newestMs.getOrDefault(node, Long.MIN_VALUE);
  }

  /// The newest time of all.
  synchronized long newestMs() {
    return newestMs.values().stream().max(Long::compare).orElse(Long.MIN_VALUE);
  }

  /// How many scrapes of a node there are between two times.
  synchronized long scrapes(String node, long fromMs, long untilMs) {
    return targets.values().stream()
        .flatMap(target -> target.scrapes.subMap(fromMs, untilMs).values().stream())
        .filter(scrape -> scrape.node.equals(node) || scrape.others.contains(node))
        .count();
  }

  /// How many scrapes there are.
  synchronized long scrapes() {
    return targets.values().stream().mapToLong(target -> target.scrapes.size()).sum();
  }

  /// Who sent the scrapes of each target that was the last by then, in the order of targets.
  synchronized List<String> owners(int count, long ms) {
    return IntStream.range(0, count)
        .mapToObj(target -> {
          var last = of(target).scrapes.floorEntry(ms);
          return last == null ? "" : last.getValue().node;
        })
        .toList();
  }
}
