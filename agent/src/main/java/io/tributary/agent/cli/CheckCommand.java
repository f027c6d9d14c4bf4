package io.tributary.agent.cli;

import io.tributary.agent.check.CheckReport;
import io.tributary.agent.check.ConfigCheck;
import io.tributary.agent.check.ConfigDialects;
import io.tributary.agent.check.Lint;
import io.tributary.base.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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

  private static final FlagKind TEXT = new FlagKind.Text();
  private static final FlagKind BOOL = new FlagKind.Bool();

  private static final FlagSet FLAGS =
      new FlagSet(
          List.of(
              Flag.of("help", BOOL, null, "", "Print this help and exit."),
              Flag.of(
                  "lint",
                  TEXT,
                  "",
                  "<list>",
                  "Which lints, separated by commas; all but too-long-scrape-interval without it."),
              Flag.of("lint-fatal", BOOL, "false", "", "End with 3 where there are lints."),
              Flag.of(
                  "query.lookback-delta",
                  new FlagKind.Span(),
                  "5m",
                  "",
                  "How long queries look back for a sample."),
              Flag.of(
                  "syntax-only",
                  BOOL,
                  "false",
                  "",
                  "Look at nothing that the files refer to, and at no lints."),
              Flag.of(
                  "dialect",
                  TEXT,
                  "",
                  "<name>",
                  "prometheus, static or river, where a file does not tell."),
              Flag.of(
                  "format",
                  new FlagKind.Choice(List.of("text", "json")),
                  "text",
                  "",
                  "text or json."),
              Flag.of(
                  "agent", BOOL, "true", "", "Accepted for promtool: agent mode is the only one.")),
          USAGE_CODE);

  private static final String USAGE =
      """
      usage: tributary check [FLAGS] FILE...

      Reads configurations (prometheus.yml, agent.yaml, River or Alloy, a folder of the latter) as the agent
      would, runs nothing and asks nobody, and prints everything that is wrong with them: syntax, fields,
      values and references, secrets and certificates that are not there, targets that cannot be. Beyond
      that it prints lints: what may be so and probably should not.

        never-matching-rules      relabelling rules that can never match, that drop everything or that are
                                  never reached
        suspicious-rules          rules that probably do not do what they should
        missing-files             patterns of file discovery without a file
        duplicate-targets         targets that are scraped twice
        unused                    parts that have no effect
        too-long-scrape-interval  intervals that queries do not look back over
        duplicate-rules           known for promtool: agents have no such rules
        all, none

      Exit code 0: all would run; 1: there are errors; 2: the command line makes no sense; 3: there are
      lints and --lint-fatal is on.

      Flags:
      """;

  private CheckCommand() {}

  static int run(List<String> arguments, Console console) {
    ParsedFlags flags = FLAGS.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE + FlagHelp.print(FLAGS));
      return 0;
    }
    if (flags.arguments().isEmpty()) {
      console.err().print(USAGE + FlagHelp.print(FLAGS));
      return USAGE_CODE;
    }
    List<ConfigCheck> checks = checks(flags, console);
    int exitCode = exitCode(checks, flags.isOn("lint-fatal"));
    if (flags.text("format").equals("json")) {
      console.out().println(CheckReport.json(checks, exitCode));
    } else {
      checks.forEach(check -> console.out().print(CheckReport.text(check, console.hasColours())));
    }
    return exitCode;
  }

  private static List<ConfigCheck> checks(ParsedFlags flags, Console console) {
    try {
      var wanted =
          new ConfigCheck.Options(
              lints(flags.text("lint"), console),
              flags.isOn("syntax-only"),
              flags.duration("query.lookback-delta"));
      Optional<String> dialect = Optional.of(flags.text("dialect")).filter(name -> !name.isEmpty());
      var checks = new ArrayList<ConfigCheck>();
      for (String file : flags.arguments()) {
        Path path = Path.of(file);
        checks.add(ConfigCheck.of(path, ConfigDialects.of(path, dialect), wanted));
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
