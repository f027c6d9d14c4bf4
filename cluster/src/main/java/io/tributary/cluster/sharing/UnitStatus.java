package io.tributary.cluster.sharing;

import java.util.List;

/// Where a unit stands, as this agent knows it.
///
/// @param leader who decides, or empty where nobody does
/// @param owners agents that may own targets of it
/// @param mismatched agents whose component is configured otherwise than that of most: they get
///   nothing
/// @param offered targets that this agent's discovery has
/// @param held targets that this agent scrapes
/// @param moving targets on their way; 0 where this agent does not lead
public record UnitStatus(
    String unit,
    String leader,
    List<String> owners,
    List<String> mismatched,
    int offered,
    int held,
    int moving) {
  public UnitStatus {
    owners = List.copyOf(owners);
    mismatched = List.copyOf(mismatched);
  }
}
