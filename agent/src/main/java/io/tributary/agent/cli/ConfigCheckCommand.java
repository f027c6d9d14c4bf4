package io.tributary.agent.cli;

import io.tributary.agent.process.StaticConfiguration;
import io.tributary.dialects.staticmode.StaticConfig;
import io.tributary.dialects.staticmode.StaticOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// `tributary config-check FILE`: whether an `agent.yaml` is sound.
///
/// Source: grafana/agent `cmd/grafana-agentctl/main.go`, configCheckCmd.
final class ConfigCheckCommand {
  private static final String USAGE =
      """
      usage: tributary config-check [FLAGS] FILE

      Checks the configuration of Grafana Agent's static mode as `tributary static` would when it starts,
      integrations included, and runs nothing. `tributary check` tells more of it: lints, and files that
      are missing.

      Flags:
        -e, --expand-env        fill in ${var} from the environment
            --agent-flags=TEXT  flags that the agent is started with, for what they have to do with the
                                file: "-metrics.service.enabled -enable-features=extra-scrape-metrics"
        -h, --help              print this help

      Exit code 0 and "config valid" when it is, 1 and what is wrong when it is not.
      """;

  private static final PosixFlags FLAGS =
      new PosixFlags().toggle("expand-env", 'e').value("agent-flags").toggle("help", 'h');

  private ConfigCheckCommand() {}

  static int run(List<String> arguments, Console console) {
    PosixFlags.Given flags = FLAGS.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE);
      return 0;
    }
    Path file = Path.of(flags.only());
    try {
      StaticConfig.Result result = new StaticConfiguration(file, reading(flags)).load();
      if (result.sound().isPresent()) {
        console.out().println("config valid");
        return 0;
      }
      console.err().println("failed to validate config:");
      console.err().print(console.printer().print(result.errors()));
    } catch (IOException e) {
      console.err().println("failed to load config: " + e.getMessage());
    }
    return 1;
  }

  private static StaticOptions reading(PosixFlags.Given flags) {
    List<String> words =
        Arrays.stream(flags.text("agent-flags").split("\\s+")).filter(w -> !w.isEmpty()).toList();
    try {
      StaticOptions reading = StaticRunOptions.of(StaticFlags.ALL.parse(words), true).reading();
      return flags.isOn("expand-env") ? reading.expanding() : reading;
    } catch (UsageException e) {
      throw new UsageException(1, "--agent-flags: " + e.getMessage());
    }
  }
}
