package io.tributary.river;

import io.tributary.river.value.Capsule;
import io.tributary.river.value.Value;
import java.util.Map;
import java.util.Optional;

/// Things of a host that tests hand to the language.
public final class Capsules {
  private Capsules() {}

  /// Something that the language cannot look into.
  public record Opaque(String capsuleName) implements Capsule {}

  /// Something that is an object where one is needed.
  public record Target(Map<String, Value> labels) implements Capsule {
    @Override
    public String capsuleName() {
      return "discovery.Target";
    }

    @Override
    public Optional<Map<String, Value>> asObject() {
      return Optional.of(labels);
    }
  }
}
