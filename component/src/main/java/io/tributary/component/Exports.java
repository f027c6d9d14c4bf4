package io.tributary.component;

import io.tributary.river.value.Equality;
import io.tributary.river.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a component shows to others: values by name, `discovery.file.here.targets`.
public record Exports(Map<String, Value> values) {
  public static final Exports NONE = new Exports(Map.of());

  public Exports {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Exports of(String name, Value value) {
    return new Exports(Map.of(name, value));
  }

  public static Exports of(String name, Value value, String otherName, Value otherValue) {
    var values = new LinkedHashMap<String, Value>();
    values.put(name, value);
    values.put(otherName, otherValue);
    return new Exports(values);
  }

  /// Equal in the sense of the language: numbers by their worth, capsules by their own word.
  public boolean isSameAs(Exports other) {
    return Equality.equal(toValue(), other.toValue());
  }

  public Value toValue() {
    return Value.of(values);
  }

  /// As attributes of a body.
  public Body toBody() {
    var body = Body.builder();
    values.forEach(body::attr);
    return body.build();
  }
}
