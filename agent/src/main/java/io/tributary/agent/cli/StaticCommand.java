package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.cli.GoFlags.Given;
import io.tributary.agent.cluster.ClusterSettings;
import io.tributary.agent.logging.LogStyle;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.GraphWork;
import io.tributary.agent.process.HeadStart;
import io.tributary.agent.process.StaticConfiguration;
import io.tributary.agent.telemetry.StaticTelemetry;
import io.tributary.agent.web.graph.StaticSurface;
import io.tributary.agent.web.service.ScrapingServiceRoutes;
import io.tributary.base.host.HostName;
import io.tributary.component.Stability;
import io.tributary.dialects.staticmode.StaticConfig;
import io.tributary.net.server.Routes;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `tributary static`: what Grafana Agent's static mode does, as a graph of components. Exit code 0
/// when it was asked to stop, 1 for a configuration or a start that failed, 2 for a command line
/// that makes no sense.
///
/// Source: grafana/agent `cmd/grafana-agent/main.go`, `static/config/config.go`.
final class StaticCommand {
  private static final Logger LOG = LoggerFactory.getLogger(StaticCommand.class);

  private static final String USAGE =
      """
      usage: tributary static -config.file=agent.yaml [FLAGS]

      Runs the configuration of Grafana Agent's static mode. Flags have one dash or two.

      Flags:
      """;

  private static final Duration FLUSH_DEADLINE = Duration.ofMinutes(1);
  private static final Duration SHUTDOWN_DEADLINE = Duration.ofMinutes(10);

  private StaticCommand() {}

  static int run(List<String> arguments, Console console) {
    StaticRunOptions options;
    try {
      Given flags = StaticFlags.ALL.parse(arguments);
      if (flags.isOn("version")) {
        console.out().print(BuildInfo.CURRENT.describe());
        return 0;
      }
      options = StaticRunOptions.of(flags, false);
    } catch (UsageException e) {
      if (e.exitCode() == 0) {
        console.out().print(USAGE + StaticFlags.ALL.help());
      } else {
        console.err().println(e.getMessage());
        console.err().println("(tributary static -help lists the flags)");
      }
      return e.exitCode();
    }
    var configuration = new StaticConfiguration(Path.of(options.file()), options.reading());
    Optional<StaticConfig> config = load(configuration, console);
    if (config.isEmpty()) {
      return 1;
    }
    HeadStart.begin();
    Logging.startWaiting(LogStyle.FLOW, console.err());
    Agent.announce();
    options.notes().forEach(LOG::warn);
    int exitCode =
        new GraphRun(console, "")
            .run(
                settings(options, configuration, Path.of(config.get().walDirectory())),
                agent -> extended(agent, options, configuration, config.get()));
    if (exitCode == 0) {
      LOG.info("agent exiting");
    }
    return exitCode;
  }

  private static Optional<StaticConfig> load(StaticConfiguration configuration, Console console) {
    try {
      StaticConfig.Result result = configuration.load();
      if (result.sound().isEmpty()) {
        console.err().println("error loading config file " + configuration.name() + ":");
        console.err().print(console.printer().print(result.diagnostics()));
      }
      return result.sound();
    } catch (IOException e) {
      console.err().println(e.getMessage());
      return Optional.empty();
    }
  }

  private static Consumer<Routes> extended(
      Agent<GraphWork> agent,
      StaticRunOptions options,
      StaticConfiguration configuration,
      StaticConfig config) {
    GraphWork work = agent.work();
    StaticTelemetry.register(
        work.registry(), work.graph(), configuration::index, config.sharesInstances());
    Supplier<Optional<String>> shown =
        () ->
            options.showsConfiguration()
                ? Optional.of(configuration.effectiveYaml())
                : Optional.empty();
    var surface =
        new StaticSurface(work.graph(), configuration::index, shown, agent::reloadAndTell);
    var service = new ScrapingServiceRoutes(work.graph(), options.showsConfiguration());
    return routes -> {
      surface.add(routes);
      service.add(routes);
    };
  }

  private static GraphSettings settings(
      StaticRunOptions options, StaticConfiguration configuration, Path directory) {
    return new GraphSettings(
        configuration,
        new RuntimeSettings(
            LoadMode.STRICT,
            Stability.EXPERIMENTAL,
            false,
            directory,
            SHUTDOWN_DEADLINE,
            "",
            options.memoryAddress()),
        options.listenAddress(),
        "",
        ClusterSettings.off(HostName.orOfEnvironment()),
        FLUSH_DEADLINE,
        new GraphSettings.Server(options.maxConnections(), options.readTimeout(), false),
        options.flags());
  }
}
