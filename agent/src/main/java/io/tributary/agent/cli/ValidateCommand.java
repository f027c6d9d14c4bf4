package io.tributary.agent.cli;

import io.tributary.agent.check.ConfigDialects;
import io.tributary.agent.check.PrometheusDialect;
import io.tributary.agent.process.GraphParts;
import io.tributary.agent.process.StaticConfiguration;
import io.tributary.component.Stability;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.LoadResult;
import io.tributary.dialects.prometheus.PrometheusConfig;
import io.tributary.dialects.staticmode.StaticConfig;
import io.tributary.dialects.staticmode.StaticOptions;
import io.tributary.river.diag.Diagnostic;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.RuntimeSettings;
import io.tributary.runtime.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

      An agent.yaml is read as `tributary static` would. A prometheus.yml and the files that it names are
      read as `tributary prometheus` would: exit code 2 where something is wrong, and 0 when it would run.
      What a file is, its name and its sections tell.

      Flags, for River and for what --config.format has converted:

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
    if (flags.isTyped("config.format")) {
      return flags.text("config.format").equals("prometheus")
          ? prometheus(path, console)
          : graph(flags, path, console);
    }
    return switch (ConfigDialects.of(path, Optional.empty()).name()) {
      case "river" -> graph(flags, path, console);
      case "static" -> statics(path, console);
      default -> prometheus(path, console);
    };
  }

  private static int graph(ParsedFlags flags, Path path, Console console) {
    try {
      Source source = RunOptions.configuration(flags, path).read();
      return graph(path, source, settings(flags), console);
    } catch (IOException | UsageException e) {
      console.err().println("Error: " + e.getMessage());
      return 1;
    }
  }

  private static int graph(Path path, Source source, RuntimeSettings settings, Console console) {
    List<Diagnostic> found = GraphParts.check(source, settings);
    console.err().print(GraphRun.printer(console).print(found, source.texts()));
    if (found.stream().anyMatch(Diagnostic::isError)) {
      console.err().println("Error: validation failed");
      return 1;
    }
    console.out().println(path + " is valid");
    return 0;
  }

  private static int statics(Path path, Console console) {
    try {
      var configuration = new StaticConfiguration(path, StaticOptions.of(Environment.system()));
      StaticConfig.Result result = configuration.load();
      console.err().print(console.printer().print(result.diagnostics()));
      if (result.sound().isEmpty()) {
        console.err().println("Error: validation failed");
        return 1;
      }
      RuntimeSettings settings = RuntimeSettings.in(Path.of("")).with(Stability.EXPERIMENTAL);
      return graph(path, configuration.read(), settings, console);
    } catch (IOException e) {
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
    console.err().print(console.printer().print(loaded.diagnostics()));
    if (loaded.sound().isEmpty()) {
      int count = loaded.errors().size();
      console.err().println(count == 1 ? "1 error" : count + " errors");
      return 2;
    }
    String summary = PrometheusDialect.summary(loaded.sound().orElseThrow());
    console.out().printf("%s is valid: %s%n", path, summary);
    return 0;
  }
}
