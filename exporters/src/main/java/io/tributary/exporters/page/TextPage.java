package io.tributary.exporters.page;

import io.tributary.base.text.Floats;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Families as text.
///
/// Source: the text format 0.0.4, prometheus/docs `exposition_formats.md`.
public final class TextPage {
  /// What the page is, for a `Content-Type` header.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Below this, every whole number is a double of its own.
  private static final double MAX_PLAIN = 1e15;

  private TextPage() {}

  /// The page in UTF-8.
  public static byte[] of(List<MetricFamily> families) {
    var out = new StringBuilder(32 * 1024);
    for (MetricFamily family : families) {
      out.append("# HELP ").append(family.name()).append(' ');
      escape(out, family.help(), false);
      out.append("\n# TYPE ").append(family.name()).append(' ').append(type(family.type()));
      out.append('\n');
      for (Sample sample : family.samples()) {
        line(out, sample);
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder out, Sample sample) {
    out.append(sample.name());
    List<String> labels = sample.labels();
    for (int i = 0; i < labels.size(); i += 2) {
      out.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
      escape(out, labels.get(i + 1), true);
      out.append('"');
    }
    out.append(labels.isEmpty() ? " " : "} ");
    value(out, sample.value());
    out.append('\n');
  }

  private static void value(StringBuilder out, double value) {
    if (value == Math.rint(value) && Math.abs(value) < MAX_PLAIN) {
      out.append((long) value);
    } else {
      out.append(Floats.general(value));
    }
  }

  private static String type(MetricType type) {
    return type == MetricType.UNKNOWN ? "untyped" : type.text();
  }

  private static void escape(StringBuilder out, String text, boolean quoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quoted ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }
}
