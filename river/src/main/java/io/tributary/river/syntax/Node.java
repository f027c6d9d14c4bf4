package io.tributary.river.syntax;

import io.tributary.river.diag.Span;

/// Anything in a syntax tree that stands at a place.
public sealed interface Node permits Expression, Statement, Name, Comment {
  Span span();
}
