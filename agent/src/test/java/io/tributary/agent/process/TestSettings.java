package io.tributary.agent.process;

import com.google.re2j.Pattern;
import io.tributary.cluster.placement.MemberShare;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `tributary prometheus` is told by tests.
final class TestSettings {
  private TestSettings() {}

  /// An agent that runs `file` on a port of loopback and keeps its log beside it; 0 is any port.
  static AgentSettings of(Path file, int port) {
    return new AgentSettings(
        file,
        Optional.empty(),
        false,
        new AgentSettings.Web(
            List.of("127.0.0.1:" + port),
            Optional.empty(),
            Duration.ofMinutes(5),
            512,
            16,
            URI.create("http://127.0.0.1:" + (port == 0 ? 9090 : port)),
            "/",
            Optional.empty(),
            true,
            false,
            "Tributary",
            Pattern.compile("^(?s:.*)$")),
        new AgentSettings.Storage(
            file.resolveSibling("data-agent"),
            Optional.empty(),
            true,
            0,
            Optional.empty(),
            Duration.ofSeconds(2)),
        new AgentSettings.Scrape(Duration.ofMillis(2), Duration.ofSeconds(5), MemberShare.ALL),
        Map.of());
  }
}
