package io.tributary.wire.exposition;

import io.tributary.model.labels.Utf8;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.WireException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// What the two text formats share: names, label pairs, escapes, errors with a line.
///
/// Positions are offsets into `b`; nothing at or behind `limit` is ever used.
abstract class LineParser implements ExpositionParser {
  static final byte[] METRIC_NAME = {'_', '_', 'n', 'a', 'm', 'e', '_', '_'};
  static final byte[] TYPE_LABEL = {'_', '_', 't', 'y', 'p', 'e', '_', '_'};
  static final byte[] UNIT_LABEL = {'_', '_', 'u', 'n', 'i', 't', '_', '_'};
  static final byte[] LE = {'l', 'e'};
  static final byte[] QUANTILE = {'q', 'u', 'a', 'n', 't', 'i', 'l', 'e'};

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final int LABEL_START = 1;
  private static final int LABEL_PART = 2;
  private static final int NAME_START = 4;
  private static final int NAME_PART = 8;
  private static final byte[] CLASSES = new byte[256];

  static {
    for (int c = 0; c < 128; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (letter) {
        CLASSES[c] = LABEL_START | LABEL_PART | NAME_START | NAME_PART;
      } else if (digit) {
        CLASSES[c] = LABEL_PART | NAME_PART;
      } else if (c == ':') {
        CLASSES[c] = NAME_START | NAME_PART;
      }
    }
  }

  final ExpositionOptions options;
  final ExposedSample sample = new ExposedSample();
  final FloatParser.End end = new FloatParser.End();
  final ByteView familyView = new ByteView();
  final ByteView textView = new ByteView();
  private final long[] bits = new long[1];
  private final FloatTexts floatTexts = new FloatTexts();

  byte[] b = new byte[0];
  int limit;

  /// The type of the last TYPE line: it governs what follows, whatever its name.
  MetricType type = MetricType.UNKNOWN;

  private int from;
  private byte[] scratch = new byte[256];
  private int scratchSize;

  /// What [#endOfString] saw on its way.
  private boolean sawEscape;

  private boolean sawNonAscii;

  LineParser(ExpositionOptions options) {
    this.options = options;
  }

  final void begin(byte[] body, int start, int stop, MetricType typeInForce) {
    b = body;
    from = start;
    limit = stop;
    type = typeInForce;
    sample.body = body;
  }

  /// The byte at `p`, or -1 at the limit.
  final int at(int p) {
    return p < limit ? b[p] : -1;
  }

  final boolean startsName(int p) {
    return p < limit && (CLASSES[b[p] & 0xff] & NAME_START) != 0;
  }

  final int endOfName(int start) {
    int p = start + 1;
    while (p < limit && (CLASSES[b[p] & 0xff] & NAME_PART) != 0) {
      p++;
    }
    return p;
  }

  private int endOfLabelName(int start) {
    int p = start + 1;
    while (p < limit && (CLASSES[b[p] & 0xff] & LABEL_PART) != 0) {
      p++;
    }
    return p;
  }

  /// The first line feed from `p`, or the limit.
  final int endOfLine(int start) {
    int p = start;
    while (p < limit && b[p] != '\n') {
      p++;
    }
    return p;
  }

  /// Blanks between tokens, where the format has them.
  abstract int skipBlanks(int p);

  /// Whether pairs may follow one another without a comma, and strings may hold line feeds.
  abstract boolean isLenient();

  final void beginSample(int lineStart, int seriesStart) {
    scratchSize = 0;
    sample.lineStart = lineStart;
    sample.seriesStart = seriesStart;
    sample.type = type;
    sample.hasTimestamp = false;
    sample.startTimestampMs = 0;
    sample.exemplarCount = 0;
    sample.labels.clear();
  }

  /// Reads name and labels from `start`; returns the offset behind them.
  final int series(int lineStart, int start) {
    beginSample(lineStart, start);
    int p = start;
    if (b[p] != '{') {
      p = endOfName(start);
      sample.labels.add(METRIC_NAME, b, start, p);
      sample.seriesEnd = p;
      p = skipBlanks(p);
      if (at(p) != '{') {
        return p;
      }
    } else {
      sample.labels.reserveFirst();
    }
    p = labels(p + 1, sample.labels, b[start] == '{', false);
    sample.seriesEnd = p;
    return skipBlanks(p);
  }

  /// Reads pairs up to the closing brace; returns the offset behind it. `nameless`: the metric's
  /// name is still to come, as a string among the pairs.
  final int labels(int start, LabelViews into, boolean nameless, boolean exemplar) {
    boolean nameMissing = nameless;
    int p = skipBlanks(start);
    while (at(p) != '}') {
      int nameStart = p;
      int nameEnd;
      boolean quoted = at(p) == '"';
      if (quoted) {
        nameStart++;
        nameEnd = endOfString(nameStart, !exemplar, false);
        if (nameEnd < 0) {
          throw expected("a closing quote after a name", p);
        }
        if (!exemplar && sawNonAscii && !Utf8.isValid(b, nameStart, nameEnd)) {
          throw expected("a name in UTF-8", nameStart);
        }
        p = skipBlanks(nameEnd + 1);
      } else {
        if (p >= limit || (CLASSES[b[p] & 0xff] & LABEL_START) == 0) {
          throw expected("a label name", p);
        }
        nameEnd = endOfLabelName(p);
        p = skipBlanks(nameEnd);
      }
      boolean escapedName = quoted && sawEscape;
      int c = at(p);
      if (quoted && !exemplar && (c == ',' || c == '}')) {
        if (!nameMissing) {
          throw expected("'=' after a label name, the metric has its name already", p);
        }
        nameMissing = false;
        setMetricName(into, nameStart, nameEnd, escapedName);
        p = c == ',' ? skipBlanks(p + 1) : p;
        continue;
      }
      if (c != '=') {
        throw expected("'=' after label name " + WireException.quote(b, nameStart, nameEnd), p);
      }
      p = pairValue(p + 1, into, nameStart, nameEnd, escapedName, exemplar);
    }
    if (nameMissing) {
      throw expected("a metric name", p);
    }
    return p + 1;
  }

  /// Reads the value behind '=' and adds the pair; returns the start of the next one.
  private int pairValue(
      int start,
      LabelViews into,
      int nameStart,
      int nameEnd,
      boolean escapedName,
      boolean exemplar) {
    int p = skipBlanks(start);
    int valueEnd = at(p) == '"' ? endOfString(p + 1, isLenient(), !exemplar) : -1;
    if (valueEnd < 0) {
      throw expected("a quoted label value", p);
    }
    int valueStart = p + 1;
    boolean escapedValue = sawEscape;
    if (sawNonAscii && !Utf8.isValid(b, valueStart, valueEnd)) {
      throw expected("a label value in UTF-8", valueStart);
    }
    if (escapedName) {
      int to = unescape(nameStart, nameEnd, true);
      into.name(scratch, to, scratchSize);
    } else {
      into.name(b, nameStart, nameEnd);
    }
    if (escapedValue) {
      int to = unescape(valueStart, valueEnd, true);
      into.value(scratch, to, scratchSize);
    } else {
      into.value(b, valueStart, valueEnd);
    }
    if (!exemplar && (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY)) {
      normaliseLast(into);
    }
    p = skipBlanks(valueEnd + 1);
    if (at(p) == ',') {
      return skipBlanks(p + 1);
    }
    if (!isLenient() && at(p) != '}') {
      throw expected("',' or '}' after a label value", p);
    }
    return p;
  }

  private void setMetricName(LabelViews into, int start, int stop, boolean escaped) {
    if (escaped) {
      int to = unescape(start, stop, true);
      into.setFirst(METRIC_NAME, scratch, to, scratchSize);
    } else {
      into.setFirst(METRIC_NAME, b, start, stop);
    }
  }

  /// Gives the last pair its canonical number where the type in force asks for it.
  private void normaliseLast(LabelViews into) {
    int i = into.size() - 1;
    if (!into.nameEquals(i, type == MetricType.HISTOGRAM ? LE : QUANTILE)) {
      return;
    }
    byte[] array = into.valueArray(i);
    int start = into.valueStart(i);
    int stop = into.valueEnd(i);
    if (isShortInteger(array, start, stop)) {
      reserve(stop - start + 2);
      int to = scratchSize;
      System.arraycopy(array, start, scratch, to, stop - start);
      scratch[to + stop - start] = '.';
      scratch[to + stop - start + 1] = '0';
      scratchSize = to + stop - start + 2;
      into.setValue(i, scratch, to, scratchSize);
      return;
    }
    if (!OpenMetricsFloat.isCanonical(array, start, stop)
        && FloatParser.parseWhole(array, start, stop, end, bits)) {
      byte[] canonical = floatTexts.of(Double.longBitsToDouble(bits[0]));
      into.setValue(i, canonical, 0, canonical.length);
    }
  }

  /// Up to six digits without a leading zero: the canonical form only adds ".0".
  private static boolean isShortInteger(byte[] array, int start, int stop) {
    int length = stop - start;
    if (length < 1 || length > 6 || (array[start] == '0' && length > 1)) {
      return false;
    }
    for (int i = start; i < stop; i++) {
      if (array[i] < '0' || array[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /// The offset of the quote that ends the string whose first byte is at `start`, or -1.
  final int endOfString(int start, boolean lineFeeds, boolean nuls) {
    sawEscape = false;
    sawNonAscii = false;
    int p = start;
    while (p < limit) {
      long eight = (long) LONG.get(b, p);
      long stops = zeroBytes(eight ^ ('"' * EACH_BYTE)) | zeroBytes(eight ^ ('\\' * EACH_BYTE));
      stops |= zeroBytes(eight ^ ('\n' * EACH_BYTE)) | zeroBytes(eight);
      if (stops == 0) {
        sawNonAscii |= (eight & HIGH_BITS) != 0;
        p += 8;
        continue;
      }
      int before = Long.numberOfTrailingZeros(stops) & ~7;
      sawNonAscii |= (eight & HIGH_BITS & ((1L << before) - 1)) != 0;
      p += before >>> 3;
      if (p >= limit) {
        return -1;
      }
      switch (b[p]) {
        case '"' -> {
          return p;
        }
        case '\\' -> {
          sawEscape = true;
          p++;
          while (nuls && at(p) == 0) {
            p++;
          }
          if (p >= limit || b[p] == '\n' || b[p] == 0) {
            return -1;
          }
          sawNonAscii |= b[p] < 0;
        }
        case '\n' -> {
          if (!lineFeeds) {
            return -1;
          }
        }
        default -> {
          if (!nuls) {
            return -1;
          }
        }
      }
      p++;
    }
    return -1;
  }

  /// A high bit in each byte that is zero; bytes above the lowest such one may be wrong.
  private static long zeroBytes(long eight) {
    return (eight - EACH_BYTE) & ~eight & HIGH_BITS;
  }

  /// Writes `b[start, stop)` to the scratch without its escapes and returns where it starts there;
  /// it ends at `scratchSize`. Escapes other than `\\`, `\n` and, with `quotes`, `\"` stay as they
  /// are.
  private int unescape(int start, int stop, boolean quotes) {
    reserve(stop - start);
    int unescaped = scratchSize;
    int to = unescaped;
    for (int p = start; p < stop; p++) {
      byte c = b[p];
      if (c == '\\' && p + 1 < stop) {
        byte next = b[p + 1];
        if (next == 'n') {
          c = '\n';
          p++;
        } else if (next == '\\' || (quotes && next == '"')) {
          c = next;
          p++;
        }
      }
      scratch[to++] = c;
    }
    scratchSize = to;
    return unescaped;
  }

  private void reserve(int more) {
    if (scratch.length - scratchSize < more) {
      // A new array: views of earlier strings keep the old one.
      scratch = new byte[Math.max(scratch.length * 2, more)];
      scratchSize = 0;
    }
  }

  /// Points `view` at `b[start, stop)`, unescaped if it has escapes.
  final void setText(ByteView view, int start, int stop, boolean quotes) {
    for (int p = start; p < stop; p++) {
      if (b[p] == '\\') {
        int to = unescape(start, stop, quotes);
        view.set(scratch, to, scratchSize);
        return;
      }
    }
    view.set(b, start, stop);
  }

  /// Reads the family name of a metadata line at `p`, which `keyword` precedes, into [#familyView];
  /// returns the offset behind it.
  final int familyName(int p, String keyword) {
    scratchSize = 0;
    if (at(p) == '"') {
      int stop = endOfString(p + 1, true, false);
      if (stop >= 0) {
        setText(familyView, p + 1, stop, true);
        return stop + 1;
      }
    } else if (startsName(p)) {
      int stop = endOfName(p);
      familyView.set(b, p, stop);
      return stop;
    }
    throw expected("a metric name after " + keyword, p);
  }

  final void requireUtf8Help(int start, int stop) {
    if (!Utf8.isValid(b, start, stop)) {
      throw expected("a HELP text in UTF-8", start);
    }
  }

  /// Adds `__type__` and `__unit__`, in place of what the exporter itself may have put there.
  final void addTypeAndUnit(ByteView unit) {
    addTypeAndUnit(sample.labels, type, unit);
  }

  static void addTypeAndUnit(LabelViews labels, MetricType type, ByteView unit) {
    boolean typed = type != MetricType.UNKNOWN;
    for (int i = labels.size() - 1; i > 0; i--) {
      if (labels.nameEquals(i, METRIC_NAME)
          || (typed && labels.nameEquals(i, TYPE_LABEL))
          || (unit.length() > 0 && labels.nameEquals(i, UNIT_LABEL))) {
        labels.remove(i);
      }
    }
    if (typed) {
      byte[] text = TypeTexts.of(type);
      labels.add(TYPE_LABEL, text, 0, text.length);
    }
    if (unit.length() > 0) {
      labels.add(UNIT_LABEL, unit.array(), unit.start(), unit.end());
    }
  }

  final boolean matches(int p, byte[] word) {
    return limit - p >= word.length && Arrays.equals(b, p, p + word.length, word, 0, word.length);
  }

  /// The error at `p`, quoting the token there.
  final WireException expected(String what, int p) {
    return new WireException("expected " + what + ", got " + seen(p), p - from, line(p));
  }

  private String seen(int p) {
    if (p >= limit) {
      return "the end of the input";
    }
    int stop = p;
    while (stop < limit && !isSpace(b[stop])) {
      stop++;
    }
    return WireException.quote(b, p, Math.max(stop, p + 1));
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\n';
  }

  final int line(int p) {
    int line = 1;
    for (int i = from; i < Math.min(p, limit); i++) {
      line += b[i] == '\n' ? 1 : 0;
    }
    return line;
  }
}
