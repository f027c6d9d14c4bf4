package io.tributary.river.syntax;

import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The tokens as the parser wants them: without comments, which are collected, and with the means
/// to complain and to skip.
///
/// An ordinary complaint is dropped where the last one was on the same line: it is most likely a
/// consequence of it. What the scanner finds, and what is reported for a range, is always kept.
final class TokenStream {
  private final LineTable lines;
  private final Findings findings;
  private final Scanner scanner;
  private final List<Comment> comments = new ArrayList<>();
  private Token current;
  private int lastErrorLine;
  private int nesting;
  private int nodes;

  TokenStream(String file, byte[] content, Findings findings) {
    lines = new LineTable(file, content);
    this.findings = findings;
    scanner =
        new Scanner(
            content, (offset, message) -> findings.error(lines.span(offset, offset), message));
    current = skipComments(scanner.next());
  }

  Token current() {
    return current;
  }

  boolean is(TokenKind kind) {
    return current.kind() == kind;
  }

  List<Comment> comments() {
    return List.copyOf(comments);
  }

  /// Takes the current token.
  Token take() {
    Token taken = current;
    current = skipComments(scanner.next());
    return taken;
  }

  /// Takes the current token whatever it is, and complains if it is not of this kind.
  Token expect(TokenKind kind) {
    if (!is(kind)) {
      error("expected " + kind + ", got " + current.kind());
    }
    return take();
  }

  private Token skipComments(Token token) {
    Token next = token;
    while (next.is(TokenKind.COMMENT)) {
      comments.add(new Comment(next.text(), span(next)));
      next = scanner.next();
    }
    return next;
  }

  /// Complains about the current token, unless the last complaint was on the same line.
  void error(String message) {
    Span place = lines.span(current.start(), current.start());
    if (place.line() != lastErrorLine) {
      lastErrorLine = place.line();
      findings.error(place, message);
    }
  }

  void report(Span span, String message) {
    findings.error(span, message);
  }

  Span span(Token token) {
    return lines.span(token.start(), token.end());
  }

  Span span(Token first, Token last) {
    return lines.span(first.start(), last.end());
  }

  /// Skips to the next token of one of these kinds, without taking it.
  void skipTo(Set<TokenKind> kinds) {
    while (!is(TokenKind.END) && !kinds.contains(current.kind())) {
      take();
    }
  }

  void skipTo(TokenKind kind) {
    skipTo(Set.of(kind));
  }

  /// Skips to the terminator of the present statement, past whatever is opened and closed in it.
  void skipStatement() {
    int open = 0;
    int brackets = 0;
    int parens = 0;
    while (!is(TokenKind.END)) {
      switch (current.kind()) {
        case OPEN_CURLY -> open++;
        case CLOSE_CURLY -> open--;
        case OPEN_BRACKET -> brackets++;
        case CLOSE_BRACKET -> brackets--;
        case OPEN_PAREN -> parens++;
        case CLOSE_PAREN -> parens--;
        default -> {
          if (is(TokenKind.TERMINATOR) && open <= 0 && brackets <= 0 && parens <= 0) {
            return;
          }
        }
      }
      take();
    }
  }

  /// Goes one level deeper; [#leave] comes back. Throws [LimitExceeded] at the limit.
  void enter() {
    if (++nesting > Limits.NESTING) {
      throw exceeded("nested deeper than the limit of " + Limits.NESTING + " levels");
    }
  }

  void leave() {
    nesting--;
  }

  /// Counts an expression whose tree has `depth` levels. Throws [LimitExceeded] at a limit.
  void count(int depth) {
    if (++nodes > Limits.NODES) {
      throw exceeded("more than the limit of " + Limits.NODES + " expressions");
    }
    if (depth > Limits.DEPTH) {
      throw exceeded("an expression of more than the limit of " + Limits.DEPTH + " levels");
    }
  }

  private LimitExceeded exceeded(String reason) {
    return new LimitExceeded(span(current), reason);
  }
}
