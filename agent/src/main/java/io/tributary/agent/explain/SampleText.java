package io.tributary.agent.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.config.ConfigException;
import io.tributary.model.labels.Labels;
import io.tributary.wire.WireException;
import io.tributary.wire.exposition.ExpositionFormat;
import io.tributary.wire.exposition.ExpositionOptions;
import io.tributary.wire.exposition.ExpositionParser;
import io.tributary.wire.exposition.LabelViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A sample as a target exposes it: `http_requests_total{code="200"} 1`. The value may be left out.
final class SampleText {
  private SampleText() {}

  /// Its labels, the metric name among them. Throws [ConfigException] where it is not one sample.
  static Labels labels(String text) {
    String line = text.strip();
    try {
      return parse(line);
    } catch (WireException _) {
      // Without a value it is what a query shows.
    }
    try {
      return parse(line + " 1");
    } catch (WireException e) {
      throw new ConfigException(
          "not a sample such as metric{label=\"value\"} 1: " + e.getMessage(), e);
    }
  }

  private static Labels parse(String line) {
    List<Labels> found = new ArrayList<>();
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    ExpositionParser.of(ExpositionFormat.TEXT, ExpositionOptions.DEFAULT)
        .parse(
            Arrays.copyOf(bytes, bytes.length + ExpositionParser.PADDING),
            0,
            bytes.length,
            sample -> found.add(labels(sample.labels())));
    if (found.size() != 1) {
      throw new ConfigException(
          "expected one sample such as metric{label=\"value\"} 1, got " + found.size());
    }
    return found.getFirst();
  }

  private static Labels labels(LabelViews views) {
    var labels = new Labels.Builder();
    for (int i = 0; i < views.size(); i++) {
      labels.set(views.name(i), views.value(i));
    }
    return labels.build();
  }
}
