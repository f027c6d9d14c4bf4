package io.tributary.river.syntax;

import io.tributary.river.diag.Findings;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression.Literal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads River (Agent Flow) and Alloy configuration: one language under two names.
public final class RiverParser {
  private RiverParser() {}

  /// Reads a whole file; `name` is what diagnostics call it.
  public static Parsed<RiverFile> parse(String name, byte[] content) {
    var findings = new Findings();
    List<Statement> body = new ArrayList<>();
    List<Comment> comments = new ArrayList<>();
    if (isSmallEnough(name, content, findings)) {
      var tokens = new TokenStream(name, content, findings);
      try {
        new StatementParser(tokens).body(TokenKind.END, body);
      } catch (LimitExceeded e) {
        findings.error(e.span(), e.reason());
      }
      comments = tokens.comments();
    }
    return new Parsed<>(new RiverFile(name, body, comments), findings.all());
  }

  public static Parsed<RiverFile> parse(String name, String content) {
    return parse(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a single expression and nothing else.
  public static Parsed<Expression> parseExpression(String name, String text) {
    var findings = new Findings();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Expression expression = new Literal(Literal.Kind.NULL, "null", Span.of(name));
    if (isSmallEnough(name, content, findings)) {
      var tokens = new TokenStream(name, content, findings);
      try {
        expression = new ExpressionParser(tokens).expression();
        tokens.expect(TokenKind.TERMINATOR);
      } catch (LimitExceeded e) {
        findings.error(e.span(), e.reason());
      }
    }
    return new Parsed<>(expression, findings.all());
  }

  private static boolean isSmallEnough(String name, byte[] content, Findings findings) {
    if (content.length <= Limits.FILE_BYTES) {
      return true;
    }
    findings.error(Span.of(name), "larger than the limit of " + (Limits.FILE_BYTES >> 20) + " MiB");
    return false;
  }
}
