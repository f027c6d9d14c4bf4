package io.tributary.metrics.scrape.cardinality;

import io.tributary.base.bytes.Hash64;
import io.tributary.model.layout.LabelRefCursor;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.LayoutCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Counts the series of targets. Those that look alike have one layout, which is walked once; the
/// strings of a block are looked at once, its rows by their numbers.
///
/// Owned by one thread, for one count.
public final class SeriesCount {
  /// Names beyond these are counted as one: a target may make them up.
  static final int MOST_METRICS = 50_000;

  static final int MOST_LABELS = 1_000;

  static final String OTHERS = "(all others)";

  private static final int METRIC_NAME = 1;

  private static final class Sum {
    final String name;
    final DistinctCount values = new DistinctCount();
    long series;
    long bytes;
    int targets;

    /// Number of the layout that was counted in `targets` last.
    int lastLayout = -1;

    Sum(String name) {
      this.name = name;
    }
  }

  private final Map<String, Sum> metrics = new HashMap<>();
  private final Map<String, Sum> labels = new HashMap<>();
  private final LayoutCursor cursor = new LayoutCursor();

  // Of the block that is walked, by number of the string.
  private long[] hashes = {};
  private boolean[] hasHash = {};
  private @Nullable Sum[] sumOfLabel = {};
  private @Nullable Sum[] sumOfMetric = {};

  private SeriesCount() {}

  /// The `limit` most costly of each kind.
  public static Cardinality of(List<ExposedSeries> targets, int limit) {
    var count = new SeriesCount();
    var byLayout = new IdentityHashMap<Layout, List<ExposedSeries>>();
    for (ExposedSeries target : targets) {
      byLayout.computeIfAbsent(target.layout(), _ -> new ArrayList<>()).add(target);
    }
    int number = 0;
    long series = 0;
    for (var same : byLayout.entrySet()) {
      count.add(same.getKey(), same.getValue(), number++);
      series += (long) same.getKey().rowCount() * same.getValue().size();
    }
    return new Cardinality(
        series,
        targets.size(),
        top(count.metrics.values(), limit, sum -> sum.series, sum -> sum.name).stream()
            .map(sum -> new Cardinality.OfMetric(sum.name, sum.series, sum.targets, sum.bytes))
            .toList(),
        top(count.labels.values(), limit, sum -> sum.series, sum -> sum.name).stream()
            .map(
                sum -> new Cardinality.OfLabel(sum.name, sum.values.count(), sum.series, sum.bytes))
            .toList(),
        top(targets, limit, target -> target.layout().rowCount(), ExposedSeries::url).stream()
            .map(SeriesCount::ofTarget)
            .toList());
  }

  private static Cardinality.OfTarget ofTarget(ExposedSeries target) {
    return new Cardinality.OfTarget(
        target.job(),
        target.instance(),
        target.url(),
        target.layout().rowCount(),
        target.addedPerHour(),
        target.bodyBytes());
  }

  private static <T> List<T> top(
      Collection<T> all, int limit, ToLongFunction<T> cost, Function<T, String> name) {
    Comparator<T> order = Comparator.comparingLong(cost).reversed().thenComparing(name);
    return all.stream().sorted(order).limit(limit).toList();
  }

  private void add(Layout layout, List<ExposedSeries> targets, int number) {
    int slots = layout.slotNames().size();
    var slotSums = new Sum[slots];
    var slotBytes = new long[slots];
    for (int slot = 0; slot < slots; slot++) {
      String name = layout.slotNames().get(slot);
      slotSums[slot] = sum(labels, name, MOST_LABELS);
      for (ExposedSeries target : targets) {
        byte[] value = target.stream().slotBytes(slot);
        slotSums[slot].values.add(Hash64.of(value, 0, value.length, Hash64.SEED));
        slotBytes[slot] += name.length() + value.length;
      }
    }
    cursor.reset(layout);
    while (cursor.next()) {
      addBlock(cursor.rows(), targets.size(), number, slotSums, slotBytes);
    }
  }

  /// `uses` targets have the block's rows.
  private void addBlock(
      LabelRefCursor rows, int uses, int number, Sum[] slotSums, long[] slotBytes) {
    reset(rows.stringCount());
    while (rows.next()) {
      long bytes = 0;
      @Nullable Sum metric = null;
      for (int label = 0; label < rows.labelCount(); label++) {
        if (rows.isSlot(label)) {
          int slot = rows.slot(label);
          slotSums[slot].series += uses;
          slotSums[slot].bytes += slotBytes[slot];
          bytes += slotBytes[slot];
          continue;
        }
        int value = rows.value(label);
        long length = (long) length(rows, rows.name(label)) + length(rows, value);
        if (rows.name(label) == METRIC_NAME) {
          metric = metricOf(rows, value);
        } else {
          Sum sum = labelOf(rows, rows.name(label));
          sum.series += uses;
          sum.bytes += length * uses;
          if (label >= rows.kept()) {
            sum.values.add(hash(rows, value));
          }
        }
        bytes += length * uses;
      }
      if (metric != null) {
        metric.series += uses;
        metric.bytes += bytes;
        if (metric.lastLayout != number) {
          metric.lastLayout = number;
          metric.targets += uses;
        }
      }
    }
  }

  private void reset(int strings) {
    if (hashes.length < strings) {
      hashes = new long[strings * 2];
      hasHash = new boolean[strings * 2];
      sumOfLabel = new @Nullable Sum[strings * 2];
      sumOfMetric = new @Nullable Sum[strings * 2];
    } else {
      Arrays.fill(hasHash, 0, strings, false);
      Arrays.fill(sumOfLabel, 0, strings, null);
      Arrays.fill(sumOfMetric, 0, strings, null);
    }
  }

  private Sum labelOf(LabelRefCursor rows, int name) {
    Sum known = sumOfLabel[name];
    if (known == null) {
      known = sum(labels, text(rows, name), MOST_LABELS);
      sumOfLabel[name] = known;
    }
    return known;
  }

  private Sum metricOf(LabelRefCursor rows, int name) {
    Sum known = sumOfMetric[name];
    if (known == null) {
      known = sum(metrics, text(rows, name), MOST_METRICS);
      sumOfMetric[name] = known;
    }
    return known;
  }

  private static Sum sum(Map<String, Sum> sums, String name, int most) {
    Sum known = sums.get(name);
    return known != null
        ? known
        : sums.computeIfAbsent(sums.size() < most ? name : OTHERS, Sum::new);
  }

  private long hash(LabelRefCursor rows, int string) {
    if (!hasHash[string]) {
      hasHash[string] = true;
      hashes[string] =
          Hash64.of(rows.bytes(string), rows.from(string), rows.to(string), Hash64.SEED);
    }
    return hashes[string];
  }

  private static int length(LabelRefCursor rows, int string) {
    return rows.to(string) - rows.from(string);
  }

  private static String text(LabelRefCursor rows, int string) {
    return new String(
        rows.bytes(string), rows.from(string), length(rows, string), StandardCharsets.UTF_8);
  }
}
