package io.tributary.wire.remotewrite;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
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
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Layouts, streams and columns of any shape that the model allows.
final class RandomScrapes {
  private final Random random;
  private final Layouts layouts = new Layouts();

  RandomScrapes(long seed) {
    random = new Random(seed);
  }

  Layout layout() {
    List<String> slots =
        switch (random.nextInt(4)) {
          case 0 -> List.of();
          case 1 -> List.of("instance");
          case 2 -> List.of("job", "instance");
          default -> List.of("zone", "a", "instance");
        };
    var blocks = new ArrayList<SeriesBlock>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      blocks.add(block(slots));
    }
    return layouts.layout(slots, blocks);
  }

  private SeriesBlock block(List<String> slots) {
    var builder = new BlockBuilder();
    String family = "metric_" + random.nextInt(50);
    int rows = 1 + random.nextInt(40);
    int labels = random.nextInt(5);
    for (int row = 0; row < rows; row++) {
      var series = new Labels.Builder();
      series.set("__name__", family + (random.nextInt(3) == 0 ? "_bucket" : "_total"));
      for (int i = 0; i < labels; i++) {
        String value = random.nextInt(9) == 0 ? "ümläut €" : "v" + random.nextInt(30);
        series.set("label_" + (char) ('a' + i), value);
      }
      if (random.nextInt(20) == 0) {
        series.keepEmpty("kept", "");
      }
      if (random.nextInt(200) == 0) {
        series.set("long", "x".repeat(20_000));
      }
      for (String slot : slots) {
        if (random.nextInt(30) != 0) {
          series.set(slot, "?");
        }
      }
      builder.add(series.build(), slots);
    }
    var types = List.of(MetricType.values());
    var type = types.get(random.nextInt(types.size()));
    return builder.build(
        random.nextInt(4) == 0
            ? FamilyMetadata.NONE
            : new FamilyMetadata(
                family, type, "Help of " + family, random.nextBoolean() ? "seconds" : ""));
  }

  Stream stream(Layout layout) {
    var values = new ArrayList<String>();
    for (String name : layout.slotNames()) {
      values.add(
          switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "v" + random.nextInt(30);
            default -> name + random.nextInt(300);
          });
    }
    return new Stream(random.nextLong(), values);
  }

  ScrapeColumn column(Stream stream, Layout layout, long timestampMs) {
    long[] values = new long[layout.rowCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          random.nextInt(20) == 0
              ? ScrapeColumn.STALE_NAN_BITS
              : Double.doubleToRawLongBits(random.nextInt(1000) / 8.0);
    }
    BitSet selected = null;
    if (random.nextInt(4) == 0) {
      selected = new BitSet();
      for (int i = 0; i < values.length; i++) {
        selected.set(i, random.nextInt(3) != 0);
      }
    }
    return new ScrapeColumn(
        stream,
        layout,
        timestampMs,
        values,
        selected,
        random.nextInt(4) == 0 ? side(layout) : null);
  }

  private SideColumns side(Layout layout) {
    int rows = layout.rowCount();
    long[] timestamps = null;
    if (random.nextBoolean()) {
      timestamps = new long[rows];
      for (int i = 0; i < rows; i++) {
        timestamps[i] =
            random.nextBoolean() ? SideColumns.NO_TIMESTAMP : random.nextLong(-5, 1L << 43);
      }
    }
    long[] starts = null;
    if (random.nextBoolean()) {
      starts = new long[rows];
      for (int i = 0; i < rows; i++) {
        starts[i] = random.nextBoolean() ? 0 : 1_700_000_000_000L + i;
      }
    }
    @Nullable NativeHistogram @Nullable [] histograms = null;
    if (random.nextBoolean()) {
      histograms = new NativeHistogram[rows];
      for (int i = 0; i < rows; i++) {
        histograms[i] = random.nextInt(3) == 0 ? histogram() : null;
      }
    }
    var exemplars = new ArrayList<Exemplar>();
    for (int row = 0; row < rows; row++) {
      for (int i = random.nextInt(8); i > 5; i--) {
        exemplars.add(
            new Exemplar(
                row,
                random.nextInt(5) == 0 ? Labels.EMPTY : Labels.of("trace_id", "t" + row, "a", "b"),
                Double.doubleToRawLongBits(i / 3.0),
                1_700_000_000_000L + i));
      }
    }
    return new SideColumns(timestamps, starts, histograms, exemplars);
  }

  NativeHistogram histogram() {
    Span[] spans = {new Span(random.nextInt(9) - 4, 2), new Span(3, 1)};
    var hint = List.of(ResetHint.values()).get(random.nextInt(4));
    boolean custom = random.nextInt(3) == 0;
    return new NativeHistogram(
        hint,
        custom ? NativeHistogram.CUSTOM_BUCKETS : random.nextInt(13) - 4,
        random.nextBoolean() ? 0 : 1e-9,
        random.nextInt(4) == 0 ? -0.0 : random.nextDouble(),
        random.nextBoolean()
            ? new IntBuckets(
                random.nextInt(3),
                random.nextInt(2),
                spans,
                new long[] {3, -1, random.nextLong()},
                new Span[0],
                new long[0])
            : new FloatBuckets(
                random.nextInt(3), 0, new Span[0], new double[0], spans, new double[] {1, 2.5, 0}),
        custom ? new double[] {0.1, 1, 10} : new double[0]);
  }

  Random random() {
    return random;
  }
}
