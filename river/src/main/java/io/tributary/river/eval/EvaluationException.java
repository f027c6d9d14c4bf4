package io.tributary.river.eval;

import io.tributary.river.diag.Diagnostic;

/// An expression has no value; the diagnostic says why and where.
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  public EvaluationException(Diagnostic diagnostic) {
    super(diagnostic.toString(), null, false, false);
    this.diagnostic = diagnostic;
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
