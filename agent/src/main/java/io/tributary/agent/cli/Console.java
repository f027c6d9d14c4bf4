package io.tributary.agent.cli;

import java.io.PrintStream;
import java.util.Optional;

/// Where a command prints, and whether a person watches.
///
/// `out` is for what was asked for (help, versions, the demo), `err` for complaints and the log.
public record Console(PrintStream out, PrintStream err, boolean isTerminal) {

  /// The standard streams of this process.
  public static Console standard() {
    boolean terminal =
        Optional.ofNullable(System.console()).map(c -> c.isTerminal()).orElse(false)
            && !"dumb".equals(System.getenv("TERM"));
    return new Console(System.out, System.err, terminal);
  }
}
