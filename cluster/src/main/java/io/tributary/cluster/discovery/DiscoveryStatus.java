package io.tributary.cluster.discovery;

/// Where a discovery unit stands, as this agent knows it.
///
/// @param kind of the components
/// @param digest tells units of a kind apart
/// @param runsOn the agent that is to run it; empty where there is none yet
/// @param sinceMs since when, by this agent's clock
/// @param foundBy the agent whose findings are in force; empty where there are none
/// @param targets how many these are
/// @param problem why not everything could be found; empty where all was
public record DiscoveryStatus(
    String kind,
    String digest,
    Role role,
    String runsOn,
    long sinceMs,
    String foundBy,
    int targets,
    String problem) {

  /// What this agent does.
  public enum Role {
    /// Runs the discovery, for others as well.
    RUNS,

    /// Takes what another agent finds.
    FOLLOWS,

    /// Runs the discovery for itself: the result is too large to be shared, or nobody has told it.
    ALONE
  }
}
