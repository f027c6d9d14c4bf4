package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tributary.model.metadata.MetricType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The words of TYPE lines, as bytes.
final class TypeTexts {
  private static final Map<MetricType, byte[]> TEXTS = new EnumMap<>(MetricType.class);

  static {
    for (MetricType type : MetricType.values()) {
      TEXTS.put(type, type.text().getBytes(US_ASCII));
    }
  }

  private TypeTexts() {}

  static byte[] of(MetricType type) {
    return Objects.requireNonNull(TEXTS.get(type));
  }

  /// The type whose OpenMetrics word `view` is, or null.
  static @Nullable MetricType named(ByteView view) {
    for (Map.Entry<MetricType, byte[]> entry : TEXTS.entrySet()) {
      if (view.contentEquals(entry.getValue())) {
        return entry.getKey();
      }
    }
    return null;
  }
}
