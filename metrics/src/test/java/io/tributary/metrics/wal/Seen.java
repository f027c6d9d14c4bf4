package io.tributary.metrics.wal;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A scrape, brought to a form that tells whether two are the same: what the log may drop is gone.
record Seen(Stream stream, Layout layout, long timestampMs, String content, int samples) {

  static Seen of(ScrapeColumn column) {
    return of(
        column.stream(),
        column.layout(),
        column.timestampMs(),
        column.values(),
        column.selected(),
        column.side(),
        column.sampleCount());
  }

  static Seen of(WalReader reader) {
    return of(
        reader.stream(),
        reader.layout(),
        reader.timestampMs(),
        reader.values(),
        reader.selected(),
        reader.side(),
        reader.sampleCount());
  }

  private static Seen of(
      Stream stream,
      Layout layout,
      long timestampMs,
      long[] values,
      @Nullable BitSet selected,
      @Nullable SideColumns side,
      int samples) {
    int rows = layout.rowCount();
    long[] column = Arrays.copyOf(values, rows);
    for (int row = 0; row < rows; row++) {
      boolean isSelected = selected == null || selected.get(row);
      boolean isHistogram =
          side != null && side.histograms() != null && side.histograms()[row] != null;
      if (!isSelected || isHistogram) {
        column[row] = 0;
      }
    }
    String content =
        Arrays.toString(column)
            + selected
            + (side == null || SideCodec.isEmpty(side) ? "" : text(side));
    return new Seen(stream, layout, timestampMs, content, samples);
  }

  private static String text(SideColumns side) {
    var histograms = side.histograms();
    var text = new StringBuilder();
    if (side.timestampsMs() != null) {
      text.append(Arrays.toString(side.timestampsMs()));
    }
    if (side.startTimestampsMs() != null) {
      text.append(Arrays.toString(side.startTimestampsMs()));
    }
    for (int row = 0; histograms != null && row < histograms.length; row++) {
      var histogram = histograms[row];
      if (histogram != null) {
        var b = histogram.buckets();
        text.append(row)
            .append(histogram.resetHint())
            .append(histogram.schema())
            .append(histogram.sum())
            .append(histogram.zeroThreshold())
            .append(Arrays.toString(histogram.customBounds()))
            .append(Arrays.toString(b.positiveSpans()))
            .append(Arrays.toString(b.negativeSpans()))
            .append(
                switch (b) {
                  case io.tributary.model.histogram.NativeHistogram.IntBuckets i ->
                      i.count()
                          + " "
                          + i.zeroCount()
                          + Arrays.toString(i.positiveDeltas())
                          + Arrays.toString(i.negativeDeltas());
                  case io.tributary.model.histogram.NativeHistogram.FloatBuckets f ->
                      f.count()
                          + " "
                          + f.zeroCount()
                          + Arrays.toString(f.positiveCounts())
                          + Arrays.toString(f.negativeCounts());
                });
      }
    }
    return text.append(side.exemplars()).toString();
  }

  /// Fails with the first difference: whole lists would fill screens.
  static void assertSame(List<Seen> actual, List<Seen> expected, String what) {
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      if (!actual.get(i).equals(expected.get(i))) {
        throw new AssertionError(
            "%s: scrape %d is %s, expected %s, content:%n%s%n%s"
                .formatted(
                    what,
                    i,
                    actual.get(i),
                    expected.get(i),
                    actual.get(i).content,
                    expected.get(i).content));
      }
    }
    if (actual.size() != expected.size()) {
      throw new AssertionError(
          "%s: %d scrapes, expected %d".formatted(what, actual.size(), expected.size()));
    }
  }

  @Override
  public String toString() {
    return stream + "@" + timestampMs + " " + Objects.hash(content) + " of " + samples;
  }
}
