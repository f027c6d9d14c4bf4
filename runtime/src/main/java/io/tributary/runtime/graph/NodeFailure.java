package io.tributary.runtime.graph;

import io.tributary.river.diag.Diagnostic;
import java.util.List;

/// A node cannot be evaluated. The message is for its health, the diagnostics for whoever loads.
final class NodeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  NodeFailure(String message, List<Diagnostic> diagnostics) {
    super(message);
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// `what` was done, and these diagnostics say what is wrong.
  static NodeFailure of(String what, List<Diagnostic> diagnostics) {
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    return new NodeFailure(what + ": " + Diagnostic.summary(errors), diagnostics);
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// The text of whatever was thrown, or its kind where it has none.
  static String reason(Throwable problem) {
    String message = problem.getMessage();
    return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
  }
}
