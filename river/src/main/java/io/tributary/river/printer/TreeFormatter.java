package io.tributary.river.printer;

import io.tributary.river.diag.Span;
import io.tributary.river.printer.Pen.Space;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.Access;
import io.tributary.river.syntax.Expression.ArrayExpression;
import io.tributary.river.syntax.Expression.Binary;
import io.tributary.river.syntax.Expression.Call;
import io.tributary.river.syntax.Expression.Field;
import io.tributary.river.syntax.Expression.Identifier;
import io.tributary.river.syntax.Expression.Index;
import io.tributary.river.syntax.Expression.Literal;
import io.tributary.river.syntax.Expression.ObjectExpression;
import io.tributary.river.syntax.Expression.Parenthesized;
import io.tributary.river.syntax.Expression.Unary;
import io.tributary.river.syntax.Node;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.List;

/// Walks a tree and says what is written where: which line breaks of the source stay, what is
/// aligned, where commas go.
///
/// Source: grafana/alloy `syntax/printer/walker.go`, for the rules of the layout.
final class TreeFormatter {
  private final Pen pen;

  TreeFormatter(Pen pen) {
    this.pen = pen;
  }

  void statements(List<Statement> body) {
    Statement previous = null;
    for (Statement statement : body) {
      if (previous != null && needsBlankLine(previous, statement)) {
        pen.space(Space.NEW_RUN);
      }
      statement(statement);
      pen.space(isOneLine(statement) ? Space.NEW_LINE : Space.NEW_RUN);
      previous = statement;
    }
  }

  private static boolean needsBlankLine(Statement previous, Statement next) {
    return next instanceof Block || next.span().line() - previous.span().endLine() > 1;
  }

  private static boolean isOneLine(Node node) {
    return node.span().line() == node.span().endLine();
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Attribute(var name, var value) -> {
        pen.text(name.text(), name.span());
        pen.space(Space.ALIGN);
        pen.text("=");
        pen.space(Space.BLANK);
        expression(value);
      }
      case Block block -> block(block);
    }
  }

  private void block(Block block) {
    pen.text(block.name(), block.pathSpan());
    if (!block.label().isEmpty()) {
      pen.space(Space.BLANK);
      pen.text('"' + block.label() + '"', block.labelSpan());
    }
    pen.space(Space.BLANK);
    pen.text("{", block.header().end());
    pen.space(Space.INDENT);
    if (block.body().isEmpty()) {
      pen.space(Space.BLANK);
    } else {
      pen.space(Space.NEW_RUN);
      statements(block.body());
    }
    pen.space(Space.UNINDENT);
    pen.text("}", block.span().end());
  }

  void expression(Expression expression) {
    switch (expression) {
      case Literal literal -> pen.text(source(literal), literal.span());
      case Identifier(var name, var span) -> pen.text(name, span);
      case ArrayExpression array -> array(array);
      case ObjectExpression object -> object(object);
      case Access(var value, var name, _) -> {
        expression(value);
        if (value instanceof Literal(var kind, _, _) && kind == Literal.Kind.NUMBER) {
          // Without a blank the dot would become the point of a number.
          pen.space(Space.BLANK);
        }
        pen.text(".");
        pen.text(name.text(), name.span());
      }
      case Index(var value, var index, var span) -> {
        expression(value);
        pen.text("[");
        expression(index);
        pen.text("]", span.end());
      }
      case Call call -> {
        expression(call.callee());
        pen.text("(", call.open());
        arguments(call);
      }
      case Unary(var operator, var operand, var span) -> {
        pen.text(operator.symbol(), start(span));
        expression(operand);
      }
      case Binary binary -> binary(binary);
      case Parenthesized(var inner, var span) -> {
        pen.text("(", start(span));
        expression(inner);
        pen.text(")", span.end());
      }
    }
  }

  /// Raw strings do not have carriage returns, whatever stands in the file.
  private static String source(Literal literal) {
    String source = literal.source();
    return literal.kind() == Literal.Kind.STRING ? source.replace("\r", "") : source;
  }

  private void binary(Binary binary) {
    expression(binary.left());
    pen.space(Space.BLANK);
    pen.text(binary.operator().symbol(), binary.operatorSpan());
    pen.space(Space.BLANK);
    expression(binary.right());
  }

  private void array(ArrayExpression array) {
    pen.text("[", start(array.span()));
    list(array.elements(), start(array.span()), array.span().end());
    pen.text("]", array.span().end());
  }

  private void arguments(Call call) {
    list(call.arguments(), call.open(), call.span().end());
    pen.text(")", call.span().end());
  }

  /// Elements between brackets: each that begins a line in the source begins one. A closing bracket
  /// on a line of its own has a comma before it.
  private void list(List<Expression> elements, Span open, Span close) {
    Span last = open;
    for (int i = 0; i < elements.size(); i++) {
      Expression element = elements.get(i);
      boolean startsLine = last.endLine() != element.span().line();
      if (startsLine) {
        pen.space(Space.INDENT, Space.NEW_RUN);
      } else if (i > 0) {
        pen.space(Space.BLANK);
      }
      expression(element);
      last = element.span();
      if (i + 1 < elements.size()) {
        pen.text(",");
      }
      if (startsLine) {
        pen.space(Space.UNINDENT);
      }
    }
    if (!elements.isEmpty() && last.endLine() != close.line()) {
      pen.text(",");
      pen.space(Space.INDENT, Space.NEW_RUN, Space.UNINDENT);
    } else if (elements.isEmpty()) {
      pen.space(Space.INDENT, Space.EDGE, Space.UNINDENT);
    }
  }

  private void object(ObjectExpression object) {
    pen.text("{", start(object.span()));
    pen.space(Space.INDENT);
    Span last = start(object.span());
    Field previous = null;
    for (Field field : object.fields()) {
      if (previous != null) {
        pen.text(",");
      }
      if (last.line() != field.keySpan().line()) {
        boolean isRun = previous != null && isOneLine(previous.value());
        pen.space(isRun ? Space.NEW_LINE : Space.NEW_RUN);
      } else if (previous != null) {
        pen.space(Space.BLANK);
      }
      pen.text(Keys.print(field), field.keySpan());
      pen.space(Space.ALIGN);
      pen.text("=");
      pen.space(Space.BLANK);
      expression(field.value());
      last = field.keySpan();
      previous = field;
    }
    if (previous != null && last.line() != object.span().endLine()) {
      pen.text(",");
      pen.space(Space.NEW_RUN);
    } else {
      pen.space(Space.EDGE);
    }
    pen.space(Space.UNINDENT);
    pen.text("}", object.span().end());
  }

  private static Span start(Span span) {
    return Span.at(span.file(), span.line(), span.column());
  }
}
