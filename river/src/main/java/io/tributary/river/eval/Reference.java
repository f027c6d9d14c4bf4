package io.tributary.river.eval;

import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Name;
import java.util.List;
import java.util.stream.Collectors;

/// A name in an expression with the fields that follow it: `discovery.file.here.targets`.
///
/// What it refers to is found by its beginning; an index or a call ends it.
public record Reference(List<Name> path) {
  public Reference {
    path = List.copyOf(path);
  }

  /// The first name: something in scope, or the beginning of the name of a component.
  public String head() {
    return path.getFirst().text();
  }

  public Span span() {
    return path.getFirst().span().to(path.getLast().span());
  }

  /// Whether it begins with the names of `id`, which are separated by dots.
  public boolean startsWith(String id) {
    String text = toString();
    return text.startsWith(id) && (text.length() == id.length() || text.charAt(id.length()) == '.');
  }

  @Override
  public String toString() {
    return path.stream().map(Name::text).collect(Collectors.joining("."));
  }
}
