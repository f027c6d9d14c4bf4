package io.tributary.agent.cli;

import io.tributary.agent.check.CheckReport;
import io.tributary.agent.check.ConfigCheck;
import io.tributary.agent.check.ConfigDialects;
import io.tributary.agent.check.Lint;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// `tributary check FILE…`: everything that is wrong or doubtful with configurations, offline.
///
/// Source: prometheus/prometheus `cmd/promtool/main.go`, for the flags and exit codes of `check
/// config`.
final class CheckCommand {
  private static final int ERRORS = 1;
  private static final int USAGE_CODE = 2;

  /// Source: promtool, lintErrExitCode.
  private static final int LINTS = 3;

  static final String USAGE =
      """
      usage: tributary check [FLAGS] FILE...

      Reads configurations (prometheus.yml, agent.yaml, River or Alloy, a folder of the latter) as the agent
      would, runs nothing and asks nobody, and prints everything that is wrong with them: syntax, fields,
      values and references, secrets and certificates that are not there, targets that cannot be. Beyond
      that it prints lints: what may be so and probably should not.

        --lint=LIST              which lints, separated by commas (default: all but too-long-scrape-interval)
                                   never-matching-rules      relabelling rules that can never match, that
                                                             drop everything or that are never reached
                                   suspicious-rules          rules that probably do not do what they should
                                   missing-files             patterns of file discovery without a file
                                   duplicate-targets         targets that are scraped twice
                                   unused                    parts that have no effect
                                   too-long-scrape-interval  intervals that queries do not look back over
                                   duplicate-rules           known for promtool: agents have no such rules
                                   all, none
        --lint-fatal             end with 3 where there are lints
        --query.lookback-delta=D how long queries look back (default: 5m)
        --syntax-only            look at nothing that the files refer to, and at no lints
        --dialect=NAME           prometheus, static or river, where a file does not tell
        --format=FORMAT          text or json
        --agent                  known for promtool: agent mode is the only one
        --help                   print this text

      Exit code 0: all would run; 1: there are errors; 2: the command line makes no sense; 3: there are
      lints and --lint-fatal is on.
      """;

  private static final Set<String> VALUES =
      Set.of("lint", "query.lookback-delta", "dialect", "format");
  private static final Set<String> SWITCHES =
      Set.of("lint-fatal", "syntax-only", "agent", "help", "h");

  private CheckCommand() {}

  static int run(List<String> arguments, Console console) {
    WordOptions options = WordOptions.parse(arguments, VALUES, SWITCHES);
    if (options.isOn("help") || options.isOn("h")) {
      console.out().print(USAGE);
      return 0;
    }
    if (options.rest().isEmpty()) {
      console.err().print(USAGE);
      return USAGE_CODE;
    }
    boolean isJson = options.choice("format", List.of("text", "json")).equals("json");
    List<ConfigCheck> checks = checks(options, console);
    int exitCode = exitCode(checks, options.isOn("lint-fatal"));
    if (isJson) {
      console.out().println(CheckReport.json(checks, exitCode));
    } else {
      checks.forEach(check -> console.out().print(CheckReport.text(check, console.isTerminal())));
    }
    return exitCode;
  }

  private static List<ConfigCheck> checks(WordOptions options, Console console) {
    try {
      var wanted =
          new ConfigCheck.Options(
              lints(options.value("lint").orElse(""), console),
              options.isOn("syntax-only"),
              options
                  .value("query.lookback-delta")
                  .map(Durations::parse)
                  .orElse(Duration.ofMinutes(5)));
      var checks = new ArrayList<ConfigCheck>();
      for (String file : options.rest()) {
        Path path = Path.of(file);
        checks.add(ConfigCheck.of(path, ConfigDialects.of(path, options.value("dialect")), wanted));
      }
      return checks;
    } catch (ConfigException | InvalidPathException e) {
      throw new UsageException(USAGE_CODE, String.valueOf(e.getMessage()));
    }
  }

  /// Like promtool, an option that is not known is pointed out and left aside.
  private static Set<Lint.Check> lints(String list, Console console) {
    Set<Lint.Check> usual = EnumSet.allOf(Lint.Check.class);
    usual.remove(Lint.Check.TOO_LONG_SCRAPE_INTERVAL);
    if (list.isEmpty()) {
      return usual;
    }
    Set<Lint.Check> wanted = EnumSet.noneOf(Lint.Check.class);
    for (String word : list.split(",", -1)) {
      switch (word) {
        case "all" -> wanted.addAll(EnumSet.allOf(Lint.Check.class));
        case "none" -> {
          return Set.of();
        }
        default ->
            Lint.Check.named(word)
                .ifPresentOrElse(
                    wanted::add,
                    () -> console.err().println("WARNING: unknown lint option: \"" + word + '"'));
      }
    }
    return wanted;
  }

  private static int exitCode(List<ConfigCheck> checks, boolean lintFatal) {
    if (checks.stream().anyMatch(check -> !check.isValid())) {
      return ERRORS;
    }
    return lintFatal && checks.stream().anyMatch(check -> !check.lints().isEmpty()) ? LINTS : 0;
  }
}
