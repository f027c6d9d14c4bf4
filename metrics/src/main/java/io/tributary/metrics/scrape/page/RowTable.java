package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Exemplar;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.ExposedExemplar;
import io.tributary.wire.exposition.ExposedSample;
import io.tributary.wire.exposition.LabelViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sample lines of one body as the plain parser reported them, as parallel arrays. Reused;
/// owned by one thread.
///
/// Texts are ranges of the body. Formats without one (protobuf, converted histograms) have their
/// synthesised texts copied behind each other, with a space where the value would follow.
final class RowTable {
  int rows;
  int[] textFrom = new int[256];
  int[] textTo = new int[256];
  int[] lineTo = new int[256];
  int[] labelsAt = new int[256];
  long[] hash = new long[256];
  long[] values = new long[256];
  long[] timestampsMs = new long[256];
  long[] startTimestampsMs = new long[256];
  FamilyMetadata[] metadata = new FamilyMetadata[256];
  MetricType[] type = new MetricType[256];
  @Nullable NativeHistogram[] histograms = new NativeHistogram[256];
  final ByteSink labels = new ByteSink(16 << 10);
  final List<Exemplar> exemplars = new ArrayList<>();
  boolean sawTimestamp;
  boolean sawStartTimestamp;
  boolean sawHistogram;
  boolean synthesised;
  private final ByteSink texts = new ByteSink(16);
  private byte[] body = new byte[0];

  RowTable() {}

  /// Begins a body whose texts are ranges of `body`, or with a null body one whose texts are
  /// synthesised.
  void clear(byte @Nullable [] newBody) {
    Arrays.fill(histograms, 0, sawHistogram ? rows : 0, null);
    rows = 0;
    labels.clear();
    exemplars.clear();
    texts.clear();
    sawTimestamp = false;
    sawStartTimestamp = false;
    sawHistogram = false;
    synthesised = newBody == null;
    body = newBody == null ? texts.array() : newBody;
  }

  /// The array that texts are ranges of.
  byte[] text() {
    return synthesised ? texts.array() : body;
  }

  void add(ExposedSample sample, FamilyMetadata family) {
    if (rows == textFrom.length) {
      grow();
    }
    int row = rows++;
    if (synthesised) {
      textFrom[row] = texts.size();
      texts.put(sample.body(), sample.seriesStart(), sample.seriesEnd() - sample.seriesStart());
      texts.put(' ');
      textTo[row] = texts.size();
      lineTo[row] = texts.size();
    } else {
      textFrom[row] = sample.lineStart();
      textTo[row] = sample.valueStart();
      lineTo[row] = sample.lineEnd();
    }
    hash[row] = PageCode.hash(sample.body(), sample.seriesStart(), sample.seriesEnd());
    metadata[row] = family;
    type[row] = sample.type();
    values[row] = sample.valueBits();
    timestampsMs[row] = sample.hasTimestamp() ? sample.timestampMs() : NONE;
    sawTimestamp |= sample.hasTimestamp();
    startTimestampsMs[row] = sample.startTimestampMs();
    sawStartTimestamp |= sample.startTimestampMs() != 0;
    NativeHistogram histogram = sample.histogram();
    if (histogram != null) {
      histograms[row] = histogram;
      sawHistogram = true;
    }
    labelsAt[row] = labels.size();
    ExposedLabels.encode(sample.labels(), labels);
    for (int i = 0; i < sample.exemplarCount(); i++) {
      // Those of native histograms need a time of their own.
      Exemplar exemplar =
          histogram == null || sample.exemplar(i).hasTimestamp()
              ? exemplar(row, sample.exemplar(i))
              : null;
      if (exemplar != null) {
        exemplars.add(exemplar);
      }
    }
  }

  static final long NONE = Long.MIN_VALUE;

  /// Null where a label name stands twice: such an exemplar is not stored.
  private static @Nullable Exemplar exemplar(int row, ExposedExemplar from) {
    LabelViews views = from.labels();
    var builder = new Labels.Builder();
    for (int i = 0; i < views.size(); i++) {
      if (builder.get(views.name(i)) != null) {
        return null;
      }
      builder.set(views.name(i), views.value(i));
    }
    return new Exemplar(
        row, builder.build(), from.valueBits(), from.hasTimestamp() ? from.timestampMs() : NONE);
  }

  private void grow() {
    int size = rows * 2;
    textFrom = Arrays.copyOf(textFrom, size);
    textTo = Arrays.copyOf(textTo, size);
    lineTo = Arrays.copyOf(lineTo, size);
    labelsAt = Arrays.copyOf(labelsAt, size);
    hash = Arrays.copyOf(hash, size);
    values = Arrays.copyOf(values, size);
    timestampsMs = Arrays.copyOf(timestampsMs, size);
    startTimestampsMs = Arrays.copyOf(startTimestampsMs, size);
    metadata = Arrays.copyOf(metadata, size);
    type = Arrays.copyOf(type, size);
    histograms = Arrays.copyOf(histograms, size);
  }
}
