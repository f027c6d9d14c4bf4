package io.tributary.agent.cli;

import io.tributary.base.config.DiagnosticPrinter;
import java.io.PrintStream;
import java.util.Optional;

/// Where a command prints, and whether a person watches.
///
/// `out` is for what was asked for (help, versions, the demo), `err` for complaints and the log.
public record Console(PrintStream out, PrintStream err, boolean isTerminal) {

  /// Whether what is printed may have colours; the variable `NO_COLOR` says that it may not.
  boolean hasColours() {
    String without = System.getenv("NO_COLOR");
    return isTerminal && (without == null || without.isEmpty());
  }

  /// Prints findings as this console shows them.
  DiagnosticPrinter printer() {
    return hasColours() ? DiagnosticPrinter.coloured() : DiagnosticPrinter.plain();
  }

  /// The standard streams of this process.
  public static Console standard() {
    boolean terminal =
        Optional.ofNullable(System.console()).map(c -> c.isTerminal()).orElse(false)
            && !"dumb".equals(System.getenv("TERM"));
    return new Console(System.out, System.err, terminal);
  }
}
