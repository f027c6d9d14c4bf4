package io.tributary.model.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable label set: names are unique, in the byte order of their UTF-8 form, and no value is
/// empty unless it was put there on purpose (see [Builder#keepEmpty]).
///
/// Meant for cold code: configuration, targets, building a layout. Per sample, labels exist only as
/// the encoded rows of a [io.tributary.model.layout.SeriesBlock].
public final class Labels {
  /// The label that carries the metric name.
  public static final String METRIC_NAME = "__name__";

  public static final Labels EMPTY = new Labels(new String[0]);

  /// name, value, name, value …
  private final String[] pairs;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /// From alternating names and values, in any order.
  public static Labels of(String... namesAndValues) {
    var builder = new Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Labels of(Map<String, String> map) {
    var builder = new Builder();
    map.forEach(builder::set);
    return builder.build();
  }

  /// From alternating names and values that are already in the order of [Utf8Order], without
  /// duplicate names. Keeps the array.
  public static Labels ofSorted(String[] namesAndValues) {
    return namesAndValues.length == 0 ? EMPTY : new Labels(namesAndValues);
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /// The value of `name`, or null when the label is absent.
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /// The value of `name`, or the empty string when the label is absent.
  public String getOrEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  public void forEach(BiConsumer<String, String> consumer) {
    for (int i = 0; i < pairs.length; i += 2) {
      consumer.accept(pairs[i], pairs[i + 1]);
    }
  }

  public SortedMap<String, String> toMap() {
    var map = new TreeMap<String, String>(Utf8Order.INSTANCE);
    forEach(map::put);
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels that && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  /// As PromQL writes it: `{job="node", up="1"}`.
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        text.append(", ");
      }
      text.append(pairs[i]).append("=\"");
      String value = pairs[i + 1];
      for (int c = 0; c < value.length(); c++) {
        char ch = value.charAt(c);
        switch (ch) {
          case '"' -> text.append("\\\"");
          case '\\' -> text.append("\\\\");
          case '\n' -> text.append("\\n");
          default -> text.append(ch);
        }
      }
      text.append('"');
    }
    return text.append('}').toString();
  }

  /// Collects labels in any order; a name set again replaces the earlier value. Reusable after
  /// [#clear].
  public static final class Builder {
    private final TreeMap<String, String> map = new TreeMap<>(Utf8Order.INSTANCE);

    public Builder() {}

    public Builder(Labels from) {
      from.forEach(map::put);
    }

    /// Sets a label; the empty value removes it, as Prometheus has it.
    public Builder set(String name, String value) {
      if (value.isEmpty()) {
        map.remove(name);
      } else {
        map.put(name, value);
      }
      return this;
    }

    /// Sets a label that counts as present even where its value is empty (`honor_labels`).
    public Builder keepEmpty(String name, String value) {
      map.put(name, value);
      return this;
    }

    public Builder remove(String name) {
      map.remove(name);
      return this;
    }

    public @Nullable String get(String name) {
      return map.get(name);
    }

    public List<String> names() {
      return new ArrayList<>(map.keySet());
    }

    public void clear() {
      map.clear();
    }

    public Labels build() {
      if (map.isEmpty()) {
        return EMPTY;
      }
      String[] pairs = new String[map.size() * 2];
      int i = 0;
      for (var entry : map.entrySet()) {
        pairs[i++] = entry.getKey();
        pairs[i++] = entry.getValue();
      }
      return new Labels(pairs);
    }
  }
}
