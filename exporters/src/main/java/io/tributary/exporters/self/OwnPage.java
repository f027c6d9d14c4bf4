package io.tributary.exporters.self;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.tributary.wire.exposition.TextWriter;
import java.nio.charset.StandardCharsets;

/// All metrics of a registry as one page of text 0.0.4.
public final class OwnPage {
  private OwnPage() {}

  /// The page in UTF-8.
  public static byte[] of(PrometheusRegistry registry) {
    var text = new StringBuilder(64 * 1024);
    var out = new TextWriter(text);
    for (MetricSnapshot snapshot : registry.scrape()) {
      MetricFamilyText.write(out, snapshot);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
