package io.tributary.river.syntax;

import io.tributary.river.diag.Span;

/// A comment with its slashes, without carriage returns.
public record Comment(String text, Span span) implements Node {
  /// Whether it is of the form that may have something behind it on its line.
  public boolean isBlock() {
    return text.startsWith("/*");
  }
}
