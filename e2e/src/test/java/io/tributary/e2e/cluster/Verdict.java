package io.tributary.e2e.cluster;

import io.tributary.e2e.cluster.Arrivals.OfTarget;
import io.tributary.e2e.cluster.Arrivals.Scrape;
import io.tributary.e2e.cluster.Gap.Cause;
import io.tributary.e2e.cluster.Happening.Kind;
import io.tributary.testkit.remotewrite.ReceivedSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What arrived, judged: due times that were missed and why, values that contradict one another,
/// series that ended too early or not at all.
///
/// A scrape counts as done when its timestamp is there, however late it was and even if the target
/// did not answer in time.
final class Verdict {
  private final Arrivals arrivals;
  private final List<Happening> happenings;
  private final long intervalMs;
  private final long fromMs;
  private final long untilMs;

  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long due;
  private long failed;
  private long moves;
  private long unknowable;

  private Verdict(
      Arrivals arrivals, List<Happening> happenings, long intervalMs, long fromMs, long untilMs) {
    this.arrivals = arrivals;
    this.happenings = List.copyOf(happenings);
    this.intervalMs = intervalMs;
    this.fromMs = fromMs;
    this.untilMs = untilMs;
  }

  /// Judges what was scraped between two times, the first and the last due time among them.
  ///
  /// @param rows how many series `load` each target has
  static Verdict of(
      Arrivals arrivals,
      List<Happening> happenings,
      int targets,
      IntUnaryOperator rows,
      long intervalMs,
      long fromMs,
      long untilMs) {
    var verdict = new Verdict(arrivals, happenings, intervalMs, fromMs, untilMs);
    synchronized (arrivals) {
      for (int target = 0; target < targets; target++) {
        OfTarget of = arrivals.of(target);
        verdict.scrapes(target, of, rows.applyAsInt(target));
        verdict.shapes(target, of);
      }
    }
    return verdict;
  }

  /// What should not be. Empty is good.
  List<String> faults() {
    return List.copyOf(faults);
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /// Due times in a row that one target was not scraped at.
  int mostMissed() {
    return gaps.stream().mapToInt(Gap::missed).max().orElse(0);
  }

  private void scrapes(int target, OfTarget of, int rows) {
    NavigableMap<Long, Scrape> judged = of.scrapes.subMap(fromMs, true, untilMs, true);
    if (judged.isEmpty()) {
      faults.add("target %d: never scraped".formatted(target));
      return;
    }
    long phase = phase(judged);
    long first = fromMs + Math.floorMod(phase - fromMs, intervalMs);
    long last = untilMs - Math.floorMod(untilMs - phase, intervalMs);
    due += (last - first) / intervalMs + 1;
    long previousMs = first - intervalMs;
    String owner = judged.firstEntry().getValue().node;
    var numbers = new Numbers();
    for (Map.Entry<Long, Scrape> entry : judged.entrySet()) {
      long ms = entry.getKey();
      Scrape scrape = entry.getValue();
      if (Math.floorMod(ms - phase, intervalMs) != 0) {
        faults.add("target %d: scraped at %d, beside its due times".formatted(target, ms));
        continue;
      }
      numbers.add(scrape.value);
      gap(target, previousMs, ms, owner, scrape.node, numbers.isBroken());
      moves += scrape.node.equals(owner) ? 0 : 1;
      previousMs = ms;
      owner = scrape.node;
      judge(target, ms, scrape, rows);
    }
    gap(target, previousMs, last + intervalMs, owner, owner, false);
  }

  /// The numbers of the last three requests for a target that were answered and written. Where they
  /// do not follow one another, somebody else has asked it, too.
  private static final class Numbers {
    private long last = Long.MIN_VALUE;
    private long before = Long.MIN_VALUE;
    private long beforeThat = Long.MIN_VALUE;

    void add(long number) {
      beforeThat = before;
      before = last;
      last = number;
    }

    boolean isBroken() {
      return beforeThat != Long.MIN_VALUE && last != Long.MIN_VALUE && last - beforeThat > 2;
    }
  }

  private void gap(
      int target, long afterMs, long beforeMs, String from, String to, boolean wasAsked) {
    if (beforeMs - afterMs > intervalMs) {
      Gap gap = Gap.between(target, afterMs, beforeMs, from, to, wasAsked, intervalMs, happenings);
      gaps.add(gap);
      if (gap.missed() > gap.allowed()) {
        faults.add("missed more than %d: %s".formatted(gap.allowed(), gap));
      }
    }
  }

  private void judge(int target, long ms, Scrape scrape, int rows) {
    if (!scrape.conflict.isEmpty()) {
      faults.add("target %d at %d: two values: %s".formatted(target, ms, scrape.conflict));
    }
    if (!scrape.isUp) {
      failed++;
    } else if (scrape.rows.cardinality() != rows) {
      faults.add(
          "target %d at %d, of %s: %d of %d series"
              .formatted(target, ms, scrape.node, scrape.rows.cardinality(), rows));
    } else if (!scrape.ended.isEmpty()) {
      faults.add(
          "target %d at %d, of %s: %d living series were told to have ended"
              .formatted(target, ms, scrape.node, scrape.ended.cardinality()));
    }
  }

  /// The place of due times in the interval: that of most scrapes.
  private long phase(NavigableMap<Long, Scrape> scrapes) {
    var counts = new HashMap<Long, Integer>();
    scrapes.keySet().forEach(ms -> counts.merge(Math.floorMod(ms, intervalMs), 1, Integer::sum));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /// A series `shape` that is no more has ended with the next scrape.
  private void shapes(int target, OfTarget of) {
    if (of.shapes.isEmpty()) {
      return;
    }
    for (var shape : of.shapes.headMap(of.shapes.lastKey()).entrySet()) {
      @Nullable Long last = lastSample(shape.getValue());
      Map.@Nullable Entry<Long, Scrape> next = last == null ? null : of.scrapes.higherEntry(last);
      if (last == null || next == null || last < fromMs || next.getKey() > untilMs) {
        continue;
      }
      Long end = shape.getValue().higherKey(last);
      if (end == null || !end.equals(next.getKey())) {
        if (hadDied(target, of, last, next.getKey())) {
          unknowable++;
        } else {
          faults.add(
              "target %d: shape %d, last seen at %d, %s, but the next scrape is at %d"
                  .formatted(
                      target,
                      shape.getKey(),
                      last,
                      end == null ? "has not ended" : "ended at " + end,
                      next.getKey()));
        }
      }
    }
  }

  private static @Nullable Long lastSample(NavigableMap<Long, Long> values) {
    return values.descendingMap().entrySet().stream()
        .filter(entry -> entry.getValue() != ReceivedSample.STALE_BITS)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /// Whether the node that knew of a target's series died between two scrapes, or stood still until
  /// another one had the target.
  private boolean hadDied(int target, OfTarget of, long fromMs, long toMs) {
    @Nullable Scrape owned = of.scrapes.get(fromMs);
    return gaps.stream()
            .filter(gap -> gap.target() == target && gap.afterMs() == fromMs)
            .anyMatch(gap ->
                gap.cause() == Cause.KILLED
                    || (gap.cause() == Cause.PAUSED && !gap.from().equals(gap.to())))
        || happenings.stream()
            .anyMatch(one ->
                one.kind() == Kind.KILL
                    && owned != null
                    && one.node().equals(owned.node)
                    && one.overlaps(fromMs, toMs));
  }

  /// For a human being.
  String summary() {
    var text = new StringBuilder();
    text.append("scrapes due %,d, moves of a target %,d%n".formatted(due, moves));
    Map<Cause, TreeMap<Integer, Integer>> byCause = new EnumMap<>(Cause.class);
    for (Gap gap : gaps) {
      byCause
          .computeIfAbsent(gap.cause(), _ -> new TreeMap<>())
          .merge(gap.missed(), 1, Integer::sum);
    }
    for (Cause cause : Cause.values()) {
      text.append("missed in a row, %s: ".formatted(cause));
      var runs = byCause.getOrDefault(cause, new TreeMap<>());
      runs.forEach((missed, times) -> text.append("%d × %d, ".formatted(times, missed)));
      text.append(runs.isEmpty() ? "none\n" : "no more\n");
    }
    return text.append(
            "targets that did not answer in time %,d; sent again %,d; ends that nobody could know of"
                .formatted(failed, arrivals.repeated()))
        .append(" %,d; faults %,d%n".formatted(unknowable, faults.size()))
        .toString();
  }
}
