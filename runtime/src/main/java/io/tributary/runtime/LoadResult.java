package io.tributary.runtime;

import io.tributary.river.diag.Diagnostic;
import java.util.List;

/// What came of a load. `isApplied` tells whether the graph is the new one; also then some of it
/// may be wrong, which `diagnostics` tell. `leftOut` lists the files that a lenient load did
/// without.
public record LoadResult(boolean isApplied, List<Diagnostic> diagnostics, List<LeftOut> leftOut) {
  public LoadResult {
    diagnostics = List.copyOf(diagnostics);
    leftOut = List.copyOf(leftOut);
  }

  /// A file with an error. `isLastGood` tells that it is in force as it last was without one.
  public record LeftOut(String file, boolean isLastGood, List<Diagnostic> diagnostics) {
    public LeftOut {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Whether nothing at all was wrong.
  public boolean isClean() {
    return isApplied && errors().isEmpty();
  }

  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  /// One sentence for an answer over HTTP.
  public String summary() {
    return Diagnostic.summary(errors());
  }
}
