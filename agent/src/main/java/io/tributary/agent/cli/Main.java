package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.base.config.Suggestions;
import java.util.Arrays;
import java.util.List;

/// The program: `tributary COMMAND [FLAGS]`.
///
/// Exit codes: 0 when the command did what it was asked, also when it was stopped by a signal; 1
/// for a failure while running, and for flags or arguments that there are not; 2 for the value of a
/// flag or a configuration that cannot be used; 3 for a flag of Prometheus' server mode. `fmt`,
/// `convert` and the commands of agentctl have two: 0, and 1 for whatever is wrong; those of
/// `check` and `explain` are in their help.
public final class Main {
  static final String HELP =
      """
      Tributary collects metrics next to the workload and forwards them to one or more central stores.
      What it has scraped it keeps on disk until every destination has acknowledged it.

      usage: tributary COMMAND [FLAGS]

      Commands:
        run          Run a River or Alloy configuration: a file, or the files of a folder.
                       tributary run agent.river
        prometheus   Do what `prometheus --agent` does, with its configuration file and its flags.
                       tributary prometheus --config.file=prometheus.yml
        static       Do what Grafana Agent does in static mode, with its configuration file and its flags.
                       tributary static -config.file=agent.yaml
        validate     Check a configuration, in whatever dialect; print everything wrong with it.
                       tributary validate agent.river
        check        Check configurations offline, with lints: rules that can never match, missing files.
                       tributary check --lint-fatal prometheus.yml agent.river
        explain      Tell what relabelling makes of a target or a sample, rule by rule, and why.
                       tributary explain --config.file=prometheus.yml --job=node db1:9100
        fmt          Format a River or Alloy file; without one, what comes in.
                       tributary fmt -w agent.river
        convert      Print a configuration of another agent as River, and say what could not be converted.
                       tributary convert -f prometheus -o agent.river prometheus.yml
        config-sync  Make the configurations that agents of a scraping service share those of a folder.
                       tributary config-sync --addr=http://agent:12345 configs/
        config-check Say whether an agent.yaml is sound, in one line and an exit code.
                       tributary config-check agent.yaml
        wal-stats    Count the series and samples in a log of samples, target by target.
                       tributary wal-stats data-agent/prometheus.remote_write.default
        target-stats Count the series of one target in a log, name by name.
                       tributary target-stats -j node -i db1:9100 DIR
        sample-stats Count the samples of series in a log, and tell their time.
                       tributary sample-stats -s '{job="node"}' DIR
        demo         Scrape this host and Tributary itself, forward to a receiver inside the process, and
                     show what arrives. No network, no configuration.
                       tributary demo --for 20s
        version      Print the version.
        help         Print this text; `tributary COMMAND --help` prints the flags of a command.

      Environment: TRIBUTARY_JAVA_HOME  the Java 25 to run with
                   TRIBUTARY_HEAP       largest heap (such as 256m) instead of one derived from the memory limit
                   TRIBUTARY_OPTS       further options of the Java virtual machine
      """;

  private static final List<String> COMMANDS =
      List.of(
          "run",
          "prometheus",
          "static",
          "validate",
          "check",
          "explain",
          "fmt",
          "convert",
          "config-sync",
          "config-check",
          "wal-stats",
          "target-stats",
          "sample-stats",
          "test-logs",
          "demo",
          "version",
          "help");

  private Main() {}

  public static void main(String[] arguments) {
    // Never System.exit from a signal: the commands end by themselves, so that the code is theirs.
    System.exit(run(Arrays.asList(arguments), Console.standard()));
  }

  /// Runs a command to its end and returns the exit code.
  static int run(List<String> arguments, Console console) {
    if (arguments.isEmpty()) {
      console.err().print(HELP);
      return 2;
    }
    List<String> rest = arguments.subList(1, arguments.size());
    try {
      return switch (arguments.getFirst()) {
        case "run" -> RunCommand.run(rest, console);
        case "static" -> StaticCommand.run(rest, console);
        case "prometheus" -> PrometheusCommand.run(rest, console);
        case "validate" -> ValidateCommand.run(rest, console);
        case "check" -> CheckCommand.run(rest, console);
        case "explain" -> ExplainCommand.run(rest, console);
        case "fmt", "format" -> FmtCommand.run(rest, console);
        case "convert" -> ConvertCommand.run(rest, console);
        case "config-sync" -> ConfigSyncCommand.run(rest, console);
        case "config-check" -> ConfigCheckCommand.run(rest, console);
        case "wal-stats" -> LogCommands.walStats(rest, console);
        case "target-stats" -> LogCommands.targetStats(rest, console);
        case "sample-stats" -> LogCommands.sampleStats(rest, console);
        case "test-logs" ->
            throw new UsageException(
                1,
                "test-logs: the section logs is not supported yet, so that there is none to test");
        case "demo" -> DemoCommand.run(rest, console);
        case "version", "--version", "-version" -> {
          console.out().print(BuildInfo.CURRENT.describe());
          yield 0;
        }
        case "help", "--help", "-help", "-h" -> {
          console.out().print(HELP);
          yield 0;
        }
        default ->
            throw new UsageException(
                2,
                "unknown command '"
                    + arguments.getFirst()
                    + "'"
                    + Suggestions.nearest(arguments.getFirst(), COMMANDS)
                        .map(near -> ", did you mean " + near + "?")
                        .orElse("")
                    + " (tributary help lists them)");
      };
    } catch (UsageException e) {
      console.err().println("tributary: " + e.getMessage());
      return e.exitCode();
    }
  }
}
