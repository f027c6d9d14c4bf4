package io.tributary.exporters.page;

import io.tributary.model.metadata.MetricType;
import io.tributary.wire.exposition.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Families as text 0.0.4.
public final class TextPage {
  private TextPage() {}

  /// The page in UTF-8.
  public static byte[] of(List<MetricFamily> families) {
    var text = new StringBuilder(32 * 1024);
    var out = new TextWriter(text);
    for (MetricFamily family : families) {
      out.head(family.name(), family.help(), type(family.type()));
      for (Sample sample : family.samples()) {
        out.name(sample.name());
        List<String> labels = sample.labels();
        for (int i = 0; i < labels.size(); i += 2) {
          out.label(labels.get(i), labels.get(i + 1));
        }
        out.value(sample.value());
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String type(MetricType type) {
    return type == MetricType.UNKNOWN ? "untyped" : type.text();
  }
}
