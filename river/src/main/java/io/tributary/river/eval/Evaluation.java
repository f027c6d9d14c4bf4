package io.tributary.river.eval;

import io.tributary.base.config.Suggestions;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Span;
import io.tributary.river.printer.RiverPrinter;
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
import io.tributary.river.syntax.Name;
import io.tributary.river.value.FunctionValue;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.CapsuleValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.Value.StringValue;
import io.tributary.river.value.ValueException;
import io.tributary.river.value.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The evaluation of one expression in one scope.
///
/// Remembers which expression gave which value, so that an error about a value, also one that comes
/// up later when the value is converted, is placed at the smallest expression that it concerns.
/// Belongs to one thread.
///
/// Source: grafana/alloy `syntax/vm/vm.go`, `error.go`.
public final class Evaluation {
  private static final int MAX_SHOWN = 200;

  private final Scope scope;
  private final IdentityHashMap<Value, Expression> origins = new IdentityHashMap<>();

  public Evaluation(Scope scope) {
    this.scope = scope;
  }

  /// The value of an expression. Throws [EvaluationException] when it has none.
  public static Value evaluate(Expression expression, Scope scope) {
    return new Evaluation(scope).value(expression);
  }

  /// The same, for those who convert the value themselves and want [#diagnose].
  public Value value(Expression expression) {
    try {
      return evaluate(expression);
    } catch (ValueException e) {
      throw new EvaluationException(diagnose(e, expression.span()));
    }
  }

  /// Says where the trouble with a value is: `EXPRESSION.field[2] should be number, got string`.
  /// The place is `fallback` where the value came from no expression of this evaluation.
  public Diagnostic diagnose(ValueException problem, Span fallback) {
    Expression origin = null;
    var path = new StringBuilder();
    for (ValueException.Step step : problem.steps()) {
      Expression found = origins.get(step.container());
      if (found != null) {
        origin = found;
        path.setLength(0);
      }
      path.append(step.accessor());
    }
    Expression found = origins.get(problem.culprit());
    if (found != null) {
      origin = found;
      path.setLength(0);
    }
    if (origin == null) {
      String place = path.isEmpty() ? "" : path + " ";
      return Diagnostic.error(fallback, place + problem.reason());
    }
    return Diagnostic.error(origin.span(), shown(origin) + path + " " + problem.reason());
  }

  private static String shown(Expression expression) {
    String text = RiverPrinter.format(expression);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private Value evaluate(Expression expression) {
    Value value =
        switch (expression) {
          case Literal literal -> Literals.value(literal);
          case Identifier(var name, var span) -> lookUp(name, span);
          case ArrayExpression(var elements, _) -> Value.of(all(elements));
          case ObjectExpression(var fields, _) -> object(fields);
          case Access(var container, var name, _) -> access(evaluate(container), name);
          case Index(var container, var index, _) -> index(evaluate(container), evaluate(index));
          case Call call -> call(call);
          case Unary(var operator, var operand, _) -> Operators.apply(operator, evaluate(operand));
          case Binary(var left, var operator, _, var right, _) ->
              Operators.apply(evaluate(left), operator, evaluate(right));
          case Parenthesized(var inner, _) -> evaluate(inner);
        };
    origins.put(value, expression);
    return value;
  }

  private List<Value> all(List<Expression> expressions) {
    var values = new ArrayList<Value>(expressions.size());
    for (Expression expression : expressions) {
      values.add(evaluate(expression));
    }
    return values;
  }

  /// Of fields with the same key the last one counts.
  private Value object(List<Field> fields) {
    var values = new LinkedHashMap<String, Value>();
    for (Field field : fields) {
      values.put(field.key(), evaluate(field.value()));
    }
    return Value.of(values);
  }

  private Value lookUp(String name, Span span) {
    Value value = scope.find(name);
    if (value == null) {
      throw missing(span, "identifier \"" + name + "\" does not exist", name, scope.names());
    }
    return value;
  }

  private static Value access(Value container, Name name) {
    return switch (container) {
      case ObjectValue(var fields) -> field(fields, name);
      case CapsuleValue(var capsule) ->
          field(capsule.asObject().orElseThrow(() -> opaque(container)), name);
      default ->
          throw new ValueException(
              container,
              "cannot access field \"" + name.text() + "\" on value of type " + container.type());
    };
  }

  private static Value field(Map<String, Value> fields, Name name) {
    Value value = fields.get(name.text());
    if (value == null) {
      throw missing(
          name.span(),
          "field \"" + name.text() + "\" does not exist",
          name.text(),
          fields.keySet());
    }
    return value;
  }

  private static Value index(Value container, Value index) {
    return switch (container) {
      case ArrayValue(var elements) -> element(elements, index);
      case ObjectValue(var fields) -> key(fields, index);
      case CapsuleValue(var capsule) ->
          key(capsule.asObject().orElseThrow(() -> opaque(container)), index);
      default ->
          throw new ValueException(container, "expected object or array, got " + container.type());
    };
  }

  private static Value element(List<Value> elements, Value index) {
    if (!(index instanceof NumberValue number)) {
      throw ValueException.type(index, ValueType.NUMBER);
    }
    long at = number.toLong();
    if (at < 0 || at >= elements.size()) {
      throw new ValueException(
          index, "index " + at + " is out of range of array with length " + elements.size());
    }
    return elements.get((int) at);
  }

  private static Value key(Map<String, Value> fields, Value index) {
    if (!(index instanceof StringValue(var key))) {
      throw ValueException.type(index, ValueType.STRING);
    }
    Value value = fields.get(key);
    return value == null ? Value.ofNull() : value;
  }

  private static ValueException opaque(Value capsule) {
    return new ValueException(
        capsule,
        "expected object or array or a capsule convertible to an object, got " + capsule.type());
  }

  private Value call(Call call) {
    Value callee = evaluate(call.callee());
    if (!(callee instanceof FunctionValue function)) {
      throw ValueException.type(callee, ValueType.FUNCTION);
    }
    return function.call(all(call.arguments()));
  }

  private static EvaluationException missing(
      Span span, String message, String name, Collection<String> candidates) {
    return new EvaluationException(
        Diagnostic.error(span, message).withHint(Suggestions.hint(name, candidates)));
  }
}
