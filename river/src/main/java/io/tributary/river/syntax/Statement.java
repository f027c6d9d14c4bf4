package io.tributary.river.syntax;

import io.tributary.river.diag.Span;
import java.util.List;

/// A line of a body: an attribute, or a block with a body of its own.
public sealed interface Statement extends Node {
  /// `name = value`.
  record Attribute(Name name, Expression value) implements Statement {
    @Override
    public Span span() {
      return name.span().to(value.span());
    }
  }

  /// `a.b.c "label" { body }`. `label` is empty where there is none; `header` reaches from the name
  /// to the opening brace.
  record Block(
      List<String> path,
      Span pathSpan,
      String label,
      Span labelSpan,
      List<Statement> body,
      Span header,
      Span span)
      implements Statement {
    public Block {
      path = List.copyOf(path);
      body = List.copyOf(body);
    }

    /// The name with its dots.
    public String name() {
      return String.join(".", path);
    }

    /// The name and, behind a dot, the label: what others refer to it by.
    public String id() {
      return label.isEmpty() ? name() : name() + "." + label;
    }
  }
}
