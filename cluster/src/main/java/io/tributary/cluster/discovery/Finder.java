package io.tributary.cluster.discovery;

import io.tributary.model.labels.Labels;
import java.util.List;

/// What a discovery component does when it is told. Called by one thread, and keeps nobody waiting.
public interface Finder {
  /// This agent is to run the discovery, and to publish what it finds.
  void start();

  /// Another agent does now, and has answered.
  void stop();

  /// What another agent has found, or another component of this one: all of it. What was known
  /// before stays in force until then: stale targets are better than none. After [#start] it is
  /// what to go on with until there is something of its own.
  void found(List<Labels> targets);

  /// Whoever runs the discovery cannot find everything; what was found before stays in force. Ends
  /// with the next [#found].
  void failed(String reason);
}
