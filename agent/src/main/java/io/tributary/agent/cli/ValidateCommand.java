package io.tributary.agent.cli;

import io.tributary.agent.process.Configuration;
import io.tributary.agent.process.GraphParts;
import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.component.Stability;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.river.diag.Diagnostic;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `tributary validate FILE|DIR`: everything that is wrong with a configuration, at its line.
///
/// Source: grafana/alloy `internal/alloycli/cmd_validate.go`, for River: its flags, last line and
/// exit code.
final class ValidateCommand {
  private static final String USAGE =
      """
      usage: tributary validate [FLAGS] FILE|DIR

      Reads a River or Alloy file, or those of a folder, as `tributary run` would, and prints everything that
      is wrong: exit code 1 then, and 0 when it would run. Nothing is run, and nobody is asked.

      A prometheus.yml and the files that it names are read as `tributary prometheus` would: exit code 2
      where something is wrong, and 0 when it would run. What a file is, its name tells.

      Flags, for River:

      """;

  private ValidateCommand() {}

  static int run(List<String> arguments, Console console) {
    ParsedFlags flags = RunFlags.VALIDATE.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE + FlagHelp.print(RunFlags.VALIDATE));
      return 0;
    }
    if (flags.arguments().size() != 1) {
      console.err().print(USAGE + FlagHelp.print(RunFlags.VALIDATE));
      return 2;
    }
    Path path = Path.of(flags.arguments().getFirst());
    return isPrometheus(flags, path) ? prometheus(path, console) : graph(flags, path, console);
  }

  private static boolean isPrometheus(ParsedFlags flags, Path path) {
    String name = path.toString();
    return flags.isTyped("config.format")
        ? flags.text("config.format").equals("prometheus")
        : !Files.isDirectory(path) && !name.endsWith(".river") && !name.endsWith(".alloy");
  }

  private static int graph(ParsedFlags flags, Path path, Console console) {
    try {
      Configuration configuration = RunOptions.configuration(flags, path);
      Source source = configuration.read();
      List<Diagnostic> found = GraphParts.check(source, settings(flags));
      console.err().print(RunCommand.printer(console).print(found, source.texts()));
      if (found.stream().anyMatch(Diagnostic::isError)) {
        console.err().println("Error: validation failed");
        return 1;
      }
      console.out().println(path + " is valid");
      return 0;
    } catch (IOException | UsageException e) {
      console.err().println("Error: " + e.getMessage());
      return 1;
    }
  }

  private static RuntimeSettings settings(ParsedFlags flags) {
    RuntimeSettings defaults = RuntimeSettings.in(Path.of(""));
    return new RuntimeSettings(
        LoadMode.STRICT,
        Stability.of(flags.text("stability.level")).orElseThrow(),
        flags.isOn("feature.community-components.enabled"),
        defaults.dataDirectory(),
        defaults.shutdownDeadline(),
        defaults.clusterName(),
        defaults.memoryAddress());
  }

  private static int prometheus(Path path, Console console) {
    LoadResult loaded = PrometheusConfig.load(path, Environment.system());
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
            path, config.scrapeJobs().size(), config.remoteWrites().size());
    return 0;
  }
}
