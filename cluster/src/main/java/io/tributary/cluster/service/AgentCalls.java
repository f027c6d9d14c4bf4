package io.tributary.cluster.service;

import java.io.IOException;
import java.time.Duration;

/// How other agents are told that they should look at the ring. Thread-safe.
@FunctionalInterface
public interface AgentCalls {
  /// Tells the agent at `host:port`, and waits for its answer.
  void tellReshard(String address, Duration timeout) throws IOException, InterruptedException;
}
