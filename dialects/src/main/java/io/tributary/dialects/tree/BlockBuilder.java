package io.tributary.dialects.tree;

import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import io.tributary.river.syntax.Name;
import io.tributary.river.syntax.Statement;
import io.tributary.river.syntax.Statement.Attribute;
import io.tributary.river.syntax.Statement.Block;
import java.util.ArrayList;
import java.util.List;

/// Collects the lines of one block in their order. Belongs to one thread.
///
/// ```java
/// var scrape = new BlockBuilder("prometheus.scrape", "web", place)
///     .set("job_name", nameOfKey, Expressions.text("web", place));
/// scrape.add("basic_auth", place).set("username", Expressions.text("u", place));
/// Statement.Block block = scrape.build();
/// ```
public final class BlockBuilder {
  private final List<String> path;
  private final String label;
  private final Span place;
  private final List<Object> lines = new ArrayList<>();

  /// `name` may have dots; `label` is empty where there is none.
  public BlockBuilder(String name, String label, Span place) {
    path = List.of(name.split("\\.", -1));
    this.label = label;
    this.place = place;
  }

  public Span place() {
    return place;
  }

  /// The name and, behind a dot, the label: what others refer to it by.
  public String id() {
    String name = String.join(".", path);
    return label.isEmpty() ? name : name + "." + label;
  }

  /// Whether nothing was added yet.
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /// Adds an attribute whose name stands where its value does.
  public BlockBuilder set(String name, Expression value) {
    return set(name, value.span(), value);
  }

  /// Adds an attribute whose name stands at a place of its own.
  public BlockBuilder set(String name, Span namePlace, Expression value) {
    lines.add(new Attribute(new Name(name, namePlace), value));
    return this;
  }

  /// Adds a block without a label, to be filled before [#build].
  public BlockBuilder add(String name, Span blockPlace) {
    var child = new BlockBuilder(name, "", blockPlace);
    lines.add(child);
    return child;
  }

  /// Adds a block that is built elsewhere, with what it holds when [#build] is called.
  public BlockBuilder add(BlockBuilder child) {
    lines.add(child);
    return this;
  }

  public Block build() {
    var body = new ArrayList<Statement>();
    for (Object line : lines) {
      body.add(line instanceof BlockBuilder child ? child.build() : (Statement) line);
    }
    return new Block(path, place, label, label.isEmpty() ? Span.NONE : place, body, place, place);
  }
}
