package io.tributary.river.diag;

import io.tributary.base.config.SourcePosition;

/// A stretch of a file from its first to its last character, both included.
///
/// Lines and columns count from one, columns in bytes of UTF-8. Line 0 means that the place is not
/// known, as for what was built and not read; `file` may be empty then too.
public record Span(String file, int line, int column, int endLine, int endColumn) {
  public static final Span NONE = new Span("", 0, 0, 0, 0);

  public Span {
    if (line < 0 || column < 0 || endLine < line) {
      throw new IllegalArgumentException(
          "not a range: " + line + ":" + column + " to " + endLine + ":" + endColumn);
    }
  }

  /// A single character.
  public static Span at(String file, int line, int column) {
    return new Span(file, line, column, line, column);
  }

  /// A file as a whole.
  public static Span of(String file) {
    return new Span(file, 0, 0, 0, 0);
  }

  public boolean isKnown() {
    return line > 0;
  }

  /// From where this begins to where `last` ends.
  public Span to(Span last) {
    if (!isKnown() || !last.isKnown() || last.endLine < line) {
      return this;
    }
    return new Span(file, line, column, last.endLine, last.endColumn);
  }

  /// The last character alone.
  public Span end() {
    return isKnown() ? at(file, endLine, endColumn) : this;
  }

  /// Whether this begins behind the beginning of `other`.
  public boolean isAfter(Span other) {
    return line != other.line ? line > other.line : column > other.column;
  }

  /// Where this begins, as all dialects tell it.
  public SourcePosition start() {
    return isKnown() ? new SourcePosition(file, line, column) : SourcePosition.NONE;
  }

  /// `file:line:column` with what is known of it, `-` for nothing.
  public String position() {
    if (!isKnown()) {
      return file.isEmpty() ? "-" : file;
    }
    String place = column == 0 ? Integer.toString(line) : line + ":" + column;
    return file.isEmpty() ? place : file + ":" + place;
  }
}
