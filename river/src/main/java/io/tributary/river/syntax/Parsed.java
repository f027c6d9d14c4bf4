package io.tributary.river.syntax;

import io.tributary.river.diag.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What came of reading a text: the tree, and what is wrong with it. Where there are errors the
/// tree holds what could be understood and is good for nothing but showing it.
public record Parsed<T>(T tree, List<Diagnostic> diagnostics) {
  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  /// The tree, if nothing is wrong with it.
  public Optional<T> sound() {
    return diagnostics.stream().anyMatch(Diagnostic::isError)
        ? Optional.empty()
        : Optional.of(tree);
  }
}
