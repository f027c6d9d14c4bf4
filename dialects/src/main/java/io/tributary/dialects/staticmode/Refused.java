package io.tributary.dialects.staticmode;

import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.convert.ConvertDiagnostics;
import io.tributary.dialects.tree.Places;
import io.tributary.dialects.yaml.Fields;
import org.jspecify.annotations.Nullable;

/// What becomes of parts of a file that are sound and that are not built: errors for whoever wants
/// to run it, as nothing that was asked for may be left out; findings of the conversion for whoever
/// wants the rest in River.
final class Refused {
  private final @Nullable ConvertDiagnostics conversion;

  private Refused(@Nullable ConvertDiagnostics conversion) {
    this.conversion = conversion;
  }

  static Refused whenRunning() {
    return new Refused(null);
  }

  static Refused whenConverting(ConvertDiagnostics diagnostics) {
    return new Refused(diagnostics);
  }

  /// Whether what is not built is an error.
  boolean isStrict() {
    return conversion == null;
  }

  /// `name` is what the converter calls the part under `key`; `reason` goes on after the key.
  void config(Fields fields, String key, String name, String reason) {
    if (conversion == null) {
      fields.document().error(fields.key(key), key + " " + reason);
    } else {
      conversion.unsupported(Places.ofKey(fields, key), name);
    }
  }

  void integration(Fields fields, String key, String reason) {
    if (conversion == null) {
      fields
          .document()
          .error(fields.key(key), key + ": " + reason, "supported are agent and node_exporter");
    } else {
      conversion.add(
          Level.ERROR,
          Places.ofKey(fields, key),
          "The converter does not support converting the provided " + key + " integration.");
    }
  }
}
