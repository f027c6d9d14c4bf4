package io.tributary.agent.cli;

import java.io.PrintStream;
import java.util.List;

/// The program, for tests of other packages.
public final class CommandLine {
  private CommandLine() {}

  /// Runs a command to its end and returns the exit code.
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    return Main.run(arguments, new Console(out, err, false));
  }
}
