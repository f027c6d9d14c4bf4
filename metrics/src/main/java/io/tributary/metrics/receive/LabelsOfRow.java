package io.tributary.metrics.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSource;
import io.tributary.model.labels.Labels;

/// A row in bytes as labels, for people.
final class LabelsOfRow {
  private LabelsOfRow() {}

  static Labels of(byte[] row, int from, int to) {
    var labels = new Labels.Builder();
    var at = new ByteSource(row, from, to);
    while (at.hasRemaining()) {
      String name = new String(at.getBytes(at.getLength(to)), UTF_8);
      labels.set(name, new String(at.getBytes(at.getLength(to)), UTF_8));
    }
    return labels.build();
  }
}
