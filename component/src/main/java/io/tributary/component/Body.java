package io.tributary.component;

import io.tributary.base.text.Quoting;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Arguments, exports or debug info as they are shown: attributes and blocks, values already known.
///
/// Whoever makes one puts secrets in as [io.tributary.river.value.SecretCapsule], which nobody
/// shows.
public record Body(List<Item> items) {
  public static final Body EMPTY = new Body(List.of());

  public Body {
    items = List.copyOf(items);
  }

  /// A line of a body.
  public sealed interface Item {}

  /// `name = value`.
  public record Attr(String name, Value value) implements Item {}

  /// `name "label" { body }`; `label` is empty where there is none.
  public record Block(String name, String label, Body body) implements Item {}

  public static Builder builder() {
    return new Builder();
  }

  /// As it could stand in a file, without a thought for its looks; secrets are not in it.
  public String source() {
    var out = new StringBuilder();
    for (Item item : items) {
      switch (item) {
        case Attr(var name, var value) ->
            out.append(name).append(" = ").append(ValuePrinter.source(value)).append('\n');
        case Block(var name, var label, var body) -> {
          String quoted = label.isEmpty() ? "" : " " + Quoting.quote(label);
          out.append(name).append(quoted).append(" {\n").append(body.source()).append("}\n");
        }
      }
    }
    return out.toString();
  }

  /// Collects the lines of a body in their order.
  public static final class Builder {
    private final List<Item> items = new ArrayList<>();

    private Builder() {}

    public Builder attr(String name, Value value) {
      items.add(new Attr(name, value));
      return this;
    }

    public Builder attr(String name, String text) {
      return attr(name, Value.of(text));
    }

    public Builder block(String name, Body body) {
      return block(name, "", body);
    }

    public Builder block(String name, String label, Body body) {
      items.add(new Block(name, label, body));
      return this;
    }

    /// The lines of another body.
    public Builder addAll(Body body) {
      items.addAll(body.items());
      return this;
    }

    public Body build() {
      return new Body(items);
    }
  }
}
