package io.tributary.agent.process;

import io.tributary.runtime.RuntimeSettings;
import java.time.Duration;
import java.util.Map;

/// Everything that an agent that runs a graph is told at start and that no reload changes.
///
/// @param listenAddress `host:port`
/// @param uiPrefix empty, or begins with a slash and ends without one
/// @param nodeName what this node is called
/// @param flags every flag with its value, for the API
public record GraphSettings(
    Configuration configuration,
    RuntimeSettings runtime,
    String listenAddress,
    String uiPrefix,
    String nodeName,
    Duration flushDeadline,
    Map<String, String> flags) {
  public GraphSettings {
    flags = Map.copyOf(flags);
  }
}
