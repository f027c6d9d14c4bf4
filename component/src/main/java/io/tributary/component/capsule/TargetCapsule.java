package io.tributary.component.capsule;

import io.tributary.model.labels.Labels;
import io.tributary.river.value.Arguments;
import io.tributary.river.value.Capsule;
import io.tributary.river.value.Convert;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.CapsuleValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target of discovery: labels that can be read like an object of texts, and an object of texts
/// can stand for one. Equal by its labels.
public record TargetCapsule(Labels labels) implements Capsule {
  public static final String NAME = "discovery.Target";

  /// Reads a target from a capsule or an object of texts. Throws
  /// [io.tributary.river.value.ValueException].
  public static final Arguments.Reader<Labels> READER = TargetCapsule::read;

  @Override
  public String capsuleName() {
    return NAME;
  }

  @Override
  public Optional<Map<String, Value>> asObject() {
    var fields = new LinkedHashMap<String, Value>();
    labels.forEach((name, value) -> fields.put(name, Value.of(value)));
    return Optional.of(fields);
  }

  /// The value of an export `targets`.
  public static Value listOf(List<Labels> targets) {
    return Value.of(targets.stream().map(labels -> Value.of(new TargetCapsule(labels))).toList());
  }

  private static Labels read(Value value) {
    if (value instanceof CapsuleValue(TargetCapsule(var labels))) {
      return labels;
    }
    return Labels.of(Convert.toMap(value, Convert::toText));
  }
}
