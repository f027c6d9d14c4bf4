package io.tributary.metrics.component;

import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One column as exposition text, with the timestamp of every sample. For people: a native
/// histogram is shown by its count and sum.
final class ColumnText {
  private final boolean isOpenMetrics;
  private final int mostSamples;
  private final StringBuilder text = new StringBuilder();

  /// Whose header was written last.
  private String family = "";

  ColumnText(boolean isOpenMetrics) {
    this(isOpenMetrics, Integer.MAX_VALUE);
  }

  /// Behind so many samples it only says how many there are more.
  ColumnText(boolean isOpenMetrics, int mostSamples) {
    this.isOpenMetrics = isOpenMetrics;
    this.mostSamples = mostSamples;
  }

  String of(ScrapeColumn column) {
    Layout layout = column.layout();
    var rows = new RowCursor();
    int written = 0;
    for (int i = 0; i < layout.blockCount() && written < mostSamples; i++) {
      FamilyMetadata metadata = layout.block(i).metadata();
      rows.reset(layout.block(i));
      for (int row = layout.firstRow(i); rows.next(); row++) {
        boolean isThere = column.selected() == null || column.selected().get(row);
        if (isThere && written < mostSamples) {
          write(column, row, layout.labels(rows, column.stream()), metadata);
          written++;
        }
      }
    }
    if (written < column.sampleCount()) {
      text.append("# and %d samples more%n".formatted(column.sampleCount() - written));
    }
    if (isOpenMetrics) {
      text.append("# EOF\n");
    }
    return text.toString();
  }

  private void write(ScrapeColumn column, int row, Labels labels, FamilyMetadata metadata) {
    String name = labels.getOrEmpty(Labels.METRIC_NAME);
    writeHeader(metadata.family().isEmpty() ? name : metadata.family(), metadata);
    NativeHistogram histogram = histogram(column.side(), row);
    String at = timestamp(column, row);
    if (histogram == null) {
      double value = Double.longBitsToDouble(column.values()[row]);
      writeSample(name, labels, number(value), at, exemplars(column.side(), row));
    } else {
      writeSample(name + "_count", labels, count(histogram), at, List.of());
      writeSample(name + "_sum", labels, number(histogram.sum()), at, List.of());
    }
  }

  private void writeHeader(String name, FamilyMetadata metadata) {
    if (name.equals(family)) {
      return;
    }
    family = name;
    String shown = isLegacyMetric(name) ? name : quoted(name);
    if (!metadata.help().isEmpty()) {
      String help = metadata.help().replace("\\", "\\\\").replace("\n", "\\n");
      text.append("# HELP ").append(shown).append(' ').append(help).append('\n');
    }
    text.append("# TYPE ").append(shown).append(' ').append(type(metadata.type())).append('\n');
    if (isOpenMetrics && !metadata.unit().isEmpty()) {
      text.append("# UNIT ").append(shown).append(' ').append(metadata.unit()).append('\n');
    }
  }

  private String type(MetricType type) {
    if (isOpenMetrics) {
      return type.text();
    }
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.text();
      case UNKNOWN, GAUGE_HISTOGRAM, INFO, STATESET -> "untyped";
    };
  }

  private void writeSample(
      String name, Labels labels, String value, String at, List<Exemplar> exemplars) {
    var inside = new ArrayList<String>();
    if (isLegacyMetric(name)) {
      text.append(name);
    } else {
      inside.add(quoted(name));
    }
    addTo(inside, labels);
    if (!inside.isEmpty()) {
      text.append('{').append(String.join(",", inside)).append('}');
    }
    text.append(' ').append(value).append(' ').append(at);
    for (Exemplar exemplar : exemplars) {
      var of = new ArrayList<String>();
      addTo(of, exemplar.labels());
      text.append(" # {").append(String.join(",", of)).append("} ");
      text.append(number(Double.longBitsToDouble(exemplar.valueBits())));
      if (exemplar.timestampMs() != SideColumns.NO_TIMESTAMP) {
        text.append(' ').append(seconds(exemplar.timestampMs()));
      }
    }
    text.append('\n');
  }

  private static void addTo(List<String> all, Labels labels) {
    labels.forEach((name, value) -> {
      if (!name.equals(Labels.METRIC_NAME)) {
        String key = NameValidation.LEGACY.isValidLabelName(name) ? name : quoted(name);
        all.add(key + "=" + quoted(value));
      }
    });
  }

  private static boolean isLegacyMetric(String name) {
    return NameValidation.LEGACY.isValidMetricName(name);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static @Nullable NativeHistogram histogram(@Nullable SideColumns side, int row) {
    return side == null || side.histograms() == null ? null : side.histograms()[row];
  }

  /// OpenMetrics has room for one.
  private List<Exemplar> exemplars(@Nullable SideColumns side, int row) {
    return side == null || !isOpenMetrics
        ? List.of()
        : side.exemplars().stream().filter(one -> one.row() == row).limit(1).toList();
  }

  private String timestamp(ScrapeColumn column, int row) {
    SideColumns side = column.side();
    long explicit =
        side == null || side.timestampsMs() == null
            ? SideColumns.NO_TIMESTAMP
            : side.timestampsMs()[row];
    long at = explicit == SideColumns.NO_TIMESTAMP ? column.timestampMs() : explicit;
    return isOpenMetrics ? seconds(at) : Long.toString(at);
  }

  private static String seconds(long ms) {
    return "%d.%03d".formatted(Math.floorDiv(ms, 1000L), Math.floorMod(ms, 1000L));
  }

  private static String count(NativeHistogram histogram) {
    return switch (histogram.buckets()) {
      case NativeHistogram.IntBuckets ints -> Long.toUnsignedString(ints.count());
      case NativeHistogram.FloatBuckets floats -> number(floats.count());
    };
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole ? Long.toString((long) value) : Double.toString(value);
  }
}
