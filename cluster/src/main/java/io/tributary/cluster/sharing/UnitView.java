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
  UnitView {
    // In one order in every process: who is asked first must not depend on chance.
    owners = Collections.unmodifiableMap(new TreeMap<>(owners));
    others = List.copyOf(others);
  }

  boolean has(String node) {
    return owners.containsKey(node) || others.contains(node);
  }
}
