package io.tributary.dialects.prometheus;

import io.tributary.base.config.Diagnostic;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of loading a configuration: the settings with perhaps some warnings, or all that is
/// wrong. `config` is null exactly when the diagnostics hold an error.
public record LoadResult(@Nullable PrometheusConfig config, List<Diagnostic> diagnostics) {
  public LoadResult {
    diagnostics = List.copyOf(diagnostics);
    if ((config == null) != diagnostics.stream().anyMatch(Diagnostic::isError)) {
      throw new IllegalStateException("BUG: a configuration and errors exclude each other");
    }
  }

  public Optional<PrometheusConfig> sound() {
    return Optional.ofNullable(config);
  }

  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  public List<Diagnostic> warnings() {
    return diagnostics.stream().filter(diagnostic -> !diagnostic.isError()).toList();
  }
}
