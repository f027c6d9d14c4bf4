package io.tributary.runtime;

import io.tributary.component.Stability;
import io.tributary.component.page.LocalPages;
import java.nio.file.Path;
import java.time.Duration;

/// How a runtime behaves, as the command line says it. Under `memoryAddress`, a `host:port`,
/// components reach the pages of one another without a connection.
public record RuntimeSettings(
    LoadMode mode,
    Stability least,
    boolean community,
    Path dataDirectory,
    Duration shutdownDeadline,
    String clusterName,
    String memoryAddress) {

  /// The defaults of the command line.
  public static RuntimeSettings in(Path dataDirectory) {
    return new RuntimeSettings(
        LoadMode.STRICT,
        Stability.GENERALLY_AVAILABLE,
        false,
        dataDirectory,
        Duration.ofMinutes(10),
        "",
        LocalPages.DEFAULT_ADDRESS);
  }

  public RuntimeSettings with(LoadMode other) {
    return new RuntimeSettings(
        other, least, community, dataDirectory, shutdownDeadline, clusterName, memoryAddress);
  }

  public RuntimeSettings with(Stability other) {
    return new RuntimeSettings(
        mode, other, community, dataDirectory, shutdownDeadline, clusterName, memoryAddress);
  }

  public RuntimeSettings withShutdownDeadline(Duration other) {
    return new RuntimeSettings(
        mode, least, community, dataDirectory, other, clusterName, memoryAddress);
  }
}
