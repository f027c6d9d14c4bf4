package io.tributary.metrics.wal;

import io.tributary.base.bytes.PackSink;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Targets that change as real ones do: counters rise, series come and go, targets vanish; layouts
/// are folded now and then.
///
/// Everything follows from the seed, but for the pool of layouts.
final class Fleet {
  private static final List<String> SLOTS = List.of("instance");

  private static final class Target {
    final Stream stream;
    final List<List<Integer>> families = new ArrayList<>();
    Layout layout;
    long[] values;

    Target(Stream stream, Layout layout) {
      this.stream = stream;
      this.layout = layout;
      this.values = new long[layout.rowCount()];
    }
  }

  private final SplittableRandom random;
  private final Layouts layouts;
  private final List<Target> targets = new ArrayList<>();
  private final PackSink packer = new PackSink();
  private long timeMs = 1_700_000_000_000L;
  private int nextSeries;

  Fleet(long seed, Layouts layouts, int targetCount) {
    this.random = new SplittableRandom(seed);
    this.layouts = layouts;
    for (int i = 0; i < targetCount; i++) {
      targets.add(newTarget(i));
    }
  }

  private Target newTarget(int number) {
    var stream = new Stream(random.nextLong(), List.of("10.0.0." + number + ":9100"));
    var target = new Target(stream, layouts.layout(SLOTS, List.of()));
    for (int family = random.nextInt(1, 6); family > 0; family--) {
      var series = new ArrayList<Integer>();
      for (int rows = random.nextInt(1, 40); rows > 0; rows--) {
        series.add(nextSeries++);
      }
      target.families.add(series);
    }
    if (random.nextBoolean()) {
      // A family that others have too.
      target.families.add(new ArrayList<>(List.of(-1, -2, -3)));
    }
    relayout(target);
    return target;
  }

  private void relayout(Target target) {
    var blocks = new ArrayList<SeriesBlock>();
    for (int family = 0; family < target.families.size(); family++) {
      var builder = new BlockBuilder();
      for (int series : target.families.get(family)) {
        builder.add(
            Labels.of("__name__", "family_" + family, "instance", "?", "id", "series-" + series),
            SLOTS);
      }
      blocks.add(
          builder.build(new FamilyMetadata("family_" + family, MetricType.COUNTER, "Family.", "")));
    }
    target.layout = layouts.layout(SLOTS, blocks);
    target.values = Arrays.copyOf(target.values, target.layout.rowCount());
  }

  /// The next scrape of some target. Its arrays are its own.
  ScrapeColumn next() {
    timeMs += random.nextInt(1, 1_000);
    var target = targets.get(random.nextInt(targets.size()));
    int what = random.nextInt(40);
    if (what == 0) {
      targets.remove(target);
      targets.add(newTarget(random.nextInt(1_000)));
      return stale(target, null);
    }
    if (what < 4) {
      churn(target);
    }
    if (what == 5) {
      return stale(target, rows(target));
    }
    if (what > 30) {
      target.layout.fold(packer);
    }
    move(target.values);
    var values = Arrays.copyOf(target.values, target.values.length + random.nextInt(3));
    return new ScrapeColumn(
        target.stream,
        target.layout,
        timeMs,
        values,
        what == 6 ? rows(target) : null,
        what == 7 ? side(target.layout.rowCount()) : null);
  }

  private ScrapeColumn stale(Target target, @Nullable BitSet selected) {
    long[] values = new long[target.layout.rowCount()];
    Arrays.fill(values, ScrapeColumn.STALE_NAN_BITS);
    return new ScrapeColumn(target.stream, target.layout, timeMs, values, selected, null);
  }

  private BitSet rows(Target target) {
    var rows = new BitSet();
    int oneIn = random.nextInt(1, 30);
    for (int row = 0; row < target.layout.rowCount(); row++) {
      rows.set(row, random.nextInt(oneIn) == 0);
    }
    return rows;
  }

  private void churn(Target target) {
    var family = target.families.get(random.nextInt(target.families.size()));
    if (family.size() > 1) {
      int index = random.nextInt(family.size());
      family.subList(index, index + 1).clear();
    }
    family.add(random.nextInt(family.size() + 1), nextSeries++);
    relayout(target);
  }

  private void move(long[] values) {
    for (int i = 0; i < values.length; i++) {
      if (random.nextInt(3) == 0) {
        values[i] = value(values[i]);
      }
    }
  }

  private long value(long before) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> ScrapeColumn.NORMAL_NAN_BITS;
      case 2 -> Double.doubleToRawLongBits(-0.0);
      case 3 -> Double.doubleToRawLongBits(random.nextDouble() * 1e6);
      case 4 -> Double.doubleToRawLongBits((double) random.nextLong());
      default ->
          Double.doubleToRawLongBits(
              Math.rint(Double.longBitsToDouble(before)) + random.nextInt(1_000));
    };
  }

  private SideColumns side(int rows) {
    long[] timestamps = new long[rows];
    Arrays.fill(timestamps, SideColumns.NO_TIMESTAMP);
    timestamps[random.nextInt(rows)] = timeMs - random.nextInt(100_000);
    long[] starts = new long[rows];
    starts[random.nextInt(rows)] = timeMs - 1_000_000;
    var histograms = new @Nullable NativeHistogram[rows];
    histograms[random.nextInt(rows)] = histogram();
    var exemplar =
        new Exemplar(
            random.nextInt(rows), Labels.of("trace_id", "abc"), random.nextLong(), timeMs - 5);
    return new SideColumns(
        random.nextBoolean() ? timestamps : null,
        random.nextBoolean() ? starts : null,
        random.nextBoolean() ? histograms : null,
        random.nextBoolean() ? List.of(exemplar) : List.of());
  }

  private NativeHistogram histogram() {
    NativeHistogram.Span[] spans = {
      new NativeHistogram.Span(-3, 2), new NativeHistogram.Span(1, 1)
    };
    var hints = NativeHistogram.ResetHint.values();
    var hint = hints[random.nextInt(hints.length)];
    if (random.nextBoolean()) {
      var buckets =
          new NativeHistogram.IntBuckets(
              9, 1, spans, new long[] {4, -1, 2}, new NativeHistogram.Span[0], new long[0]);
      return new NativeHistogram(hint, 3, 1e-9, 17.5, buckets, new double[0]);
    }
    var buckets =
        new NativeHistogram.FloatBuckets(
            9.5, 1, spans, new double[] {4, .5, 2}, spans, new double[] {1, 1, 1});
    return new NativeHistogram(
        hint, NativeHistogram.CUSTOM_BUCKETS, 0, -1.25, buckets, new double[] {1, 2});
  }
}
