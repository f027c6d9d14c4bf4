package io.tributary.wire.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.wire.protobuf.Proto;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Encodes `prometheus.WriteRequest` with metadata alone, as remote write 1.0 sends it.
///
/// Source: prometheus/prometheus `prompb/types.proto`, MetricMetadata.
public final class Rw1Metadata {
  private static final int METADATA = 3;

  private Rw1Metadata() {}

  /// The message, uncompressed.
  public static byte[] encode(List<FamilyMetadata> families) {
    var out = new ByteSink(64 * families.size());
    var message = new ByteSink(256);
    for (FamilyMetadata family : families) {
      message.clear();
      Proto.varintUnlessZero(message, 1, family.type().remoteWrite1());
      text(message, 2, family.family());
      text(message, 4, family.help());
      text(message, 5, family.unit());
      Proto.bytes(out, METADATA, message.array(), 0, message.size());
    }
    return out.toByteArray();
  }

  private static void text(ByteSink to, int field, String text) {
    if (!text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Proto.bytes(to, field, bytes, 0, bytes.length);
    }
  }
}
