package io.tributary.river.syntax;

import io.tributary.river.diag.Span;

/// The file is not worth reading on.
final class LimitExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Span span;
  private final String reason;

  LimitExceeded(Span span, String reason) {
    super(reason, null, false, false);
    this.span = span;
    this.reason = reason;
  }

  Span span() {
    return span;
  }

  String reason() {
    return reason;
  }
}
