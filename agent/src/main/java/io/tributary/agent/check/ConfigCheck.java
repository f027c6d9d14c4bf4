package io.tributary.agent.check;

import io.tributary.agent.check.Lint.Check;
import io.tributary.base.config.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Checks one configuration: what is wrong with it, and the lints that were asked for.
public record ConfigCheck(
    String file, String dialect, String summary, List<Diagnostic> diagnostics, List<Lint> lints) {

  public ConfigCheck {
    diagnostics = List.copyOf(diagnostics);
    lints = List.copyOf(lints);
  }

  /// What to look for.
  ///
  /// @param checks the lints that are wanted
  /// @param syntaxOnly whether to leave alone what the file refers to, and lints with it
  /// @param lookback how long queries look back for a sample
  public record Options(Set<Check> checks, boolean syntaxOnly, Duration lookback) {
    public Options {
      checks = Set.copyOf(checks);
    }
  }

  public static ConfigCheck of(Path path, ConfigDialect dialect, Options options) {
    ConfigReading reading = dialect.read(path, options.syntaxOnly());
    var diagnostics = new ArrayList<>(reading.diagnostics());
    var lints = new ArrayList<>(reading.lints());
    if (reading.plan().isPresent() && !options.syntaxOnly()) {
      PlanLints.Found found =
          PlanLints.of(reading.plan().get(), path.toString(), options.lookback());
      diagnostics.addAll(found.errors());
      lints.addAll(found.lints());
    }
    diagnostics.sort(Diagnostic.IN_FILE_ORDER);
    List<Lint> wanted =
        options.syntaxOnly()
            ? List.of()
            : lints.stream()
                .filter(lint -> options.checks().contains(lint.check()))
                .distinct()
                .sorted(Comparator.comparing(Lint::diagnostic, Diagnostic.IN_FILE_ORDER))
                .toList();
    return new ConfigCheck(
        path.toString(), reading.dialect(), reading.summary(), diagnostics, wanted);
  }

  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  public boolean isValid() {
    return errors().isEmpty();
  }
}
