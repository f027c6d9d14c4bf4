package io.tributary.cluster.service;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How other agents are told that they should look at the ring, and asked what they have begun.
/// Thread-safe; calls block.
@FunctionalInterface
public interface AgentCalls {
  /// Tells the agent at `host:port`, and waits for its answer.
  void tellReshard(String address, Duration timeout) throws IOException, InterruptedException;

  /// Which of `names` the agent at `host:port` has begun with. Empty where it cannot say: an agent
  /// of the original does not know the question.
  default Optional<Set<String>> begun(String address, List<String> names, Duration timeout)
      throws IOException, InterruptedException {
    return Optional.empty();
  }

  /// What another agent may ask of this one. Does not wait.
  interface Answers {
    /// Another agent says that the ring has changed.
    void reshard();

    /// Whether this agent has begun with a configuration, even if it cannot be run.
    boolean hasBegun(String name);
  }
}
