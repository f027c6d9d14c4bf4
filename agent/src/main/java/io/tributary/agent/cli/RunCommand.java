package io.tributary.agent.cli;

import io.tributary.agent.build.BuildInfo;
import io.tributary.agent.logging.LogStyle;
import io.tributary.agent.logging.Logging;
import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.HeadStart;
import io.tributary.agent.web.service.ScrapingServiceRoutes;
import java.util.List;

/// `tributary run FILE|DIR`: runs a graph until it is asked to stop, and ends with 0 then; 1 for
/// whatever is wrong.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`.
final class RunCommand {
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
    Agent.announce();
    return new GraphRun(console, "Error: ")
        .run(settings, agent -> new ScrapingServiceRoutes(agent.work().graph(), true)::add);
  }
}
