package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.lifecycle.ConfigReloads;
import io.tributary.agent.lifecycle.Signals;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.HeadStart;
import io.tributary.agent.process.PrometheusWork;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.time.Clock;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.tree.PrometheusTree;
import io.tributary.metrics.wal.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `tributary prometheus`: runs until it is asked to stop, and ends with 0 then.
///
/// Source: parity §1.4.
final class PrometheusCommand {
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusCommand.class);

  private static final String USAGE =
      """
      usage: tributary prometheus [FLAGS]

      Scrapes targets and forwards their samples by remote write, as `prometheus --agent` does.

      Flags:
      """;

  private PrometheusCommand() {}

  static int run(List<String> arguments, Console console) {
    ParsedFlags flags;
    try {
      flags = PrometheusFlags.ALL.parse(ArgumentFiles.expand(arguments));
    } catch (UsageException e) {
      console.err().println("Error parsing command line arguments: " + e.getMessage());
      console.err().println("(tributary prometheus --help lists the flags)");
      return e.exitCode();
    }
    if (flags.isOn("help")) {
      console.out().print(USAGE + FlagHelp.print(PrometheusFlags.ALL));
      return 0;
    }
    if (flags.isOn("version")) {
      console.out().print(BuildInfo.CURRENT.describe());
      return 0;
    }
    if (flags.isOn("write-documentation")) {
      console.out().print(FlagHelp.markdown(PrometheusFlags.ALL));
      return 0;
    }
    HeadStart.begin();
    PrometheusOptions options = PrometheusOptions.from(flags);
    Logging.start(options.log().level(), options.log().format(), console.err());
    return run(options);
  }

  private static int run(PrometheusOptions options) {
    noteFlags(options);
    Path file = options.agent().configFile();
    PrometheusTree.Loaded tree = PrometheusWork.load(options.agent());
    LoadResult loaded = tree.result();
    loaded.warnings().forEach(ConfigReloads::warn);
    if (loaded.sound().isEmpty()) {
      for (Diagnostic error : loaded.errors()) {
        LOG.atError()
            .addMarker(Logging.LIST)
            .addKeyValue("file", file.toAbsolutePath())
            .addKeyValue("err", error)
            .log("Error loading config (--config.file={})", file);
      }
      return 2;
    }
    Agent.announce();
    try (var agent = PrometheusWork.agent(options.agent(), tree, Clock.system())) {
      Signals.onStop(signal -> {
        LOG.atWarn()
            .addKeyValue("signal", signal)
            .log("Received an OS signal, exiting gracefully...");
        agent.requestStop();
      });
      // On a thread of its own: a reload takes as long as it takes.
      Signals.onReload(() -> Thread.ofVirtual().name("reload").start(agent::reload));
      Optional<String> failure = agent.start(_ -> {});
      if (failure.isPresent()) {
        LOG.atError().addKeyValue("err", failure.get()).log("Cannot apply the first configuration");
        return 1;
      }
      agent.awaitStop();
    } catch (IOException | StorageException e) {
      // Said in full by the message: where in the code it came up helps nobody.
      LOG.atError().addKeyValue("err", e.getMessage()).log("Cannot run");
      LOG.debug("Cannot run, because of this", e);
      return 1;
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Cannot run");
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
    LOG.info("See you next time!");
    return 0;
  }

  private static void noteFlags(PrometheusOptions options) {
    for (String note : options.notes()) {
      LOG.info(note);
    }
    for (FeatureFlags.Note note : options.features().notes()) {
      (note.isWarning() ? LOG.atWarn() : LOG.atInfo())
          .addKeyValue("option", note.feature())
          .log("--enable-feature: {}", note.message());
    }
  }
}
