package io.tributary.cluster.sharing;

import java.util.Collection;

/// The targets of one clustered component on this agent. Thread-safe.
public interface Unit extends AutoCloseable {
  /// Everything that discovery has for the component now. What is held and not among it stays held
  /// until it is known whether another agent goes on with it: then it is released, or ended.
  void offer(Collection<Long> keys);

  /// Whether other agents have a part in it, and go on with what is held here when that ends.
  boolean isShared();

  /// Ends the component's part; what it holds, it stops by itself. Others take over.
  @Override
  void close();
}
