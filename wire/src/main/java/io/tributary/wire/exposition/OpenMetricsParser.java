package io.tributary.wire.exposition;

import io.tributary.model.metadata.MetricType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// OpenMetrics text, 0.0.1 and 1.0.0 alike: one space between tokens, no other comments than
/// metadata, a line feed at the end of each line, `# EOF` as the last one.
///
/// Where Prometheus takes the unit of the last UNIT line for all that follows, here it holds for
/// names that begin with its family. Start timestamps are found wherever in the family the
/// `_created` line stands.
///
/// Source: Prometheus `model/textparse/openmetricslex.l`, `openmetricsparse.go`.
final class OpenMetricsParser extends LineParser {
  private static final byte[] HELP = {'H', 'E', 'L', 'P', ' '};
  private static final byte[] TYPE = {'T', 'Y', 'P', 'E', ' '};
  private static final byte[] UNIT = {'U', 'N', 'I', 'T', ' '};
  private static final byte[] EOF = {'E', 'O', 'F'};
  private static final byte[] EXEMPLAR = {' ', '#', ' ', '{'};
  private static final byte[] CREATED = {'_', 'c', 'r', 'e', 'a', 't', 'e', 'd'};

  private final ByteView family = new ByteView();
  private final ByteView unit = new ByteView();
  private final ByteView unitFamily = new ByteView();
  private final ByteView namePrefix = new ByteView();
  private final ByteView noUnit = new ByteView();
  private final @Nullable CreatedTimes created;
  private boolean createdKnown;

  /// What [#value] and [#timestamp] read last.
  private long bitsOfValue;

  private int valueStart;
  private long timestampMs;

  OpenMetricsParser(ExpositionOptions options) {
    super(options);
    created = options.startTimestamps() ? new CreatedTimes() : null;
  }

  @Override
  public void parse(byte[] body, int from, int limit, ExpositionSink sink) {
    int p = lines(body, from, limit, MetricType.UNKNOWN, sink);
    if (p < 0) {
      throw expected("# EOF as the last line", limit);
    }
    if (p < limit) {
      throw expected("nothing after # EOF", p);
    }
  }

  @Override
  public void parseLines(
      byte[] body, int from, int limit, MetricType typeInForce, ExpositionSink sink) {
    lines(body, from, limit, typeInForce, sink);
  }

  /// Parses lines; returns the offset behind the EOF line, or -1 when there is none among them.
  private int lines(byte[] body, int from, int limit, MetricType typeInForce, ExpositionSink sink) {
    begin(body, from, limit, typeInForce);
    family.set(body, from, from);
    unit.set(body, from, from);
    createdKnown = false;
    int p = from;
    while (p < limit) {
      int c = b[p];
      if (c == '{' || startsName(p)) {
        p = sampleLine(p, sink);
      } else if (c != '#' || at(p + 1) != ' ') {
        throw expected("a metric name or '# '", p);
      } else if (matches(p + 2, EOF)) {
        return at(p + 5) == '\n' ? p + 6 : p + 5;
      } else {
        p = metadata(p + 2, sink);
      }
    }
    return -1;
  }

  @Override
  boolean isLenient() {
    return false;
  }

  @Override
  int skipBlanks(int p) {
    return p;
  }

  private int metadata(int start, ExpositionSink sink) {
    boolean help = matches(start, HELP);
    boolean typed = matches(start, TYPE);
    if (!help && !typed && !matches(start, UNIT)) {
      throw expected("HELP, TYPE, UNIT or EOF", start);
    }
    int p = familyName(start + 5, help ? "HELP" : typed ? "TYPE" : "UNIT");
    int lineEnd = endOfLine(p);
    if (at(p) != ' ') {
      throw expected("a space after a metric name", p);
    }
    if (lineEnd == limit) {
      throw expected("a line feed", lineEnd);
    }
    keep(family);
    createdKnown = false;
    p++;
    if (help) {
      requireUtf8Help(p, lineEnd);
      setText(textView, p, lineEnd, true);
      sink.help(familyView, textView);
    } else if (typed) {
      MetricType named = TypeTexts.named(textView.set(b, p, lineEnd));
      if (named == null) {
        throw expected("a metric type", p);
      }
      type = named;
      sink.type(familyView, type);
    } else {
      unit(p, lineEnd, sink);
    }
    return lineEnd + 1;
  }

  /// Points `into` at the family's name, which in the scratch would not survive the next line.
  private void keep(ByteView into) {
    if (familyView.array() == b) {
      into.set(b, familyView.start(), familyView.end());
    } else {
      into.set(familyView.copy(), 0, familyView.length());
    }
  }

  private void unit(int start, int stop, ExpositionSink sink) {
    unit.set(b, start, stop);
    keep(unitFamily);
    if (start < stop && !isUnitOf(familyView, start, stop)) {
      throw expected("a unit that ends the name \"" + familyView + "\" behind '_'", start);
    }
    sink.unit(familyView, unit);
  }

  private boolean isUnitOf(ByteView name, int start, int stop) {
    int suffix = name.end() - (stop - start);
    if (suffix - 1 < name.start() || name.array()[suffix - 1] != '_') {
      return false;
    }
    for (int i = start; i < stop; i++) {
      if (b[i] != name.array()[suffix + i - start]) {
        return false;
      }
    }
    return true;
  }

  /// Returns the start of the next line.
  private int sampleLine(int lineStart, ExpositionSink sink) {
    int p = value(series(lineStart, lineStart));
    sample.valueBits = bitsOfValue;
    sample.valueStart = valueStart;
    sample.valueEnd = p;
    if (at(p) == ' ' && !matches(p, EXEMPLAR)) {
      p = timestamp(p + 1);
      sample.hasTimestamp = true;
      sample.timestampMs = timestampMs;
    }
    if (matches(p, EXEMPLAR)) {
      p = exemplar(p + 4);
    }
    if (at(p) != '\n') {
      throw expected("a timestamp, an exemplar or a line feed", p);
    }
    sample.lineEnd = p + 1;
    if (created != null && hasStartTime(type)) {
      if (endsWithCreated(sample.labels)) {
        return p + 1;
      }
      sample.startTimestampMs = startTimestamp(created, lineStart);
    }
    if (options.typeAndUnitLabels()) {
      addTypeAndUnit(isOfUnitFamily() ? unit : noUnit);
    }
    sink.sample(sample);
    return p + 1;
  }

  /// Reads the space and the value at `p`; returns the offset behind them.
  private int value(int p) {
    if (at(p) != ' ') {
      throw expected("a space and a value", p);
    }
    bitsOfValue = FloatParser.parse(b, p + 1, limit, end);
    valueStart = p + 1;
    return requireTokenEnd("a value", p + 1);
  }

  private int timestamp(int p) {
    double seconds = Double.longBitsToDouble(FloatParser.parse(b, p, limit, end));
    int stop = requireTokenEnd("a timestamp in seconds, an exemplar or a line feed", p);
    if (!Double.isFinite(seconds)) {
      throw expected("a finite timestamp", p);
    }
    timestampMs = (long) (seconds * 1000);
    return stop;
  }

  private int requireTokenEnd(String what, int start) {
    if (end.at < 0 || (end.at < limit && b[end.at] != ' ' && b[end.at] != '\n')) {
      throw expected(what, start);
    }
    return end.at;
  }

  private int exemplar(int start) {
    ExposedExemplar exemplar = sample.addExemplar();
    int p = value(labels(start, exemplar.labels, false, true));
    exemplar.valueBits = bitsOfValue;
    if (at(p) == ' ') {
      p = timestamp(p + 1);
      exemplar.hasTimestamp = true;
      exemplar.timestampMs = timestampMs;
    }
    return p;
  }

  private boolean isOfUnitFamily() {
    LabelViews labels = sample.labels;
    int length = unitFamily.length();
    byte[] name = labels.valueArray(0);
    int start = labels.valueStart(0);
    if (unit.length() == 0 || labels.valueEnd(0) - start < length) {
      return false;
    }
    return unitFamily.contentEquals(namePrefix.set(name, start, start + length));
  }

  private static boolean hasStartTime(MetricType type) {
    return type == MetricType.COUNTER || type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
  }

  private static boolean endsWithCreated(LabelViews labels) {
    int stop = labels.valueEnd(0);
    int start = stop - CREATED.length;
    byte[] name = labels.valueArray(0);
    return start >= labels.valueStart(0)
        && Arrays.equals(name, start, stop, CREATED, 0, CREATED.length);
  }

  /// The start timestamp of the current sample, in milliseconds, or 0. The first sample after a
  /// metadata line collects the `_created` lines of the whole family.
  private long startTimestamp(CreatedTimes times, int lineStart) {
    if (!createdKnown) {
      createdKnown = true;
      times.collect(b, lineStart, limit, type);
    }
    return times.isEmpty() ? 0 : times.find(sample.labels, family, type);
  }
}
