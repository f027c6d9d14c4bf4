package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.lifecycle.Signals;
import io.tributary.agent.logging.LogStyle;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.GraphWork;
import io.tributary.agent.process.HeadStart;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.StorageException;
import io.tributary.river.diag.SnippetPrinter;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `tributary run FILE|DIR`: runs a graph until it is asked to stop, and ends with 0 then; 1 for
/// whatever is wrong.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`.
final class RunCommand {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final String USAGE =
      """
      usage: tributary run [FLAGS] PATH

      Runs the River or Alloy configuration in a file, or in the *.river and *.alloy files of a folder.

      Flags:
      """;

  private RunCommand() {}

  static int run(List<String> arguments, Console console) {
    GraphSettings settings;
    try {
      ParsedFlags flags = RunFlags.ALL.parse(arguments);
      if (flags.isOn("help")) {
        console.out().print(USAGE + FlagHelp.print(RunFlags.ALL));
        return 0;
      }
      if (flags.isOn("version")) {
        console.out().print(BuildInfo.CURRENT.describe());
        return 0;
      }
      settings = RunOptions.settings(flags);
    } catch (UsageException e) {
      console.err().println("Error: " + e.getMessage());
      return 1;
    }
    HeadStart.begin();
    Logging.startWaiting(LogStyle.FLOW, console.err());
    try {
      return run(settings, console);
    } finally {
      Logging.stopWaiting();
    }
  }

  private static int run(GraphSettings settings, Console console) {
    Agent.announce();
    try (var agent =
        GraphWork.agent(
            settings, (source, result) -> print(source, result, console), Clock.system())) {
      Signals.onStop(signal -> {
        LOG.atInfo().addKeyValue("signal", signal).log("received an OS signal, stopping");
        agent.requestStop();
      });
      // On a thread of its own: a reload takes as long as it takes.
      Signals.onReload(() -> Thread.ofVirtual().name("reload").start(agent::reload));
      Optional<String> failure = agent.start(_ -> {});
      if (failure.isPresent()) {
        Logging.stopWaiting();
        console.err().println("Error: " + failure.get());
        return 1;
      }
      Logging.stopWaiting();
      agent.awaitStop();
    } catch (IOException | UncheckedIOException | StorageException e) {
      Logging.stopWaiting();
      console.err().println("Error: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
    return 0;
  }

  /// What is wrong with the first configuration, with the lines that it stands in.
  static void print(Source source, LoadResult result, Console console) {
    Logging.stopWaiting();
    if (!result.diagnostics().isEmpty()) {
      console
          .err()
          .println(printer(console).print(result.diagnostics(), source.texts()).stripTrailing());
    }
    for (LoadResult.LeftOut file : result.leftOut()) {
      LOG.atError().addKeyValue("file", file.file()).log("file is left out");
    }
  }

  static SnippetPrinter printer(Console console) {
    return console.hasColours() ? SnippetPrinter.coloured() : SnippetPrinter.plain();
  }
}
