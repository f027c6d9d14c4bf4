package io.tributary.wire.remotewrite;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.FloatBuckets;
import io.tributary.model.histogram.NativeHistogram.IntBuckets;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.histogram.NativeHistogram.Span;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What [ReferenceMessages#lines] must say of one row, told from the model.
final class ExpectedLines {
  private ExpectedLines() {}

  /// Empty where the row has no place in the message.
  static String of(int version, Batch batch, Slice slice, int row) {
    if (slice.selected() != null && !slice.selected().get(row)) {
      return "";
    }
    SideColumns side = slice.side();
    long timestampMs = slice.timestampMs();
    long startMs = 0;
    NativeHistogram histogram = null;
    var exemplars = new StringBuilder();
    if (side != null) {
      if (side.timestampsMs() != null && side.timestampsMs()[row] != SideColumns.NO_TIMESTAMP) {
        timestampMs = side.timestampsMs()[row];
      }
      startMs = side.startTimestampsMs() == null ? 0 : side.startTimestampsMs()[row];
      histogram = histogram(side, row);
      for (Exemplar exemplar : side.exemplars()) {
        if (exemplar.row() == row) {
          exemplars
              .append(" # ")
              .append(text(exemplar.labels()))
              .append(Double.longBitsToDouble(exemplar.valueBits()))
              .append('@')
              .append(exemplar.timestampMs());
        }
      }
    }
    String labels = text(slice.layout().labels(row, slice.stream()));
    FamilyMetadata family = family(slice.layout(), row);
    String tail =
        version == 1
            ? ""
            : " type=%d help=%s unit=%s"
                .formatted(family.type().remoteWrite2(), family.help(), family.unit());
    if (histogram == null) {
      return "%s %x@%d%s%s%s"
          .formatted(
              labels,
              batch.values()[slice.base() + row],
              timestampMs,
              version == 1 ? "" : " start=" + startMs,
              tail,
              exemplars);
    }
    if (version == 1 && histogram.schema() == NativeHistogram.CUSTOM_BUCKETS) {
      return "";
    }
    return labels + " " + fields(version, histogram, timestampMs, startMs) + tail + exemplars;
  }

  private static @Nullable NativeHistogram histogram(SideColumns side, int row) {
    @Nullable NativeHistogram @Nullable [] all = side.histograms();
    return all == null ? null : all[row];
  }

  private static FamilyMetadata family(Layout layout, int row) {
    int block = 0;
    while (block + 1 < layout.blockCount() && layout.firstRow(block + 1) <= row) {
      block++;
    }
    return layout.block(block).metadata();
  }

  private static String text(Labels labels) {
    var text = new StringBuilder("{");
    labels.forEach((name, value) -> {
      if (!value.isEmpty()) {
        text.append(name).append('=').append(value).append(',');
      }
    });
    return text.append('}').toString();
  }

  private static String fields(
      int version, NativeHistogram histogram, long timestampMs, long startMs) {
    var fields = new TreeMap<Integer, String>();
    switch (histogram.buckets()) {
      case IntBuckets ints -> {
        put(fields, 1, ints.count());
        put(fields, 6, ints.zeroCount());
        put(fields, 8, spans(ints.negativeSpans()));
        put(fields, 9, Arrays.stream(ints.negativeDeltas()).boxed().toList());
        put(fields, 11, spans(ints.positiveSpans()));
        put(fields, 12, Arrays.stream(ints.positiveDeltas()).boxed().toList());
      }
      case FloatBuckets floats -> {
        put(fields, 2, floats.count());
        put(fields, 7, floats.zeroCount());
        put(fields, 8, spans(floats.negativeSpans()));
        put(fields, 10, Arrays.stream(floats.negativeCounts()).boxed().toList());
        put(fields, 11, spans(floats.positiveSpans()));
        put(fields, 13, Arrays.stream(floats.positiveCounts()).boxed().toList());
      }
    }
    put(fields, 3, histogram.sum());
    put(fields, 4, histogram.schema());
    put(fields, 5, histogram.zeroThreshold());
    put(fields, 14, List.of(ResetHint.values()).indexOf(histogram.resetHint()));
    put(fields, 15, timestampMs);
    if (version == 2) {
      put(fields, 16, Arrays.stream(histogram.customBounds()).boxed().toList());
      put(fields, 17, startMs);
    }
    return fields.toString();
  }

  /// proto3 leaves out what is zero; minus zero is not.
  private static void put(Map<Integer, String> fields, int number, Object value) {
    String text = value.toString();
    if (!text.equals("0") && !text.equals("0.0") && !text.equals("[]")) {
      fields.put(number, text);
    }
  }

  private static List<String> spans(Span[] spans) {
    var texts = new ArrayList<String>();
    for (Span span : spans) {
      texts.add(
          (span.offset() == 0 ? "" : "offset: " + span.offset() + " ")
              + "length: "
              + span.length());
    }
    return texts;
  }
}
