package io.tributary.metrics.component;

import io.tributary.model.labels.NameValidation;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;

/// The attribute `metric_name_validation_scheme`.
final class NameValidations {
  private NameValidations() {}

  static NameValidation read(BlockReader block) {
    AttributeReader written = block.attribute("metric_name_validation_scheme");
    String name = written.text("legacy");
    return switch (name) {
      case "legacy" -> NameValidation.LEGACY;
      case "utf8" -> NameValidation.UTF8;
      default -> {
        written.error(
            "invalid metric_name_validation_scheme \"%s\": must be either \"utf8\" or \"legacy\""
                .formatted(name));
        yield NameValidation.LEGACY;
      }
    };
  }
}
