package io.tributary.agent.check;

import io.tributary.agent.explain.ExplainPlan;
import io.tributary.base.config.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What one configuration file holds, as far as that can be told without running it.
///
/// @param diagnostics what is wrong with it, and what its reader warns of
/// @param lints what this dialect alone finds
/// @param plan the ways of targets and samples; empty where the file cannot be used
/// @param summary what is in it, in half a sentence
public record ConfigReading(
    String dialect,
    List<Diagnostic> diagnostics,
    List<Lint> lints,
    Optional<ExplainPlan> plan,
    String summary) {
  public ConfigReading {
    diagnostics = List.copyOf(diagnostics);
    lints = List.copyOf(lints);
  }

  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }
}
