package io.tributary.runtime.api;

import io.tributary.component.Body;
import java.util.List;

/// A line of a body as the API tells it: an object with `name` and `type`.
public sealed interface StatementJson {
  String name();

  /// `{"name", "type": "attr", "value"}`.
  record AttrJson(String name, ValueJson value) implements StatementJson {}

  /// `{"name", "type": "block", "label", "body"}`; an empty label is left out.
  record BlockJson(String name, String label, List<StatementJson> body) implements StatementJson {}

  static List<StatementJson> of(Body body) {
    return body.items().stream().map(StatementJson::of).toList();
  }

  private static StatementJson of(Body.Item item) {
    return switch (item) {
      case Body.Attr(var name, var value) -> new AttrJson(name, ValueJson.of(value));
      case Body.Block(var name, var label, var inner) -> new BlockJson(name, label, of(inner));
    };
  }
}
