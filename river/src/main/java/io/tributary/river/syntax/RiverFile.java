package io.tributary.river.syntax;

import java.util.List;

/// A file that was read: its statements, and its comments in their order.
public record RiverFile(String name, List<Statement> body, List<Comment> comments) {
  public RiverFile {
    body = List.copyOf(body);
    comments = List.copyOf(comments);
  }
}
