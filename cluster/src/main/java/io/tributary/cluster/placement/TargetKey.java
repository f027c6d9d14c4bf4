package io.tributary.cluster.placement;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;

/// What a target is known by in the cluster: a hash of its labels, the same on every agent.
///
/// Thread-safe.
///
/// Source: grafana/alloy `internal/component/discovery/target.go`, grafana/ckit `shard/shard.go`.
public final class TargetKey {
  private static final String META = "__meta_";
  private static final int SEPARATOR = 0xFF;

  private final Predicate<String> takesPart;

  private TargetKey(Predicate<String> takesPart) {
    this.takesPart = takesPart;
  }

  /// Alloy's: of all labels but those that discovery alone knows.
  public static TargetKey ofAll() {
    return new TargetKey(name -> !name.startsWith(META));
  }

  /// Of some labels only. Targets that are alike in these are one and move together; labels that a
  /// target does not have do not count.
  public static TargetKey of(Collection<String> labels) {
    return new TargetKey(Set.copyOf(labels)::contains);
  }

  public long of(Labels target) {
    var text = new ByteSink(256);
    for (int i = 0; i < target.size(); i++) {
      if (takesPart.test(target.name(i))) {
        put(text, target.name(i));
        put(text, target.value(i));
      }
    }
    return Xxh64.of(text.array(), text.size());
  }

  private static void put(ByteSink text, String part) {
    text.put(part.getBytes(StandardCharsets.UTF_8));
    text.put(SEPARATOR);
  }
}
