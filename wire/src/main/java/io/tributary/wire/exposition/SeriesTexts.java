package io.tributary.wire.exposition;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.NameValidation;

/// Writes a series as a text exposition would: `name{label="value"}`, or `{"name","label"="value"}`
/// where a name needs quotes. Equal texts mean equal labels in the same order.
final class SeriesTexts {
  private SeriesTexts() {}

  /// Appends the text of `labels`, the first of which is the metric name.
  static void append(ByteSink out, LabelViews labels) {
    byte[] array = labels.valueArray(0);
    boolean plain =
        NameValidation.LEGACY.isValidMetricName(array, labels.valueStart(0), labels.valueEnd(0));
    if (plain) {
      out.put(array, labels.valueStart(0), labels.valueEnd(0) - labels.valueStart(0));
    } else {
      out.put('{');
      quoted(out, array, labels.valueStart(0), labels.valueEnd(0));
    }
    for (int i = 1; i < labels.size(); i++) {
      out.put(plain && i == 1 ? '{' : ',');
      byte[] name = labels.nameArray(i);
      if (NameValidation.LEGACY.isValidLabelName(name, labels.nameStart(i), labels.nameEnd(i))) {
        out.put(name, labels.nameStart(i), labels.nameEnd(i) - labels.nameStart(i));
      } else {
        quoted(out, name, labels.nameStart(i), labels.nameEnd(i));
      }
      out.put('=');
      quoted(out, labels.valueArray(i), labels.valueStart(i), labels.valueEnd(i));
    }
    if (!plain || labels.size() > 1) {
      out.put('}');
    }
  }

  private static void quoted(ByteSink out, byte[] b, int from, int to) {
    out.put('"');
    int written = from;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (c == '"' || c == '\\' || c == '\n') {
        out.put(b, written, i - written);
        out.put('\\');
        out.put(c == '\n' ? 'n' : c);
        written = i + 1;
      }
    }
    out.put(b, written, to - written);
    out.put('"');
  }
}
