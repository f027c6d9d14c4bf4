package io.tributary.river.syntax;

import io.tributary.river.diag.Span;

/// An identifier where it names something: an attribute, a field that is accessed.
public record Name(String text, Span span) implements Node {}
