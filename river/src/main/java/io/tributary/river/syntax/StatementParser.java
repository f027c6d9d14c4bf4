package io.tributary.river.syntax;

import io.tributary.base.text.Quoting;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads bodies: attributes and blocks, each ended by a terminator.
///
/// ```
/// Body      = [ Statement { TERMINATOR Statement } ]
/// Statement = IDENT "=" Expression | IDENT { "." IDENT } [ STRING ] "{" Body "}"
/// ```
///
/// Source: grafana/alloy `syntax/parser/internal.go`, also for how it goes on behind an error.
final class StatementParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  StatementParser(TokenStream tokens) {
    this(tokens, new ExpressionParser(tokens));
  }

  StatementParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /// The head of a statement, before it is known what it becomes.
  private record Head(List<Name> path, String label, @Nullable Token labelToken, Token first) {
    boolean mayBeAttribute() {
      return path.size() == 1 && label.isEmpty();
    }

    List<String> words() {
      return path.stream().map(Name::text).toList();
    }
  }

  /// Reads statements up to the token that ends the body, which stays, and adds them to `body`.
  void body(TokenKind end, List<Statement> body) {
    tokens.enter();
    while (!tokens.is(end) && !tokens.is(TokenKind.END)) {
      Statement statement = statement();
      if (statement != null) {
        body.add(statement);
      }
      if (tokens.is(end)) {
        break;
      }
      if (!tokens.is(TokenKind.TERMINATOR)) {
        tokens.error("expected " + TokenKind.TERMINATOR + ", got " + tokens.current().kind());
        tokens.skipStatement();
      }
      tokens.take();
    }
    tokens.leave();
  }

  private @Nullable Statement statement() {
    if (!tokens.is(TokenKind.IDENTIFIER)) {
      tokens.error("expected identifier, got " + tokens.current().kind());
      tokens.skipTo(TokenKind.IDENTIFIER);
      return null;
    }
    Head head = head();
    return switch (tokens.current().kind()) {
      case ASSIGN -> attribute(head);
      case OPEN_CURLY -> block(head);
      default -> {
        String wanted = head.mayBeAttribute() ? "attribute assignment or block body" : "block body";
        tokens.error("expected " + wanted + ", got " + tokens.current().kind());
        tokens.skipTo(TokenKind.IDENTIFIER);
        yield null;
      }
    };
  }

  private Head head() {
    Token first = tokens.take();
    var path = new ArrayList<Name>();
    path.add(new Name(first.text(), tokens.span(first)));
    while (tokens.is(TokenKind.DOT)) {
      tokens.take();
      if (!tokens.is(TokenKind.IDENTIFIER)) {
        tokens.error("expected identifier, got " + tokens.current().kind());
      }
      Token part = tokens.take();
      path.add(new Name(part.text(), tokens.span(part)));
    }
    if (tokens.is(TokenKind.ASSIGN) || tokens.is(TokenKind.OPEN_CURLY)) {
      return new Head(path, "", null, first);
    }
    return label(path, first);
  }

  private Head label(List<Name> path, Token first) {
    if (!tokens.is(TokenKind.STRING)) {
      tokens.error("expected block label, got " + tokens.current().kind());
      tokens.take();
      return new Head(path, "", null, first);
    }
    String source = tokens.current().text();
    if (!source.startsWith("\"")) {
      tokens.error(
          "expected block label to be a double quoted string, but got " + Quoting.quote(source));
    }
    String label = source.length() > 2 ? source.substring(1, source.length() - 1) : "";
    if (!label.isEmpty() && !Identifiers.isValid(label)) {
      tokens.error(
          "expected block label to be a valid identifier, but got " + Quoting.quote(label));
    }
    return new Head(path, label, tokens.take(), first);
  }

  private Statement attribute(Head head) {
    tokens.take();
    Name name = head.path().getFirst();
    Token label = head.labelToken();
    if (head.path().size() > 1) {
      tokens.report(
          head.path().getFirst().span().to(head.path().getLast().span()),
          "attribute names may only consist of a single identifier with no \".\"");
    } else if (label != null) {
      tokens.report(tokens.span(label), "attribute names may not have labels");
    }
    return new Attribute(name, expressions.expression());
  }

  private Statement block(Head head) {
    Token open = tokens.take();
    var body = new ArrayList<Statement>();
    body(TokenKind.CLOSE_CURLY, body);
    Token close = tokens.expect(TokenKind.CLOSE_CURLY);
    Token label = head.labelToken();
    return new Block(
        head.words(),
        head.path().getFirst().span().to(head.path().getLast().span()),
        head.label(),
        label == null ? Span.NONE : tokens.span(label),
        body,
        tokens.span(head.first(), open),
        tokens.span(head.first(), close));
  }
}
