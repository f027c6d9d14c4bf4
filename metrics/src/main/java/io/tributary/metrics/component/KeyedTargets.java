package io.tributary.metrics.component;

import io.tributary.cluster.placement.TargetKey;
import io.tributary.model.labels.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Targets by what they are known by in the cluster. Those with the same labels but for `__meta_…`
/// are one; where some labels alone make up the key, several may have the same, and go together.
///
/// Immutable.
final class KeyedTargets {
  static final KeyedTargets NONE = new KeyedTargets(Map.of());

  private static final TargetKey IDENTITY = TargetKey.ofAll();

  private final Map<Long, List<Labels>> byKey;

  private KeyedTargets(Map<Long, List<Labels>> byKey) {
    this.byKey = byKey;
  }

  /// @param keyLabels those that make up the key; empty for all
  static KeyedTargets of(List<Labels> targets, List<String> keyLabels) {
    Map<Long, List<Labels>> byKey = HashMap.newHashMap(targets.size());
    if (keyLabels.isEmpty()) {
      targets.forEach(labels -> byKey.putIfAbsent(IDENTITY.of(labels), List.of(labels)));
      return new KeyedTargets(byKey);
    }
    TargetKey keys = TargetKey.of(keyLabels);
    var known = new HashSet<Long>();
    for (Labels labels : targets) {
      if (known.add(IDENTITY.of(labels))) {
        byKey.computeIfAbsent(keys.of(labels), _ -> new ArrayList<>()).add(labels);
      }
    }
    return new KeyedTargets(byKey);
  }

  Set<Long> keys() {
    return byKey.keySet();
  }

  /// Empty where there is none with the key.
  List<Labels> at(long key) {
    return byKey.getOrDefault(key, List.of());
  }
}
