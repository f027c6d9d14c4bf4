package io.tributary.wire.exposition;

import io.tributary.model.metadata.MetricType;

/// Prometheus text, 0.0.4 and 1.0.0 alike, as leniently as Prometheus reads it:
///
/// - blanks between all tokens, commas between pairs optional, a trailing one allowed;
/// - comments that are neither HELP nor TYPE are passed over, blank lines too;
/// - the last line feed may be missing, but a carriage return before one is an error;
/// - a NUL where a line could start ends the input; in comments, HELP and label values it is a byte
///   like any other, elsewhere an error.
///
/// Source: Prometheus `model/textparse/promlex.l`, `promparse.go`.
final class TextParser extends LineParser {
  private static final byte[] HELP = {'H', 'E', 'L', 'P'};
  private static final byte[] TYPE = {'T', 'Y', 'P', 'E'};
  private static final byte[] UNTYPED = {'u', 'n', 't', 'y', 'p', 'e', 'd'};
  private static final ByteView NO_UNIT = new ByteView();

  TextParser(ExpositionOptions options) {
    super(options);
  }

  @Override
  public void parse(byte[] body, int from, int limit, ExpositionSink sink) {
    parseLines(body, from, limit, MetricType.UNKNOWN, sink);
  }

  @Override
  public void parseLines(
      byte[] body, int from, int limit, MetricType typeInForce, ExpositionSink sink) {
    begin(body, from, limit, typeInForce);
    int lineStart = from;
    while (lineStart < limit) {
      int p = skipBlanks(lineStart);
      int c = at(p);
      if (c == '\n') {
        lineStart = p + 1;
      } else if (c == '#') {
        lineStart = comment(p, sink);
      } else if (c == '{' || startsName(p)) {
        lineStart = sampleLine(lineStart, p, sink);
      } else if (p == limit || c == 0) {
        return;
      } else {
        throw expected("a metric name, a comment or a blank line", p);
      }
    }
  }

  @Override
  boolean isLenient() {
    return true;
  }

  @Override
  int skipBlanks(int start) {
    int p = start;
    while (p < limit && (b[p] == ' ' || b[p] == '\t')) {
      p++;
    }
    return p;
  }

  /// Returns the start of the next line.
  private int sampleLine(int lineStart, int seriesStart, ExpositionSink sink) {
    int p = series(lineStart, seriesStart);
    sample.valueStart = p;
    sample.valueBits = FloatParser.parse(b, p, limit, end);
    if (end.at < 0 || !isTokenEnd(end.at)) {
      throw expected("a value", p);
    }
    p = end.at;
    sample.valueEnd = p;
    p = skipBlanks(p);
    int c = at(p);
    if (c >= '0' && c <= '9') {
      p = skipBlanks(timestamp(p));
      if (p < limit && b[p] != '\n') {
        throw expected("the end of the line after a timestamp", p);
      }
    } else if (c != '\n' && p < limit) {
      throw expected("a timestamp in milliseconds or the end of the line", p);
    }
    sample.lineEnd = Math.min(p + 1, limit);
    if (options.typeAndUnitLabels()) {
      addTypeAndUnit(NO_UNIT);
    }
    sink.sample(sample);
    return p + 1;
  }

  private boolean isTokenEnd(int p) {
    return p >= limit || b[p] == '\n' || b[p] == ' ' || b[p] == '\t';
  }

  /// Reads an unsigned number of milliseconds; returns the offset behind it.
  private int timestamp(int start) {
    long value = 0;
    int p = start;
    for (; p < limit && b[p] >= '0' && b[p] <= '9'; p++) {
      int digit = b[p] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw expected("a timestamp of 64 bits", start);
      }
      value = value * 10 + digit;
    }
    sample.hasTimestamp = true;
    sample.timestampMs = value;
    return p;
  }

  /// Returns the start of the next line, or the limit where a NUL ends the input.
  private int comment(int hash, ExpositionSink sink) {
    int p = skipBlanks(hash + 1);
    boolean spaced = p > hash + 1;
    if (spaced) {
      boolean help = matches(p, HELP);
      if ((help || matches(p, TYPE)) && skipBlanks(p + 4) > p + 4) {
        return metadata(skipBlanks(p + 4), help, sink);
      }
    }
    // Only behind "# " is a NUL part of the comment.
    if (!spaced || at(p) == 0) {
      for (; p < limit && b[p] != '\n'; p++) {
        if (b[p] == 0) {
          return limit;
        }
      }
    }
    return Math.min(endOfLine(p) + 1, limit);
  }

  private int metadata(int start, boolean help, ExpositionSink sink) {
    int p = familyName(start, help ? "HELP" : "TYPE");
    int lineEnd = endOfLine(p);
    if (at(p) == 0) {
      throw expected("a blank after a metric name", p);
    }
    // The byte behind the name is dropped whatever it is, and a text of blanks is none.
    int text = skipBlanks(p) == lineEnd ? lineEnd : p + 1;
    if (help) {
      requireUtf8Help(text, lineEnd);
      setText(textView, text, lineEnd, false);
      sink.help(familyView, textView);
    } else {
      type = typeAt(text, lineEnd);
      sink.type(familyView, type);
    }
    return Math.min(lineEnd + 1, limit);
  }

  private MetricType typeAt(int start, int stop) {
    textView.set(b, start, stop);
    if (textView.contentEquals(UNTYPED)) {
      return MetricType.UNKNOWN;
    }
    MetricType named = TypeTexts.named(textView);
    if (named == MetricType.COUNTER
        || named == MetricType.GAUGE
        || named == MetricType.HISTOGRAM
        || named == MetricType.SUMMARY) {
      return named;
    }
    throw expected("counter, gauge, histogram, summary or untyped after TYPE", start);
  }
}
