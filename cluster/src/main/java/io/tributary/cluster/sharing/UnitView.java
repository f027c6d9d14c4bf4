package io.tributary.cluster.sharing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who takes part in a unit, as this agent sees it now.
///
/// @param leader who decides, or [Message#NOBODY] where nobody can
/// @param owners may own targets of it, with their weights
/// @param others have it, and may not: they leave, look on, are not ready, or configured otherwise
record UnitView(String leader, Map<String, Double> owners, List<String> others) {
  /// Weights are told in percent.
  private static final double ROUNDING = 0.011;

  UnitView {
    // In one order in every process: who is asked first must not depend on chance.
    owners = Collections.unmodifiableMap(new TreeMap<>(owners));
    others = List.copyOf(others);
  }

  /// Whether nothing has changed but that some bear a little more.
  boolean isLittleMoreThan(UnitView before) {
    return leader.equals(before.leader)
        && others.equals(before.others)
        && owners.keySet().equals(before.owners.keySet())
        && owners.entrySet().stream()
            .allMatch(owner -> {
              double weight = before.owners.getOrDefault(owner.getKey(), 0.0);
              double most = weight * Capacity.MORE + ROUNDING;
              return owner.getValue() >= weight && owner.getValue() <= most;
            });
  }

  /// What all owners bear together.
  double weight() {
    return owners.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  boolean has(String node) {
    return owners.containsKey(node) || others.contains(node);
  }
}
