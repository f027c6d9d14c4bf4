package io.tributary.agent.process;

import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.runtime.RuntimeSettings;
import java.time.Duration;
import java.util.Map;

/// Everything that an agent that runs a graph is told at start and that no reload changes.
///
/// @param listenAddress `host:port`
/// @param uiPrefix empty, or begins with a slash and ends without one
/// @param cluster who this node is, and whom it shares its work with
/// @param flags every flag with its value, for the API
public record GraphSettings(
    Configuration configuration,
    RuntimeSettings runtime,
    String listenAddress,
    String uiPrefix,
    ClusterSettings cluster,
    Duration flushDeadline,
    Server server,
    Map<String, String> flags) {

  /// @param maxConnections most that are open at a time
  /// @param readTimeout most time for a request to arrive, and for a connection to be idle
  /// @param saysAsAlloy whether `/-/ready`, `/-/healthy` and `/-/reload` are those of Alloy; where
  ///   not, whoever starts the agent adds his own
  public record Server(int maxConnections, Duration readTimeout, boolean saysAsAlloy) {
    public static final Server DEFAULT = new Server(512, Duration.ofMinutes(5), true);
  }

  /// With a server as Alloy has it, and without a cluster.
  public GraphSettings(
      Configuration configuration,
      RuntimeSettings runtime,
      String listenAddress,
      String uiPrefix,
      String nodeName,
      Duration flushDeadline,
      Map<String, String> flags) {
    this(
        configuration,
        runtime,
        listenAddress,
        uiPrefix,
        ClusterSettings.off(nodeName),
        flushDeadline,
        Server.DEFAULT,
        flags);
  }

  public GraphSettings {
    flags = Map.copyOf(flags);
  }
}
