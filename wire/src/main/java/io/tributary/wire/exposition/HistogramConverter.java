package io.tributary.wire.exposition;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.histogram.ClassicHistogram;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.metadata.MetricType;
import java.util.Arrays;

/// Turns the classic histograms of a text format into native ones with custom buckets, in place of
/// their series or, where these are kept, after them.
///
/// The series of one histogram follow one another: what belongs to another metric, or has other
/// labels but for `le`, ends it. Only families with TYPE histogram are converted, and only series
/// that carry the family's name. A histogram that does not add up is left out.
///
/// Source: Prometheus `model/textparse/nhcbparse.go`.
final class HistogramConverter implements ExpositionParser {
  private static final byte[] BUCKET = {'_', 'b', 'u', 'c', 'k', 'e', 't'};
  private static final byte[] COUNT = {'_', 'c', 'o', 'u', 'n', 't'};
  private static final byte[] SUM = {'_', 's', 'u', 'm'};

  private final ExpositionParser plain;
  private final ExpositionOptions options;

  HistogramConverter(ExpositionParser plain, ExpositionOptions options) {
    this.plain = plain;
    this.options = options;
  }

  @Override
  public void parse(byte[] body, int from, int limit, ExpositionSink sink) {
    var collector = new Collector(sink, options.keepClassicHistograms());
    plain.parse(body, from, limit, collector);
    collector.finish();
  }

  /// The parts of a series' name.
  private enum Part {
    NONE,
    BUCKET,
    COUNT,
    SUM
  }

  private static final class Collector implements ExpositionSink {
    private final ExpositionSink sink;
    private final boolean keepClassic;
    private final ClassicHistogram histogram = new ClassicHistogram();
    private final ExposedSample converted = new ExposedSample();
    private final FloatParser.End end = new FloatParser.End();
    private final long[] bits = new long[1];

    private byte[] family = new byte[0];
    private boolean collecting;
    private long labelsHash;
    private byte[] name = new byte[0];

    Collector(ExpositionSink sink, boolean keepClassic) {
      this.sink = sink;
      this.keepClassic = keepClassic;
    }

    @Override
    public void type(ByteView view, MetricType type) {
      finish();
      family = view.copy();
      sink.type(view, type);
    }

    @Override
    public void help(ByteView view, ByteView text) {
      finish();
      sink.help(view, text);
    }

    @Override
    public void unit(ByteView view, ByteView unit) {
      finish();
      sink.unit(view, unit);
    }

    @Override
    public void sample(ExposedSample sample) {
      Part part = partOf(sample.labels());
      if (sample.type() != MetricType.HISTOGRAM) {
        part = Part.NONE;
      }
      int baseEnd = baseEnd(sample.labels(), part);
      long hash = hashOf(sample.labels());
      if (collecting && (part == Part.NONE || hash != labelsHash || !isName(sample, baseEnd))) {
        finish();
      }
      if (part == Part.NONE || !isFamily(sample.labels(), baseEnd) || !take(sample, part)) {
        sink.sample(sample);
        return;
      }
      if (!collecting) {
        start(sample, baseEnd, hash);
      }
      copyExemplars(sample);
      converted.hasTimestamp = sample.hasTimestamp;
      converted.timestampMs = sample.timestampMs;
      if (keepClassic) {
        sink.sample(sample);
      }
    }

    /// Gives the histogram, if there is one, to the sink.
    void finish() {
      if (!collecting) {
        return;
      }
      collecting = false;
      NativeHistogram result = histogram.convert(ResetHint.UNKNOWN);
      histogram.clear();
      if (result != null) {
        converted.histogram = result;
        sink.sample(converted);
      }
    }

    /// Adds the sample's value to the histogram; false if it turns out not to belong there.
    private boolean take(ExposedSample sample, Part part) {
      if (part == Part.COUNT) {
        histogram.count(sample.value());
        return true;
      }
      if (part == Part.SUM) {
        histogram.sum(sample.value());
        return true;
      }
      LabelViews labels = sample.labels();
      for (int i = 1; i < labels.size(); i++) {
        if (labels.nameEquals(i, LineParser.LE)) {
          boolean number =
              FloatParser.parseWhole(
                  labels.valueArray(i), labels.valueStart(i), labels.valueEnd(i), end, bits);
          double bound = Double.longBitsToDouble(bits[0]);
          if (!number || Double.isNaN(bound)) {
            return false;
          }
          histogram.bucket(bound, sample.value());
          return true;
        }
      }
      return false;
    }

    private void start(ExposedSample sample, int baseEnd, long hash) {
      collecting = true;
      labelsHash = hash;
      LabelViews from = sample.labels();
      name = Arrays.copyOfRange(from.valueArray(0), from.valueStart(0), baseEnd);
      converted.type = sample.type();
      converted.lineStart = 0;
      converted.seriesStart = 0;
      converted.valueStart = -1;
      converted.valueEnd = -1;
      converted.lineEnd = -1;
      converted.valueBits = 0;
      converted.startTimestampMs = sample.startTimestampMs;
      converted.exemplarCount = 0;
      converted.labels.clear();
      converted.labels.add(LineParser.METRIC_NAME, name, 0, name.length);
      for (int i = 1; i < from.size(); i++) {
        if (!from.nameEquals(i, LineParser.LE)) {
          copyPair(from, i, converted.labels);
        }
      }
      var text = new ByteSink(128);
      SeriesTexts.append(text, converted.labels);
      converted.body = text.toByteArray();
      converted.seriesEnd = converted.body.length;
    }

    /// Copies, since the parser's views do not last as long as the histogram.
    private static void copyPair(LabelViews from, int i, LabelViews to) {
      byte[] pairName = Arrays.copyOfRange(from.nameArray(i), from.nameStart(i), from.nameEnd(i));
      byte[] value = Arrays.copyOfRange(from.valueArray(i), from.valueStart(i), from.valueEnd(i));
      to.add(pairName, value, 0, value.length);
    }

    private void copyExemplars(ExposedSample sample) {
      for (int e = 0; e < sample.exemplarCount(); e++) {
        ExposedExemplar from = sample.exemplar(e);
        ExposedExemplar to = converted.addExemplar();
        for (int i = 0; i < from.labels().size(); i++) {
          copyPair(from.labels(), i, to.labels);
        }
        to.valueBits = from.valueBits;
        to.hasTimestamp = from.hasTimestamp;
        to.timestampMs = from.timestampMs;
      }
    }

    private boolean isName(ExposedSample sample, int baseEnd) {
      LabelViews labels = sample.labels();
      return Arrays.equals(
          labels.valueArray(0), labels.valueStart(0), baseEnd, name, 0, name.length);
    }

    private boolean isFamily(LabelViews labels, int baseEnd) {
      return Arrays.equals(
          labels.valueArray(0), labels.valueStart(0), baseEnd, family, 0, family.length);
    }

    private static Part partOf(LabelViews labels) {
      return endsWith(labels, BUCKET)
          ? Part.BUCKET
          : endsWith(labels, COUNT) ? Part.COUNT : endsWith(labels, SUM) ? Part.SUM : Part.NONE;
    }

    private static int baseEnd(LabelViews labels, Part part) {
      int suffix =
          switch (part) {
            case NONE -> 0;
            case BUCKET -> BUCKET.length;
            case COUNT -> COUNT.length;
            case SUM -> SUM.length;
          };
      return labels.valueEnd(0) - suffix;
    }

    private static boolean endsWith(LabelViews labels, byte[] suffix) {
      int start = labels.valueEnd(0) - suffix.length;
      return start >= labels.valueStart(0)
          && Arrays.equals(
              labels.valueArray(0), start, labels.valueEnd(0), suffix, 0, suffix.length);
    }

    /// A hash of all labels but the name and `le`, whatever their order.
    private static long hashOf(LabelViews labels) {
      long sum = 0;
      for (int i = 1; i < labels.size(); i++) {
        if (labels.nameEquals(i, LineParser.LE)) {
          continue;
        }
        long hash = hash(1, labels.nameArray(i), labels.nameStart(i), labels.nameEnd(i));
        sum += hash(hash, labels.valueArray(i), labels.valueStart(i), labels.valueEnd(i));
      }
      return sum;
    }

    private static long hash(long seed, byte[] b, int from, int to) {
      long hash = seed;
      for (int i = from; i < to; i++) {
        hash = (hash ^ (b[i] & 0xff)) * 0x100000001b3L;
      }
      hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
      return hash ^ (hash >>> 29);
    }
  }
}
