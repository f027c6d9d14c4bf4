package io.tributary.dialects.tree;

import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import io.tributary.river.diag.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds its way in a document that was checked, to say where something stands. It asks for
/// nothing: what is not there stands where it would have to be, in the nearest section that is.
/// Belongs to one thread.
public final class Locator {
  private final YamlDocument document;
  private final YamlNode node;
  private final boolean isThere;

  /// What stands under which key, once somebody has asked.
  private @Nullable Map<String, Entry> index;

  private Locator(YamlDocument document, YamlNode node, boolean isThere) {
    this.document = document;
    this.node = node;
    this.isThere = isThere;
  }

  public static Locator of(YamlDocument document, YamlNode node) {
    return new Locator(document, node, true);
  }

  /// Whether there is such a part, with a value.
  public boolean isThere() {
    return isThere && !Fields.isNull(node);
  }

  /// Where this stands.
  public Span place() {
    return Places.of(document, node);
  }

  /// Where the key stands; for one that is not there, where this does.
  public Span keyPlace(String key) {
    Entry entry = entry(key);
    return Places.of(document, entry == null ? node : entry.key());
  }

  /// What stands under a key.
  public Locator at(String key) {
    Entry entry = entry(key);
    return entry == null ? missing() : of(document, entry.value());
  }

  /// What stands under a key here or, where there is nothing, there.
  public Locator at(String key, Locator there) {
    Locator here = at(key);
    if (here.isThere()) {
      return here;
    }
    Locator other = there.at(key);
    return other.isThere() ? other : here;
  }

  /// The element of a list, counted from zero.
  public Locator item(int index) {
    List<YamlNode> items = items();
    return index < items.size() ? of(document, items.get(index)) : missing();
  }

  /// How many elements a list has; none where this is no list.
  public int size() {
    return items().size();
  }

  /// The text of a scalar, empty for anything else.
  public String text() {
    return isThere() && node instanceof Scalar scalar ? scalar.text() : "";
  }

  /// Whether it is written that something is so: `true`, `yes` or `on`.
  public boolean isTrue() {
    return isThere() && Fields.isTrue(node);
  }

  private List<YamlNode> items() {
    return isThere && node instanceof Sequence sequence ? sequence.items() : List.of();
  }

  private Locator missing() {
    return new Locator(document, node, false);
  }

  /// The first one of several.
  private @Nullable Entry entry(String key) {
    if (!isThere || !(node instanceof Mapping mapping)) {
      return null;
    }
    if (index == null) {
      index = HashMap.newHashMap(mapping.entries().size());
      for (Entry entry : mapping.entries()) {
        if (entry.key() instanceof Scalar scalar) {
          index.putIfAbsent(scalar.text(), entry);
        }
      }
    }
    return index.get(key);
  }
}
