package io.tributary.agent.web.graph;

import io.tributary.base.text.Quoting;
import io.tributary.river.value.NumberValue;
import io.tributary.runtime.GraphRuntime;
import io.tributary.runtime.api.ComponentJson;
import io.tributary.runtime.api.StatementJson;
import io.tributary.runtime.api.StatementJson.AttrJson;
import io.tributary.runtime.api.StatementJson.BlockJson;
import io.tributary.runtime.api.ValueJson;
import io.tributary.runtime.api.ValueJson.ArrayJson;
import io.tributary.runtime.api.ValueJson.BoolJson;
import io.tributary.runtime.api.ValueJson.CapsuleJson;
import io.tributary.runtime.api.ValueJson.FunctionJson;
import io.tributary.runtime.api.ValueJson.NullJson;
import io.tributary.runtime.api.ValueJson.NumberJson;
import io.tributary.runtime.api.ValueJson.ObjectJson;
import io.tributary.runtime.api.ValueJson.StringJson;
import java.util.List;

/// The components of a graph with the arguments that they have now, as text: what expressions came
/// to instead of the expressions, and no secret, as there are none in what it is made of.
final class EffectiveRiver {
  private final StringBuilder out = new StringBuilder();

  private EffectiveRiver() {}

  static String of(GraphRuntime graph) {
    var text = new EffectiveRiver();
    for (ComponentJson component : graph.components("").orElse(List.of())) {
      ComponentJson.Identity identity = component.identity();
      graph
          .component(identity.localID())
          .ifPresent(detail -> {
            if (!text.out.isEmpty()) {
              text.out.append('\n');
            }
            text.block(identity.name(), identity.label(), detail.arguments(), 0);
          });
    }
    return text.out.toString();
  }

  private void block(String name, String label, List<StatementJson> body, int depth) {
    indent(depth).append(name);
    if (!label.isEmpty()) {
      out.append(' ').append(Quoting.quote(label));
    }
    if (body.isEmpty()) {
      out.append(" { }\n");
      return;
    }
    out.append(" {\n");
    for (StatementJson statement : body) {
      switch (statement) {
        case AttrJson(var key, var value) -> {
          indent(depth + 1).append(key).append(" = ");
          value(value, depth + 1);
          out.append('\n');
        }
        case BlockJson(var key, var inner, var nested) -> block(key, inner, nested, depth + 1);
      }
    }
    indent(depth).append("}\n");
  }

  private void value(ValueJson value, int depth) {
    switch (value) {
      case NullJson _ -> out.append("null");
      case NumberJson(var number) -> out.append(NumberValue.of(number).text());
      case StringJson(var text) -> out.append(Quoting.quote(text));
      case BoolJson(var bool) -> out.append(bool);
      case ArrayJson(var elements) -> array(elements, depth);
      case ObjectJson(var fields) -> object(fields, depth);
      case FunctionJson(var text) -> out.append(text);
      case CapsuleJson(var text) -> out.append(text);
    }
  }

  private void array(List<ValueJson> elements, int depth) {
    boolean isLong = elements.stream().anyMatch(ObjectJson.class::isInstance);
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      if (isLong) {
        out.append('\n');
        indent(depth + 1);
      } else if (i > 0) {
        out.append(", ");
      }
      value(elements.get(i), depth + 1);
      if (isLong) {
        out.append(',');
      }
    }
    if (isLong) {
      out.append('\n');
      indent(depth);
    }
    out.append(']');
  }

  private void object(List<ValueJson.Field> fields, int depth) {
    out.append("{\n");
    for (ValueJson.Field field : fields) {
      indent(depth + 1).append(Quoting.quote(field.key())).append(" = ");
      value(field.value(), depth + 1);
      out.append(",\n");
    }
    indent(depth).append('}');
  }

  private StringBuilder indent(int depth) {
    return out.append("\t".repeat(depth));
  }
}
