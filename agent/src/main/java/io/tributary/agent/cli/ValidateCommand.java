package io.tributary.agent.cli;

import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import java.nio.file.Path;
import java.util.List;

/// `tributary validate FILE`: everything that is wrong with a configuration, at its line.
final class ValidateCommand {
  private static final String USAGE =
      """
      usage: tributary validate FILE

      Reads a prometheus.yml and the files that it names as `tributary prometheus` would, and prints
      everything that is wrong or doubtful. Exit code 0: it would run; 2: it would not.
      """;

  private ValidateCommand() {}

  static int run(List<String> arguments, Console console) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      console.out().print(USAGE);
      return 0;
    }
    if (arguments.size() != 1) {
      console.err().print(USAGE);
      return 2;
    }
    LoadResult loaded = PrometheusConfig.load(Path.of(arguments.getFirst()), Environment.system());
    DiagnosticPrinter printer =
        console.isTerminal() ? DiagnosticPrinter.coloured() : DiagnosticPrinter.plain();
    console.err().print(printer.print(loaded.diagnostics()));
    if (loaded.sound().isEmpty()) {
      int count = loaded.errors().size();
      console.err().println(count == 1 ? "1 error" : count + " errors");
      return 2;
    }
    PrometheusConfig config = loaded.sound().orElseThrow();
    console
        .out()
        .printf(
            "%s is valid: %d scrape jobs, %d remote_write destinations%n",
            arguments.getFirst(), config.scrapeJobs().size(), config.remoteWrites().size());
    return 0;
  }
}
