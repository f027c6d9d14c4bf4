package io.tributary.river.stdlib.path;

import com.google.re2j.Pattern;
import io.tributary.river.value.Value;
import java.util.List;

/// An expression inside a filter.
sealed interface Condition {
  record Constant(Value value) implements Condition {}

  /// The word `Nothing`: what a path gives that finds nothing.
  record Nothing() implements Condition {}

  record Regex(Pattern pattern) implements Condition {}

  record Items(List<Condition> items) implements Condition {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// What a path finds; `slot` is its place among the paths of the filter.
  record Found(int slot) implements Condition {}

  /// How many values a path finds.
  record Count(JsonPath path) implements Condition {}

  record Not(Condition operand) implements Condition {}

  record Operation(Condition left, Operator operator, Condition right) implements Condition {}

  record Function(Name name, Condition left, Condition right) implements Condition {
    /// Functions of one or two arguments.
    enum Name {
      LENGTH,
      MATCH,
      SEARCH
    }
  }

  /// Operators with two operands; the lower the level, the tighter they bind.
  enum Operator {
    TIMES("*", 1),
    DIVIDE("/", 1),
    PLUS("+", 2),
    MINUS("-", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER_OR_EQUAL(">=", 3),
    LESS("<", 3),
    GREATER(">", 3),
    MATCHES("=~", 3),
    MATCHES_TOO("~=", 3),
    IN("in", 3),
    EMPTY("empty", 3),
    HAS("has", 3),
    EXISTS("exists", 3),
    OR("||", 4),
    AND("&&", 4);

    private final String symbol;
    private final int level;

    Operator(String symbol, int level) {
      this.symbol = symbol;
      this.level = level;
    }

    String symbol() {
      return symbol;
    }

    int level() {
      return level;
    }
  }
}
