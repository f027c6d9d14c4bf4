package io.tributary.agent.web.graph;

/// How the last load went.
public interface LoadStatus {
  /// Whether nothing at all was wrong with it.
  boolean wasClean();

  /// When a configuration was last applied, in epoch milliseconds; 0 before the first.
  long appliedMs();
}
