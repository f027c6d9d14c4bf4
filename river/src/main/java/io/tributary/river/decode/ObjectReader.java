package io.tributary.river.decode;

import io.tributary.river.value.Arguments;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value;
import io.tributary.river.value.ValueException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An object where settings are wanted, as the elements of a list of them. For use inside the
/// readers of [AttributeReader]: everything here throws [ValueException], at the first thing that
/// is wrong.
///
/// ```java
/// block.attribute("rules").list(value -> {
///   var rule = new ObjectReader(value);
///   var settings = new Rule(rule.required("action", Convert::toText));
///   rule.finish();
///   return settings;
/// });
/// ```
public final class ObjectReader {
  private final Value object;
  private final Map<String, Value> fields;
  private final Set<String> known = new HashSet<>();

  public ObjectReader(Value object) {
    this.object = object;
    fields = Convert.toObject(object);
  }

  /// A field, if it is there.
  public <T> Optional<T> field(String key, Arguments.Reader<T> reader) {
    known.add(key);
    Value value = fields.get(key);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(value));
    } catch (ValueException e) {
      throw e.within(object, "." + key);
    }
  }

  /// A field that must be there.
  public <T> T required(String key, Arguments.Reader<T> reader) {
    return field(key, reader)
        .orElseThrow(
            () -> new ValueException(object, "missing required attribute \"" + key + "\""));
  }

  /// Refuses fields that nobody asked for.
  public void finish() {
    for (String key : fields.keySet()) {
      if (!known.contains(key)) {
        throw new ValueException(object, "unrecognized attribute name \"" + key + "\"");
      }
    }
  }
}
