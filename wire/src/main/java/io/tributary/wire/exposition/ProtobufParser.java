package io.tributary.wire.exposition;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.histogram.ClassicHistogram;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.histogram.NativeHistogram.ResetHint;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.labels.Utf8;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import io.tributary.wire.protobuf.ProtoReader;
import java.util.Arrays;

/// `io.prometheus.client.MetricFamily` messages, each behind its length, told as the text formats
/// would tell them: HELP, UNIT and TYPE, then each metric's series. A summary is its count, its sum
/// and its quantiles, a classic histogram its count, its sum and its buckets, to which `+Inf` is
/// added if missing. Families without metrics are passed over.
///
/// Which forms of a histogram come out, options N(ative), C(onvert) and K(eep), in this order:
///
/// | exposed      | neither          | C                  | N                   | N and C |
/// |--------------|------------------|--------------------|---------------------|---------|
/// | classic      | classic          | [classic] custom   | as without N        | as without N |
/// | native, both | its classic side | [classic] custom   | native, [classic]   | native, [classic] |
///
/// with what is in brackets only under K.
///
/// Source: Prometheus `model/textparse/protobufparse.go`, `prompb/io/prometheus/client`.
final class ProtobufParser implements ExpositionParser {
  private static final byte[] COUNT = {'_', 'c', 'o', 'u', 'n', 't'};
  private static final byte[] SUM = {'_', 's', 'u', 'm'};
  private static final byte[] BUCKET = {'_', 'b', 'u', 'c', 'k', 'e', 't'};
  private static final byte[] NO_SUFFIX = {};
  private static final byte[] INFINITY = {'+', 'I', 'n', 'f'};

  /// More bytes than the length of a family may have.
  private static final int MAX_LENGTH_BYTES = 5;

  private static final MetricType[] TYPES = {
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.SUMMARY,
    MetricType.UNKNOWN,
    MetricType.HISTOGRAM,
    MetricType.GAUGE_HISTOGRAM
  };

  private final ExpositionOptions options;
  private final ExposedSample sample = new ExposedSample();
  private final ByteView name = new ByteView();
  private final ByteView help = new ByteView();
  private final ByteView unit = new ByteView();
  private final ByteView noUnit = new ByteView();
  private final ProtoReader body = new ProtoReader();
  private final ProtoReader family = new ProtoReader();
  private final ProtoReader metric = new ProtoReader();
  private final ProtoReader part = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final ProtoReader time = new ProtoReader();
  private final ProtobufHistogram histogram = new ProtobufHistogram();
  private final ClassicHistogram classic = new ClassicHistogram();
  private final FloatTexts floatTexts = new FloatTexts();

  /// The labels of the current metric, without name and without `le` or `quantile`.
  private final LabelViews metricLabels = new LabelViews();

  /// The synthesised series text, and behind it the metric names with their suffixes.
  private final ByteSink text = new ByteSink(512);

  private final ByteSink names = new ByteSink(128);

  private byte[] b = new byte[0];
  private MetricType type = MetricType.UNKNOWN;

  private int metricCount;
  private int[] metrics = new int[64];

  private long value;
  private int quantileCount;
  private long[] quantiles = new long[16];
  private long summaryCount;
  private long summarySum;
  private int exemplarFrom;
  private int exemplarTo;
  private int startTimeFrom;
  private int startTimeTo;

  ProtobufParser(ExpositionOptions options) {
    this.options = options;
  }

  @Override
  public void parse(byte[] array, int from, int limit, ExpositionSink sink) {
    b = array;
    body.reset(array, from, limit);
    while (body.hasRemaining()) {
      int at = body.position();
      long length = body.rawVarint();
      int start = body.position();
      if (start - at > MAX_LENGTH_BYTES || length < 0 || length > limit - start) {
        throw new WireException(
            "expected a metric family of "
                + Long.toUnsignedString(length)
                + " bytes, got "
                + (limit - start),
            at);
      }
      int stop = start + (int) length;
      family(start, stop, sink);
      body.reset(array, stop, limit);
    }
  }

  private void family(int start, int stop, ExpositionSink sink) {
    readFamily(start, stop);
    if (metricCount == 0) {
      return;
    }
    if (!NameValidation.UTF8.isValidMetricName(b, name.start(), name.end())) {
      throw new WireException(
          "expected a metric name, got " + WireException.quote(b, name.start(), name.end()), start);
    }
    if (!Utf8.isValid(b, help.start(), help.end())) {
      throw new WireException(
          "expected a help text in UTF-8, got " + WireException.quote(b, help.start(), help.end()),
          help.start());
    }
    sink.help(name, help);
    if (unit.length() > 0) {
      sink.unit(name, unit);
    }
    sink.type(name, type);
    for (int i = 0; i < metricCount; i++) {
      metric(metrics[2 * i], metrics[2 * i + 1], sink);
    }
  }

  private void readFamily(int start, int stop) {
    name.set(b, start, start);
    help.set(b, start, start);
    unit.set(b, start, start);
    type = MetricType.COUNTER;
    metricCount = 0;
    long unknownType = -1;
    family.reset(b, start, stop);
    while (family.next()) {
      switch (family.field()) {
        case 1 -> view(name);
        case 2 -> view(help);
        case 3 -> {
          long code = family.varint();
          boolean known = code >= 0 && code < TYPES.length;
          unknownType = known ? -1 : code;
          type = known ? TYPES[(int) code] : MetricType.UNKNOWN;
        }
        case 4 -> {
          family.bytes();
          if (2 * metricCount == metrics.length) {
            metrics = Arrays.copyOf(metrics, metrics.length * 2);
          }
          metrics[2 * metricCount] = family.valueStart();
          metrics[2 * metricCount++ + 1] = family.valueEnd();
        }
        case 5 -> view(unit);
        default -> family.skip();
      }
    }
    if (unknownType != -1 && metricCount > 0) {
      throw new WireException(
          "expected the type of metric \"" + name + "\", got number " + unknownType, start);
    }
  }

  private void view(ByteView into) {
    family.bytes();
    into.set(b, family.valueStart(), family.valueEnd());
  }

  private void metric(int start, int stop, ExpositionSink sink) {
    readMetric(start, stop);
    switch (type) {
      case SUMMARY -> summary(sink);
      case HISTOGRAM, GAUGE_HISTOGRAM -> histogram(start, sink);
      default -> {
        begin(NO_SUFFIX);
        if (exemplarFrom >= 0) {
          exemplar(exemplarFrom, exemplarTo, false);
        }
        emit(value, sink);
      }
    }
  }

  private void readMetric(int start, int stop) {
    metricLabels.clear();
    histogram.clear();
    sample.hasTimestamp = false;
    sample.type = type;
    sample.histogram = null;
    value = 0;
    quantileCount = 0;
    summaryCount = 0;
    summarySum = 0;
    exemplarFrom = -1;
    startTimeFrom = 0;
    startTimeTo = 0;
    metric.reset(b, start, stop);
    while (metric.next()) {
      switch (metric.field()) {
        case 1 -> {
          metric.bytes();
          label(inner.reset(metric), metricLabels);
        }
        case 2 -> number(MetricType.GAUGE);
        case 3 -> number(MetricType.COUNTER);
        case 4 -> {
          metric.bytes();
          readSummary(part.reset(metric));
        }
        case 5 -> number(MetricType.UNKNOWN);
        case 6 -> {
          sample.timestampMs = metric.varint();
          sample.hasTimestamp = sample.timestampMs != 0;
        }
        case 7 -> {
          metric.bytes();
          histogram.read(part.reset(metric));
        }
        default -> metric.skip();
      }
    }
    if (type == MetricType.HISTOGRAM || type == MetricType.GAUGE_HISTOGRAM) {
      startTimeFrom = histogram.startTimeFrom;
      startTimeTo = histogram.startTimeTo;
    }
    sample.startTimestampMs = options.startTimestamps() ? millis(startTimeFrom, startTimeTo) : 0;
  }

  /// Reads a Gauge, Counter or Untyped message, and takes what it says if the family is of that
  /// type.
  private void number(MetricType of) {
    metric.bytes();
    part.reset(metric);
    while (part.next()) {
      int field = part.field();
      if (field == 1) {
        long bits = part.fixed64();
        value = of == type ? bits : value;
      } else if (of == MetricType.COUNTER && (field == 2 || field == 3)) {
        part.bytes();
        if (of == type && field == 2) {
          exemplarFrom = part.valueStart();
          exemplarTo = part.valueEnd();
        } else if (of == type) {
          startTimeFrom = part.valueStart();
          startTimeTo = part.valueEnd();
        }
      } else {
        part.skip();
      }
    }
  }

  private void readSummary(ProtoReader reader) {
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> summaryCount = reader.varint();
        case 2 -> summarySum = reader.fixed64();
        case 3 -> {
          reader.bytes();
          readQuantile(inner.reset(reader));
        }
        case 4 -> {
          reader.bytes();
          startTimeFrom = type == MetricType.SUMMARY ? reader.valueStart() : startTimeFrom;
          startTimeTo = type == MetricType.SUMMARY ? reader.valueEnd() : startTimeTo;
        }
        default -> reader.skip();
      }
    }
  }

  private void readQuantile(ProtoReader reader) {
    if (2 * quantileCount == quantiles.length) {
      quantiles = Arrays.copyOf(quantiles, quantiles.length * 2);
    }
    int i = 2 * quantileCount++;
    quantiles[i] = 0;
    quantiles[i + 1] = 0;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> quantiles[i] = reader.fixed64();
        case 2 -> quantiles[i + 1] = reader.fixed64();
        default -> reader.skip();
      }
    }
  }

  private void summary(ExpositionSink sink) {
    begin(COUNT);
    emit(Double.doubleToRawLongBits(ProtobufHistogram.unsigned(summaryCount)), sink);
    begin(SUM);
    emit(summarySum, sink);
    for (int i = 0; i < quantileCount; i++) {
      begin(NO_SUFFIX);
      magicLabel(LineParser.QUANTILE, Double.longBitsToDouble(quantiles[2 * i]));
      emit(quantiles[2 * i + 1], sink);
    }
  }

  private void histogram(int at, ExpositionSink sink) {
    ResetHint hint = type == MetricType.GAUGE_HISTOGRAM ? ResetHint.GAUGE : ResetHint.UNKNOWN;
    if (options.nativeHistograms() && histogram.isNative()) {
      nativeSample(histogram.toNative(hint, at), sink);
      if (options.keepClassicHistograms() && histogram.bucketCount > 0) {
        classicSeries(sink);
      }
    } else if (options.convertClassicHistograms()) {
      if (options.keepClassicHistograms()) {
        classicSeries(sink);
      }
      NativeHistogram converted = histogram.toCustomBuckets(classic, hint);
      if (converted != null) {
        nativeSample(converted, sink);
      }
    } else {
      classicSeries(sink);
    }
  }

  private void nativeSample(NativeHistogram result, ExpositionSink sink) {
    begin(NO_SUFFIX);
    // Those of the buckets count only where the histogram has none of its own.
    if (histogram.exemplarCount > 0) {
      for (int i = 0; i < histogram.exemplarCount; i++) {
        exemplar(histogram.exemplars[2 * i], histogram.exemplars[2 * i + 1], true);
      }
    } else {
      for (int i = 0; i < histogram.bucketCount; i++) {
        if (histogram.bucketExemplars[2 * i] >= 0) {
          exemplar(histogram.bucketExemplars[2 * i], histogram.bucketExemplars[2 * i + 1], true);
        }
      }
    }
    sample.histogram = result;
    emit(0, sink);
    sample.histogram = null;
  }

  private void classicSeries(ExpositionSink sink) {
    long count = Double.doubleToRawLongBits(histogram.classicCount());
    begin(COUNT);
    emit(count, sink);
    begin(SUM);
    emit(Double.doubleToRawLongBits(histogram.sum), sink);
    boolean infinite = false;
    for (int i = 0; i < histogram.bucketCount && !infinite; i++) {
      begin(BUCKET);
      magicLabel(LineParser.LE, histogram.upperBounds[i]);
      if (histogram.bucketExemplars[2 * i] >= 0) {
        exemplar(histogram.bucketExemplars[2 * i], histogram.bucketExemplars[2 * i + 1], false);
      }
      emit(Double.doubleToRawLongBits(histogram.cumulative[i]), sink);
      infinite = histogram.upperBounds[i] == Double.POSITIVE_INFINITY;
    }
    if (!infinite) {
      begin(BUCKET);
      sample.labels.add(LineParser.LE, INFINITY, 0, INFINITY.length);
      emit(count, sink);
    }
  }

  /// Starts a sample of the current metric: its name with a suffix, and its labels.
  private void begin(byte[] suffix) {
    sample.exemplarCount = 0;
    sample.labels.clear();
    if (suffix.length == 0) {
      sample.labels.add(LineParser.METRIC_NAME, b, name.start(), name.end());
    } else {
      names.clear();
      names.put(b, name.start(), name.length());
      names.put(suffix);
      sample.labels.add(LineParser.METRIC_NAME, names.array(), 0, names.size());
    }
    sample.labels.addAll(metricLabels);
  }

  private void magicLabel(byte[] label, double number) {
    byte[] canonical = floatTexts.of(number);
    sample.labels.add(label, canonical, 0, canonical.length);
  }

  private void emit(long bits, ExpositionSink sink) {
    if (options.typeAndUnitLabels()) {
      LineParser.addTypeAndUnit(sample.labels, type, unit.length() > 0 ? unit : noUnit);
    }
    text.clear();
    SeriesTexts.append(text, sample.labels);
    sample.body = text.array();
    sample.lineStart = 0;
    sample.seriesStart = 0;
    sample.seriesEnd = text.size();
    sample.valueStart = -1;
    sample.valueEnd = -1;
    sample.lineEnd = -1;
    sample.valueBits = bits;
    sink.sample(sample);
  }

  /// Reads a LabelPair, whose name and value have to be well-formed.
  private void label(ProtoReader reader, LabelViews into) {
    int at = reader.position();
    int nameStart = at;
    int nameEnd = at;
    int valueStart = at;
    int valueEnd = at;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> {
          reader.bytes();
          nameStart = reader.valueStart();
          nameEnd = reader.valueEnd();
        }
        case 2 -> {
          reader.bytes();
          valueStart = reader.valueStart();
          valueEnd = reader.valueEnd();
        }
        default -> reader.skip();
      }
    }
    if (!NameValidation.UTF8.isValidLabelName(b, nameStart, nameEnd)) {
      throw new WireException(
          "expected a label name, got " + WireException.quote(b, nameStart, nameEnd), at);
    }
    if (!Utf8.isValid(b, valueStart, valueEnd)) {
      throw new WireException(
          "expected a label value in UTF-8, got " + WireException.quote(b, valueStart, valueEnd),
          valueStart);
    }
    into.name(b, nameStart, nameEnd);
    into.value(b, valueStart, valueEnd);
  }

  /// Adds the exemplar in `b[start, stop)` to the sample. Native histograms have only such with a
  /// timestamp.
  private void exemplar(int start, int stop, boolean timestampNeeded) {
    ExposedExemplar exemplar = sample.addExemplar();
    exemplar.valueBits = 0;
    part.reset(b, start, stop);
    while (part.next()) {
      switch (part.field()) {
        case 1 -> {
          part.bytes();
          label(inner.reset(part), exemplar.labels);
        }
        case 2 -> exemplar.valueBits = part.fixed64();
        case 3 -> {
          part.bytes();
          exemplar.hasTimestamp = true;
          exemplar.timestampMs = millis(part.valueStart(), part.valueEnd());
        }
        default -> part.skip();
      }
    }
    if (timestampNeeded && !exemplar.hasTimestamp) {
      sample.exemplarCount--;
    }
  }

  /// The milliseconds of a `google.protobuf.Timestamp`; 0 for an empty one.
  private long millis(int start, int stop) {
    long seconds = 0;
    int nanos = 0;
    time.reset(b, start, stop);
    while (time.next()) {
      switch (time.field()) {
        case 1 -> seconds = time.varint();
        case 2 -> nanos = (int) time.varint();
        default -> time.skip();
      }
    }
    return seconds * 1000 + nanos / 1_000_000;
  }
}
