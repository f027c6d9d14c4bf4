package io.tributary.agent.cli;

import io.tributary.agent.lifecycle.Signals;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.GraphWork;
import io.tributary.base.time.Clock;
import io.tributary.metrics.wal.StorageException;
import io.tributary.net.server.Routes;
import io.tributary.river.diag.SnippetPrinter;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a graph until it is asked to stop.
///
/// @param prefix what a complaint begins with
record GraphRun(Console console, String prefix) {
  private static final Logger LOG = LoggerFactory.getLogger(GraphRun.class);

  /// Adds to an agent that has not started, and answers what adds to its routes.
  @FunctionalInterface
  interface Extension {
    Consumer<Routes> of(Agent<GraphWork> agent);
  }

  /// The exit code: 0 when it was asked to stop. The log must be waiting for its format.
  int run(GraphSettings settings, Extension extension) {
    try (var agent = GraphWork.agent(settings, this::print, Clock.system())) {
      Signals.onStop(signal -> {
        LOG.atInfo().addKeyValue("signal", signal).log("received an OS signal, stopping");
        agent.requestStop();
      });
      // On a thread of its own: a reload takes as long as it takes.
      Signals.onReload(() -> Thread.ofVirtual().name("reload").start(agent::reload));
      Optional<String> failure = agent.start(extension.of(agent));
      if (failure.isPresent()) {
        return failed(failure.get());
      }
      Logging.stopWaiting();
      agent.awaitStop();
      return 0;
    } catch (IOException | UncheckedIOException | StorageException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Logging.stopWaiting();
    }
  }

  private int failed(String reason) {
    Logging.stopWaiting();
    console.err().println(prefix + reason);
    return 1;
  }

  /// What is wrong with the first configuration, with the lines that it stands in.
  private void print(Source source, LoadResult result) {
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
