package io.tributary.agent.explain;

import io.tributary.component.capsule.TargetCapsule;
import io.tributary.model.labels.Labels;
import io.tributary.river.eval.Evaluation;
import io.tributary.river.eval.EvaluationException;
import io.tributary.river.eval.Reference;
import io.tributary.river.eval.References;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Expression.ArrayExpression;
import io.tributary.river.syntax.Expression.Call;
import io.tributary.river.syntax.Expression.Index;
import io.tributary.river.syntax.Expression.Parenthesized;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.ValueException;
import io.tributary.runtime.graph.ScopedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Takes an expression that lists things of components apart: `concat(a.x.targets, b.y.output)`
/// comes from `a.x` and from `b.y`.
final class RiverTargets {
  private final ScopedBlock owner;
  private final Map<String, ScopedBlock> blocks;

  /// A part of a list. `from` is the component that it comes from, empty where it is written there;
  /// `expression` gives it.
  record Part(Optional<ScopedBlock> from, Expression expression) {}

  /// `blocks` are those that can be referred to, by their global ids.
  RiverTargets(ScopedBlock owner, Map<String, ScopedBlock> blocks) {
    this.owner = owner;
    this.blocks = blocks;
  }

  /// The parts of a list in their order.
  List<Part> parts(Expression list) {
    var parts = new ArrayList<Part>();
    collect(list, parts::add);
    return parts;
  }

  private void collect(Expression expression, Consumer<Part> to) {
    switch (expression) {
      case Parenthesized(var inner, _) -> collect(inner, to);
      case Call(var callee, var arguments, _, _) when isConcat(callee) ->
          arguments.forEach(argument -> collect(argument, to));
      case ArrayExpression(var elements, _) when elements.isEmpty() -> {}
      case ArrayExpression(var elements, _) when !References.of(expression).isEmpty() ->
          elements.forEach(element -> collect(element, to));
      case Index(var value, _, _) -> to.accept(new Part(origin(value), expression));
      default -> to.accept(new Part(origin(expression), expression));
    }
  }

  private static boolean isConcat(Expression callee) {
    List<Reference> path = References.of(callee);
    return path.size() == 1
        && List.of("concat", "array.concat").contains(path.getFirst().toString());
  }

  /// The first component that the expression refers to.
  private Optional<ScopedBlock> origin(Expression expression) {
    return References.of(expression).stream().flatMap(one -> find(one).stream()).findFirst();
  }

  private Optional<ScopedBlock> find(Reference reference) {
    List<Name> path = reference.path();
    for (int length = path.size(); length > 0; length--) {
      String id = path.subList(0, length).stream().map(Name::text).collect(Collectors.joining("."));
      ScopedBlock block = blocks.get(owner.neighbour(id));
      if (block != null) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /// The targets that an expression gives, where it can be evaluated.
  Optional<List<Labels>> targets(Expression expression) {
    try {
      var value = Evaluation.evaluate(expression, owner.scope());
      return Optional.of(
          value instanceof ArrayValue
              ? Convert.toList(value, TargetCapsule.READER)
              : List.of(TargetCapsule.READER.read(value)));
    } catch (EvaluationException | ValueException _) {
      return Optional.empty();
    }
  }

  /// The expression of an attribute of `block`.
  static Optional<Expression> attribute(Block block, String name) {
    return block.body().stream()
        .filter(Attribute.class::isInstance)
        .map(Attribute.class::cast)
        .filter(attribute -> attribute.name().text().equals(name))
        .map(attribute -> attribute.value())
        .findFirst();
  }
}
