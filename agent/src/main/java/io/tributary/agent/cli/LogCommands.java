package io.tributary.agent.cli;

import io.tributary.agent.agentctl.LogReport;
import io.tributary.agent.agentctl.LogStatistics;
import io.tributary.agent.agentctl.Progress;
import io.tributary.agent.agentctl.SampleStatistics;
import io.tributary.agent.agentctl.TargetCardinality;
import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.LabelSelector;
import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import java.nio.file.Path;
import java.util.List;

/// `tributary wal-stats`, `target-stats` and `sample-stats`: what is in a log of samples.
///
/// What is wrong is said on standard output, as in the original.
///
/// Source: grafana/agent `cmd/grafana-agentctl/main.go`.
final class LogCommands {
  private static final String WHERE =
      """

      DIR is the folder of one log, which has a folder `segments` in it: below --storage.path, and below
      wal_directory of static mode, there is one for each prometheus.remote_write. The agent may run. A
      log has what was not delivered yet, and the rest of the segments that this is in. Logs of Prometheus
      and Grafana Agent are not read.
      """;

  private static final String WAL_USAGE =
      """
      usage: tributary wal-stats DIR

      Counts the series and samples in a log, in all and for each target.

        Total Series      different label sets; more than 4000000 are not told apart
        Invalid Refs      records and files that cannot be read
        Hash Collisions, Checkpoint Segment  always 0: there are none here
      """;

  private static final String TARGET_USAGE =
      """
      usage: tributary target-stats --job=JOB --instance=INSTANCE DIR

      Counts the series of each name that a target has in a log: what to drop by metric_relabel_configs
      where that is too much.

      Flags:
        -j, --job=JOB            label job of the target
        -i, --instance=INSTANCE  label instance of the target
        -h, --help               print this help
      """;

  private static final String SAMPLE_USAGE =
      """
      usage: tributary sample-stats [--selector=SELECTOR] DIR

      Counts the samples of each series that a selector chooses in a log, and tells their time.

        tributary sample-stats -s up DIR
        tributary sample-stats -s '{job="a",instance=~"db.*"}' DIR

      Flags:
        -s, --selector=SELECTOR  as in PromQL (default "{}": all series)
        -h, --help               print this help
      """;

  private LogCommands() {}

  /// What a command does with a log.
  private interface Report {
    void print(LogReport report, Path directory);
  }

  static int walStats(List<String> arguments, Console console) {
    PosixFlags.Given flags = new PosixFlags().toggle("help", 'h').parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(WAL_USAGE + WHERE);
      return 0;
    }
    return run(
        flags,
        console,
        "failed to get WAL stats",
        (report, directory) -> console.out().print(new LogStatistics(report).of(directory)));
  }

  static int targetStats(List<String> arguments, Console console) {
    PosixFlags.Given flags =
        new PosixFlags()
            .value("job", 'j')
            .value("instance", 'i')
            .toggle("help", 'h')
            .parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(TARGET_USAGE + WHERE);
      return 0;
    }
    List<String> missing =
        List.of("instance", "job").stream().filter(name -> !flags.has(name)).toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          1, "required flag(s) \"" + String.join("\", \"", missing) + "\" not set");
    }
    return run(
        flags,
        console,
        "failed to get cardinality",
        (report, directory) ->
            console
                .out()
                .print(
                    new TargetCardinality(report, flags.text("job"), flags.text("instance"))
                        .of(directory)));
  }

  static int sampleStats(List<String> arguments, Console console) {
    PosixFlags.Given flags =
        new PosixFlags().value("selector", 's').toggle("help", 'h').parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(SAMPLE_USAGE + WHERE);
      return 0;
    }
    LabelSelector selector = selector(flags.text("selector", "{}"));
    return run(
        flags,
        console,
        "failed to get sample stats",
        (report, directory) ->
            new SampleStatistics(report, selector).print(directory, console.out()));
  }

  private static LabelSelector selector(String text) {
    if (text.replaceAll("\\s", "").equals("{}")) {
      return LabelSelector.ANY;
    }
    try {
      return LabelSelector.parse(text, "selector");
    } catch (ApiError e) {
      throw new UsageException(1, "failed to get sample stats: " + e.getMessage());
    }
  }

  private static int run(PosixFlags.Given flags, Console console, String problem, Report report) {
    Path directory = Path.of(flags.only());
    var progress = new Progress(console.err(), Clock.system(), console.isTerminal());
    try {
      report.print(new LogReport(Disk.real(), progress), directory);
      return 0;
    } catch (ConfigException e) {
      String message = String.valueOf(e.getMessage());
      boolean isPlain = message.endsWith(" does not exist");
      console.out().println(isPlain ? message : problem + ": " + message);
      return 1;
    }
  }
}
