package io.tributary.river.stdlib.path;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.stdlib.path.Condition.Constant;
import io.tributary.river.stdlib.path.Condition.Count;
import io.tributary.river.stdlib.path.Condition.Found;
import io.tributary.river.stdlib.path.Condition.Function;
import io.tributary.river.stdlib.path.Condition.Items;
import io.tributary.river.stdlib.path.Condition.Not;
import io.tributary.river.stdlib.path.Condition.Nothing;
import io.tributary.river.stdlib.path.Condition.Operation;
import io.tributary.river.stdlib.path.Condition.Operator;
import io.tributary.river.stdlib.path.Condition.Regex;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the condition of a filter. A `!` turns all that follows it around.
final class FilterParser {
  private static final int LOOSEST = 4;

  private final PathText text;
  private final List<JsonPath> paths = new ArrayList<>();

  FilterParser(PathText text) {
    this.text = text;
  }

  /// Behind the question mark, to the closing bracket.
  Step filter() {
    Condition condition = whole();
    text.expect(']');
    return new Step.Filter(condition, paths);
  }

  /// Operators up to this level, the left ones first.
  private Condition condition(int loosest) {
    if (loosest == 0) {
      return operand();
    }
    Condition left = condition(loosest - 1);
    for (Operator operator = operator(loosest); operator != null; operator = operator(loosest)) {
      left = new Operation(left, operator, condition(loosest - 1));
    }
    return left;
  }

  private Condition whole() {
    text.enter();
    Condition condition = condition(LOOSEST);
    text.leave();
    return condition;
  }

  private @Nullable Operator operator(int level) {
    text.peekPastBlanks();
    for (Operator operator : Operator.values()) {
      if (operator.level() == level && text.takes(operator.symbol())) {
        return operator;
      }
    }
    return null;
  }

  private Condition operand() {
    int c = text.peekPastBlanks();
    return switch (c) {
      case '!' -> {
        text.take();
        yield new Not(whole());
      }
      case '(' -> {
        text.take();
        Condition inner = whole();
        text.expect(')');
        yield inner;
      }
      case '\'', '"' -> {
        text.take();
        yield new Constant(Value.of(text.quoted(c)));
      }
      case '@', '$' -> found(PathParser.inFilter(text).path());
      case '[' -> items();
      case '/' -> {
        text.take();
        yield new Regex(pattern(text.regex()));
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          new Constant(JsonReader.wholeNumbers(text.number()));
      default -> word();
    };
  }

  private Condition found(JsonPath path) {
    paths.add(path);
    return new Found(paths.size() - 1);
  }

  private Condition items() {
    text.take();
    var items = new ArrayList<Condition>();
    while (text.peekPastBlanks() != ']') {
      items.add(whole());
      if (text.peekPastBlanks() == ',') {
        text.take();
      } else if (text.peek() != ']') {
        throw text.problem("expected a comma or an array close");
      }
    }
    text.take();
    return new Items(items);
  }

  private Condition word() {
    if (text.takes("Nothing")) {
      return new Nothing();
    }
    String word = text.letters();
    return switch (word) {
      case "true" -> new Constant(Value.of(true));
      case "false" -> new Constant(Value.of(false));
      case "null" -> new Constant(Value.ofNull());
      case "length" -> function(Function.Name.LENGTH, false);
      case "match" -> function(Function.Name.MATCH, true);
      case "search" -> function(Function.Name.SEARCH, true);
      case "count" -> count();
      default -> throw text.problem("'" + word + "' is not a value or function");
    };
  }

  private Condition function(Function.Name name, boolean hasTwo) {
    text.expect('(');
    Condition left = whole();
    Condition right = new Nothing();
    if (hasTwo) {
      text.expect(',');
      right = whole();
    }
    text.expect(')');
    return new Function(name, left, right);
  }

  private Condition count() {
    text.expect('(');
    text.peekPastBlanks();
    JsonPath path = PathParser.inFilter(text).path();
    text.expect(')');
    return new Count(path);
  }

  private Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw text.problem(String.valueOf(e.getMessage()));
    }
  }
}
