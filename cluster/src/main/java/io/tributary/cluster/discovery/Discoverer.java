package io.tributary.cluster.discovery;

import io.tributary.model.labels.Labels;
import java.util.List;

/// What a discovery component does when it is told. Called by one thread, and keeps nobody waiting.
public interface Discoverer {
  /// This agent is to run the discovery, and to publish what it finds.
  void start();

  /// Another agent does now, and has answered.
  void stop();

  /// What was found, by this agent or another one. What was known before stays in force until then:
  /// stale targets are better than none.
  void found(List<Labels> targets);
}
