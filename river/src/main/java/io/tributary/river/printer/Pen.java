package io.tributary.river.printer;

import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Comment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Writes tokens, and between them the comments that stand between them in the source.
///
/// White space is held back until the next text is known: a comment that comes first replaces the
/// line breaks by those around it in the source, at most one blank line each.
final class Pen {
  /// White space that is due before the next text.
  enum Space {
    BLANK,
    /// The end of a cell.
    ALIGN,
    NEW_LINE,
    /// A line break that ends a run of aligned lines.
    NEW_RUN,
    INDENT,
    UNINDENT,
    /// Nothing; comments that come before it keep the indentation that is due before it.
    EDGE;

    boolean isIndent() {
      return this == INDENT || this == UNINDENT;
    }
  }

  private static final int MOST_LINE_BREAKS = 2;

  private final Layout layout = new Layout();
  private final Deque<Comment> comments;
  private final List<Space> due = new ArrayList<>();
  private int indent;

  /// The line of the source on which what was written last ends.
  private int lastLine;

  Pen(List<Comment> comments) {
    this.comments = new ArrayDeque<>(comments);
  }

  void space(Space... spaces) {
    due.addAll(List.of(spaces));
  }

  /// Writes a text that has no place of its own.
  void text(String text) {
    applyDue();
    layout.text(text, indent);
  }

  /// Writes a text that stands at a place of the source, behind the comments before it.
  void text(String text, Span place) {
    if (place.isKnown()) {
      writeCommentsBefore(place);
      lastLine = place.endLine();
    }
    text(text);
  }

  /// Everything that was written, with the comments that are left.
  String finish() {
    while (!comments.isEmpty()) {
      writeComment(comments.removeFirst(), Integer.MAX_VALUE);
    }
    return layout.render();
  }

  private void writeCommentsBefore(Span place) {
    Comment last = null;
    while (!comments.isEmpty() && !comments.getFirst().span().isAfter(place)) {
      last = comments.removeFirst();
      writeComment(last, place.line());
    }
    if (last != null) {
      separate(last, place.line());
    }
  }

  private void writeComment(Comment comment, int nextLine) {
    int line = comment.span().line();
    if (!layout.isEmpty() && line == lastLine) {
      if (line == nextLine) {
        layout.space(indent);
      } else {
        layout.cell(indent);
      }
    } else if (!layout.isEmpty()) {
      applyLeadingIndents();
      lineBreaks(line - lastLine, true);
    }
    layout.text(comment.text(), indent);
    lastLine = comment.span().endLine();
  }

  /// A comment behind an opening brace belongs inside, one before a closing brace as well.
  private void applyLeadingIndents() {
    while (!due.isEmpty() && due.getFirst().isIndent()) {
      applyIndent(due.removeFirst());
    }
    if (!due.isEmpty()) {
      due.removeFirst();
    }
  }

  /// Puts the space between the last of some comments and the text on line `nextLine`.
  private void separate(Comment last, int nextLine) {
    if (last.isBlock() && nextLine == lastLine) {
      layout.space(indent);
    }
    boolean endsRun = false;
    for (Space space : due) {
      endsRun |= space == Space.NEW_RUN;
      applyIndent(space);
    }
    due.clear();
    lineBreaks(nextLine - lastLine, endsRun);
  }

  private void lineBreaks(int count, boolean endRun) {
    for (int i = 0; i < Math.min(count, MOST_LINE_BREAKS); i++) {
      layout.lineBreak(endRun);
    }
  }

  private void applyIndent(Space space) {
    if (space == Space.INDENT) {
      indent++;
    } else if (space == Space.UNINDENT) {
      indent--;
    }
  }

  private void applyDue() {
    for (Space space : due) {
      switch (space) {
        case BLANK -> layout.space(indent);
        case ALIGN -> layout.cell(indent);
        case NEW_LINE -> layout.lineBreak(false);
        case NEW_RUN -> layout.lineBreak(true);
        case INDENT, UNINDENT -> applyIndent(space);
        case EDGE -> {}
      }
    }
    due.clear();
  }
}
