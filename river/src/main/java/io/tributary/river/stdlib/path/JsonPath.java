package io.tributary.river.stdlib.path;

import io.tributary.base.config.ConfigException;
import io.tributary.river.stdlib.path.Step.Child;
import io.tributary.river.stdlib.path.Step.Current;
import io.tributary.river.stdlib.path.Step.Descent;
import io.tributary.river.stdlib.path.Step.Element;
import io.tributary.river.stdlib.path.Step.Filter;
import io.tributary.river.stdlib.path.Step.Root;
import io.tributary.river.stdlib.path.Step.Slice;
import io.tributary.river.stdlib.path.Step.Union;
import io.tributary.river.stdlib.path.Step.Wildcard;
import io.tributary.river.syntax.Limits;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.ObjectValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path into a JSON document, and what it finds there, in the order of the document.
///
/// A descent finds what lies deepest first, as in the original; the order of an object's fields,
/// which there is none in the original, is that of the text.
public record JsonPath(List<Step> steps) {
  public JsonPath {
    steps = List.copyOf(steps);
  }

  /// Throws [io.tributary.base.config.ConfigException] when the text is no path.
  public static JsonPath compile(String text) {
    return new PathParser(text).whole();
  }

  public List<Value> find(Value document) {
    return find(document, document);
  }

  /// What the path finds from `start`, where `document` is the whole.
  List<Value> find(Value start, Value document) {
    List<Value> values = List.of(start);
    for (int i = 0; i < steps.size(); i++) {
      var next = new ArrayList<Value>();
      boolean isLast = i == steps.size() - 1;
      for (Value value : values) {
        apply(steps.get(i), value, document, isLast, next);
        if (next.size() > Limits.ELEMENTS) {
          throw new ConfigException("finds more values than the limit of " + Limits.ELEMENTS);
        }
      }
      values = next;
    }
    return steps.isEmpty() ? List.of() : values;
  }

  private static void apply(
      Step step, Value value, Value document, boolean isLast, List<Value> found) {
    switch (step) {
      case Root _ -> found.add(document);
      case Current _ -> found.add(value);
      case Child(var name) -> {
        if (value instanceof ObjectValue(var fields)) {
          addIfThere(fields.get(name), found);
        }
      }
      case Element(var index) -> {
        if (value instanceof ArrayValue(var elements)) {
          int at = index < 0 ? elements.size() + index : index;
          addIfThere(at >= 0 && at < elements.size() ? elements.get(at) : null, found);
        }
      }
      case Wildcard _ -> found.addAll(children(value));
      case Descent _ -> {
        if (isLast) {
          everything(value, found);
          found.add(value);
        } else {
          descend(value, found);
        }
      }
      case Union(var members) ->
          members.forEach(member -> apply(member, value, document, isLast, found));
      case Slice slice -> slice(slice, value, found);
      case Filter filter -> {
        var evaluator = new FilterEvaluator(filter, document);
        children(value).stream().filter(evaluator::matches).forEach(found::add);
      }
    }
  }

  private static void addIfThere(@Nullable Value value, List<Value> found) {
    if (value != null) {
      found.add(value);
    }
  }

  private static Collection<Value> children(Value value) {
    return switch (value) {
      case ObjectValue(var fields) -> fields.values();
      case ArrayValue(var elements) -> elements;
      default -> List.of();
    };
  }

  private static boolean isContainer(Value value) {
    return value instanceof ObjectValue || value instanceof ArrayValue;
  }

  /// The objects and lists below, the deepest first, then the value itself.
  private static void descend(Value value, List<Value> found) {
    for (Value child : children(value)) {
      if (isContainer(child)) {
        descend(child, found);
      }
    }
    found.add(value);
  }

  private static void everything(Value value, List<Value> found) {
    found.addAll(children(value));
    for (Value child : children(value)) {
      if (isContainer(child)) {
        everything(child, found);
      }
    }
  }

  private static void slice(Slice slice, Value value, List<Value> found) {
    if (!(value instanceof ArrayValue(var elements)) || slice.by() == 0) {
      return;
    }
    int size = elements.size();
    Integer from = slice.from();
    Integer to = slice.to();
    int start = from == null ? 0 : from < 0 ? Math.max(0, size + from) : from;
    int end = to == null ? size : to < 0 ? size + to : Math.min(size, to);
    if (slice.by() > 0) {
      for (int i = start; i < Math.min(end, size); i += slice.by()) {
        found.add(elements.get(i));
      }
    } else {
      for (int i = start; i < size && i > Math.max(-1, end); i += slice.by()) {
        found.add(elements.get(i));
      }
    }
  }
}
