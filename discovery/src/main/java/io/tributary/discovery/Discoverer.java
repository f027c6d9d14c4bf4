package io.tributary.discovery;

import java.util.List;

/// A running discovery mechanism.
///
/// After [#start] it publishes what it finds, from threads of its own, until [#close]. It publishes
/// its whole state first and then either whole states or changes: a group replaces the one of the
/// same source, and a source that has gone is published as a group without targets. When it cannot
/// find out, it says so and publishes nothing: what was published stays in force.
public interface Discoverer extends AutoCloseable {

  /// Begins to discover; called once. Returns at once.
  void start(Sink sink);

  /// Stops and frees what it holds; does not wait for a call under way, which is interrupted.
  @Override
  void close();

  /// Where a discoverer publishes. Safe for any number of threads.
  interface Sink {
    /// Groups that are new or have changed; an empty list where there is nothing to discover. False
    /// when they are refused, as more than [DiscoveryLimits#maxTargets]: it has been counted and
    /// logged, and what was published before stays in force.
    boolean publish(List<TargetGroup> groups);

    /// The same where a part could not be found out, for a `reason` as with [#failed]: what is
    /// known of it stays.
    default boolean publishPart(List<TargetGroup> groups, String reason) {
      boolean isAccepted = publish(groups);
      failed(reason);
      return isAccepted;
    }

    /// An attempt has failed, or has just published all but a part, for a `reason` that an operator
    /// understands; it has been counted and logged already.
    void failed(String reason);
  }
}
