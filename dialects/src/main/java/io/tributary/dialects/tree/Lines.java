package io.tributary.dialects.tree;

import io.tributary.base.config.ByteSizes;
import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.river.diag.Span;
import io.tributary.river.syntax.Expression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes settings into a block: what is as usual is left out, the rest stands where a section of a
/// file says it, or another one that it inherits from.
///
/// Keys of the section that are called otherwise than the attribute are named with [#called]. What
/// no text says stands where the block does. Belongs to one thread.
public final class Lines {
  private final BlockBuilder block;
  private final Locator section;
  private final @Nullable Locator inherited;
  private @Nullable String key;

  private Lines(BlockBuilder block, Locator section, @Nullable Locator inherited) {
    this.block = block;
    this.section = section;
    this.inherited = inherited;
  }

  public static Lines of(BlockBuilder block, Locator section) {
    return new Lines(block, section, null);
  }

  /// Looks for what `section` does not say in `inherited`.
  public static Lines of(BlockBuilder block, Locator section, Locator inherited) {
    return new Lines(block, section, inherited);
  }

  public Locator section() {
    return section;
  }

  public BlockBuilder block() {
    return block;
  }

  /// The next attribute has this key in the section.
  public Lines called(String keyInSection) {
    key = keyInSection;
    return this;
  }

  /// Whatever it is. Its place is asked for with [#place].
  public Lines set(String name, Expression value) {
    Locator owner = owner(name);
    block.set(name, owner.keyPlace(keyOf(name)), value);
    key = null;
    return this;
  }

  /// Where the section says what the attribute does.
  public Span place(String name) {
    return owner(name).at(keyOf(name)).place();
  }

  private Locator owner(String name) {
    String sought = keyOf(name);
    boolean inherits =
        inherited != null && !section.at(sought).isThere() && inherited.at(sought).isThere();
    return inherits && inherited != null ? inherited : section;
  }

  private String keyOf(String name) {
    return key == null ? name : key;
  }

  private Lines skip() {
    key = null;
    return this;
  }

  public Lines text(String name, String value, String usual) {
    return value.equals(usual) ? skip() : set(name, Expressions.text(value, place(name)));
  }

  /// Left out when empty.
  public Lines text(String name, String value) {
    return text(name, value, "");
  }

  public Lines bool(String name, boolean value, boolean usual) {
    return value == usual ? skip() : set(name, Expressions.bool(value, place(name)));
  }

  public Lines number(String name, long value, long usual) {
    return value == usual ? skip() : set(name, Expressions.number(value, place(name)));
  }

  /// Left out when zero.
  public Lines decimal(String name, double value) {
    return Double.compare(value, 0) == 0
        ? skip()
        : set(name, Expressions.decimal(value, place(name)));
  }

  public Lines duration(String name, Duration value, Duration usual) {
    return value.equals(usual) ? skip() : set(name, Expressions.duration(value, place(name)));
  }

  /// Left out when zero.
  public Lines size(String name, long bytes) {
    return bytes == 0 ? skip() : set(name, Expressions.text(ByteSizes.format(bytes), place(name)));
  }

  public Lines texts(String name, List<String> values, List<String> usual) {
    return values.equals(usual) ? skip() : set(name, textList(values, at(name)));
  }

  /// Left out when null.
  public Lines path(String name, @Nullable Path value) {
    return value == null ? skip() : text(name, value.toString());
  }

  /// The secret itself, left out when there is none.
  public Lines secret(String name, SecretSource source) {
    Secret secret = source.text();
    return secret == null ? skip() : set(name, Expressions.secret(secret, place(name)));
  }

  /// Left out when empty.
  public Lines textMap(String name, Map<String, String> values) {
    if (values.isEmpty()) {
      return skip();
    }
    Locator at = at(name);
    var fields = new LinkedHashMap<String, Expression>();
    values.forEach(
        (field, text) -> fields.put(field, Expressions.text(text, at.at(field).place())));
    return set(name, Expressions.object(fields, at.place()));
  }

  /// Left out when empty.
  public Lines listMap(String name, Map<String, List<String>> values) {
    if (values.isEmpty()) {
      return skip();
    }
    Locator at = at(name);
    var fields = new LinkedHashMap<String, Expression>();
    values.forEach((field, texts) -> fields.put(field, textList(texts, at.at(field))));
    return set(name, Expressions.object(fields, at.place()));
  }

  private Locator at(String name) {
    return owner(name).at(keyOf(name));
  }

  private static Expression textList(Collection<String> texts, Locator at) {
    var elements = new ArrayList<Expression>();
    for (String text : texts) {
      elements.add(Expressions.text(text, at.item(elements.size()).place()));
    }
    return Expressions.list(elements, at.place());
  }

  /// A block without a label, from the part of the section that is called the same.
  public Lines open(String name) {
    Locator part = section.at(keyOf(name));
    key = null;
    return new Lines(block.add(name, part.place()), part, null);
  }

  /// The same from an element of a list of another name.
  public Lines open(String name, Locator part) {
    return new Lines(block.add(name, part.place()), part, null);
  }
}
