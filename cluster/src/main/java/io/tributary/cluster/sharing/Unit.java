package io.tributary.cluster.sharing;

import java.util.Collection;

/// The targets of one clustered component on this agent. Thread-safe.
public interface Unit extends AutoCloseable {
  /// Everything that discovery has for the component now. What was held and is not among it is
  /// forgotten: the component ends it by itself, as a target that has vanished.
  void offer(Collection<Long> keys);

  /// Whether other agents have a part in it, and go on with what is held here when that ends.
  boolean isShared();

  /// Ends the component's part; what it holds, it stops by itself. Others take over.
  @Override
  void close();
}
