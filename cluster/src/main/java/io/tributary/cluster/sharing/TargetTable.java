package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The targets of a unit, as its leader knows them: all that somebody has been offered, or holds.
///
/// Owned by the loop.
final class TargetTable {
  private static final Duration SUM_FOR = Duration.ofSeconds(1);

  private final Members members;
  private final Loop loop;
  private final Map<Long, Tracked> targets = new HashMap<>();

  /// By key; empty where something has changed.
  private List<Tracked> sorted = List.of();

  /// Of what each member should hold; of the moment `summedNanos`.
  private final Map<String, Tally> sums = new HashMap<>();

  private long summedNanos = Long.MIN_VALUE;

  TargetTable(Members members, Loop loop) {
    this.members = members;
    this.loop = loop;
  }

  @Nullable Tracked get(long key) {
    return targets.get(key);
  }

  Tracked tracked(long key) {
    Tracked known = targets.get(key);
    if (known == null) {
      known = new Tracked(key);
      targets.put(key, known);
      changed();
    }
    return known;
  }

  Collection<Tracked> all() {
    return targets.values();
  }

  /// What somebody has, or has been offered, is to be looked at anew.
  void changed() {
    sorted = List.of();
  }

  /// Every target that somebody has been offered, or has, by key.
  List<Tracked> offeredOrHeld() {
    if (sorted.isEmpty()) {
      members.offers().forEach(this::track);
      targets
          .values()
          .removeIf(target ->
              target.owner.isEmpty() && target.move == null && !members.isOffered(target.key));
      sorted =
          targets.values().stream().sorted(Comparator.comparingLong(target -> target.key)).toList();
    }
    return sorted;
  }

  private void track(KeySet keys) {
    for (int i = 0; i < keys.size(); i++) {
      targets.computeIfAbsent(keys.key(i), Tracked::new);
    }
  }

  /// What all cost, as far as it is known.
  Cost cost() {
    long series = 0;
    long bytes = 0;
    for (Tracked target : targets.values()) {
      series += Math.max(target.cost.series(), 0);
      bytes += Math.max(target.cost.bytes(), 0);
    }
    return new Cost(series, bytes);
  }

  /// Of what a member should hold. Members tell one after the other: one look at the targets is for
  /// all of them.
  KeySum sum(String node) {
    long now = loop.nanos();
    if (summedNanos == Long.MIN_VALUE || now - summedNanos > SUM_FOR.toNanos()) {
      summedNanos = now;
      sums.clear();
      for (Tracked target : targets.values()) {
        sums.computeIfAbsent(target.owner, _ -> new Tally()).add(target.key);
      }
    }
    Tally tally = sums.get(node);
    return tally == null ? KeySum.NONE : tally.sum();
  }

  /// A sum in the making.
  private static final class Tally {
    private int count;
    private long mixed;

    void add(long key) {
      count++;
      mixed += KeySet.mixed(key);
    }

    KeySum sum() {
      return new KeySum(count, mixed);
    }
  }
}
