package io.tributary.dialects.prometheus;

import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/// What becomes of parts of a configuration that are sound and that agent mode does not have, or
/// that are not built.
@FunctionalInterface
interface Refusals {
  /// They are errors: what runs must not leave out what was asked for.
  Refusals ERRORS = YamlDocument::error;

  /// Nothing is said: whoever converts the rest has words of its own for them.
  Refusals SILENT = (_, _, _, _) -> {};

  void refuse(YamlDocument document, YamlNode key, String message, @Nullable String hint);
}
