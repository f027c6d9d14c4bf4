package io.tributary.river.stdlib.path;

import io.tributary.river.stdlib.path.Step.Child;
import io.tributary.river.stdlib.path.Step.Current;
import io.tributary.river.stdlib.path.Step.Descent;
import io.tributary.river.stdlib.path.Step.Element;
import io.tributary.river.stdlib.path.Step.Root;
import io.tributary.river.stdlib.path.Step.Slice;
import io.tributary.river.stdlib.path.Step.Union;
import io.tributary.river.stdlib.path.Step.Wildcard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads paths. Throws [io.tributary.base.config.ConfigException] with the place of what is wrong.
///
/// Source: ohler55/ojg `jp/parse.go`.
final class PathParser {
  private final PathText text;
  private final boolean inFilter;

  PathParser(String text) {
    this(new PathText(text), false);
  }

  private PathParser(PathText text, boolean inFilter) {
    this.text = text;
    this.inFilter = inFilter;
  }

  /// For a path inside a filter, where a star may be a product.
  static PathParser inFilter(PathText text) {
    return new PathParser(text, true);
  }

  JsonPath whole() {
    JsonPath path = path();
    if (text.peek() != PathText.END) {
      throw text.problem("parse error");
    }
    return path;
  }

  /// Reads as far as the text is a path.
  JsonPath path() {
    var steps = new ArrayList<Step>();
    while (true) {
      Step step = step(steps);
      if (step == null) {
        return new JsonPath(steps);
      }
      steps.add(step);
    }
  }

  private @Nullable Step step(List<Step> before) {
    int c = text.peek();
    boolean isFirst = before.isEmpty();
    if (isFirst && (c == '$' || c == '@')) {
      text.take();
      return c == '$' ? new Root() : new Current();
    }
    return switch (c) {
      case '.' -> {
        text.take();
        yield afterDot();
      }
      case '*' -> {
        if (inFilter && !isFirst && !(before.getLast() instanceof Descent)) {
          yield null;
        }
        text.take();
        yield new Wildcard();
      }
      case '[' -> {
        text.take();
        yield bracket();
      }
      default -> {
        boolean mayBeName = isFirst || before.getLast() instanceof Descent;
        if (mayBeName && PathText.isNameCharacter(c)) {
          yield new Child(text.name());
        }
        yield null;
      }
    };
  }

  private Step afterDot() {
    int c = text.peek();
    if (c == '*') {
      text.take();
      return new Wildcard();
    }
    if (c == '.') {
      text.take();
      return new Descent();
    }
    if (c == PathText.END) {
      throw text.problem("not terminated");
    }
    if (!PathText.isNameCharacter(c)) {
      throw text.problem(
          "an expression fragment can not start with a '" + Character.toString(c) + "'");
    }
    return new Child(text.name());
  }

  private Step bracket() {
    int c = text.peekPastBlanks();
    return switch (c) {
      case PathText.END -> throw text.problem("not terminated");
      case '*' -> {
        text.take();
        text.expect(']');
        yield new Wildcard();
      }
      case '?' -> {
        text.take();
        yield new FilterParser(text).filter();
      }
      case ':' -> slice(null);
      default -> listed();
    };
  }

  private Step listed() {
    var members = new ArrayList<Step>();
    while (true) {
      Step member = member();
      members.add(member);
      int c = text.peekPastBlanks();
      if (c == ':' && members.size() == 1 && member instanceof Element(var from)) {
        return slice(from);
      }
      text.take();
      if (c == ']') {
        return members.size() == 1 ? members.getFirst() : new Union(members);
      }
      if (c != ',') {
        throw text.problem("invalid bracket fragment");
      }
    }
  }

  private Step member() {
    int c = text.peekPastBlanks();
    if (c == '\'' || c == '"') {
      text.take();
      return new Child(text.quoted(c));
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
      return new Element(text.integer());
    }
    throw text.problem("parse error");
  }

  /// The text is at the first colon.
  private Step slice(@Nullable Integer from) {
    text.take();
    Integer to = bound();
    int by = 1;
    if (text.peek() == ':') {
      text.take();
      Integer given = bound();
      by = given == null ? 1 : given;
    }
    if (text.take() != ']') {
      throw text.problem("invalid slice syntax");
    }
    return new Slice(from, to, by);
  }

  private @Nullable Integer bound() {
    int c = text.peekPastBlanks();
    return c == '-' || (c >= '0' && c <= '9') ? text.integer() : null;
  }
}
