package io.tributary.agent.cli;

import io.tributary.agent.check.ConfigDialects;
import io.tributary.agent.check.ConfigReading;
import io.tributary.agent.explain.Answers;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.ExplainQuery;
import io.tributary.agent.explain.LabelText;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.base.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `tributary explain`: what relabelling makes of a target or a sample, rule by rule.
final class ExplainCommand {
  /// Where there is no telling.
  private static final int NO_ANSWER = 2;

  private static final FlagKind TEXT = new FlagKind.Text();

  private static final FlagSet FLAGS =
      new FlagSet(
          List.of(
              Flag.of("help", new FlagKind.Bool(), null, "", "Print this help and exit."),
              Flag.of(
                  "config.file",
                  TEXT,
                  null,
                  "<file>",
                  "A prometheus.yml, an agent.yaml, a River or Alloy file, or a folder of the"
                      + " latter; nothing is run and nothing is asked, but files of file discovery"
                      + " are read."),
              Flag.of(
                  "url",
                  TEXT,
                  null,
                  "<URL>",
                  "Ask the agent that listens there, with the targets that it has discovered."),
              Flag.of(
                  "job",
                  TEXT,
                  null,
                  "<name>",
                  "The scrape pool: a job, or the component in River (prometheus.scrape.default)."),
              Flag.of(
                  "labels",
                  TEXT,
                  null,
                  "<labels>",
                  "The labels of a target as discovery gives them: {\"a\": \"b\"} or {a=\"b\"}."),
              Flag.of(
                  "sample",
                  TEXT,
                  null,
                  "<sample>",
                  "A sample as the target exposes it, such as 'http_requests_total{code=\"200\"}"
                      + " 1': goes through the metric rules and on to every destination."),
              Flag.of(
                  "dialect",
                  TEXT,
                  null,
                  "<name>",
                  "prometheus, static or river, where the file does not tell."),
              Flag.of(
                  "format",
                  new FlagKind.Choice(List.of("text", "json")),
                  "text",
                  "",
                  "text or json.")),
          NO_ANSWER);

  private static final String USAGE =
      """
      usage: tributary explain --config.file=FILE [FLAGS] [TARGET]
             tributary explain --url=URL [FLAGS] [TARGET]

      Sends one target, or one sample, through every relabelling rule on its way and tells of each rule
      where it stands, what it saw, what it changed, and what it almost matched. Without a target, labels
      or a sample it tells of every target that is known, and how often each rule did something.

      TARGET is the address of a target, its instance label or the URL that is scraped.

      Exit code 0: it is kept (a target is scraped, a sample reaches a destination); 1: it is dropped;
      2: there is no telling, because of the flags, the configuration or the agent.

      Flags:
      """;

  private ExplainCommand() {}

  static int run(List<String> arguments, Console console) {
    ParsedFlags flags = FLAGS.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE + FlagHelp.print(FLAGS));
      return 0;
    }
    try {
      ExplainQuery query = query(flags);
      Optional<String> url = value(flags, "url");
      Optional<String> file = value(flags, "config.file");
      if (url.isPresent() == file.isPresent()) {
        throw new UsageException(NO_ANSWER, "explain needs either --config.file or --url");
      }
      if (url.isPresent() && flags.isTyped("dialect")) {
        throw new UsageException(NO_ANSWER, "--dialect goes with --config.file");
      }
      return url.isPresent()
          ? RemoteExplain.ask(url.get(), query, flags.text("format"), console)
          : offline(Path.of(file.orElseThrow()), query, flags, console);
    } catch (ConfigException | InvalidPathException e) {
      throw new UsageException(NO_ANSWER, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> value(ParsedFlags flags, String name) {
    return flags.isTyped(name) ? Optional.of(flags.text(name)) : Optional.empty();
  }

  private static ExplainQuery query(ParsedFlags flags) {
    List<String> targets = flags.arguments();
    if (targets.size() > 1) {
      throw new UsageException(NO_ANSWER, "explain takes one target, got " + targets.size());
    }
    return new ExplainQuery(
        value(flags, "job"),
        value(flags, "labels").map(LabelText::parse),
        targets.stream().findFirst(),
        value(flags, "sample"));
  }

  private static int offline(Path path, ExplainQuery query, ParsedFlags flags, Console console) {
    ConfigReading reading = ConfigDialects.of(path, value(flags, "dialect")).read(path, false);
    ExplainPlan plan = reading.plan().orElse(null);
    if (plan == null) {
      console.err().print(console.printer().print(reading.errors()));
      return NO_ANSWER;
    }
    ExplainQuery.Answer answer = query.answer(plan, ScrapePath::knownTargets);
    if (flags.text("format").equals("json")) {
      console.out().println(Answers.json(answer));
    } else {
      console.out().print(Answers.text(answer, console.hasColours()));
      if (answer instanceof ExplainQuery.Pools) {
        notes(plan, query, console);
      }
    }
    return Answers.isKept(answer) ? 0 : 1;
  }

  private static void notes(ExplainPlan plan, ExplainQuery query, Console console) {
    for (ScrapePath path : plan.paths()) {
      if (query.pool().isEmpty() || query.pool().get().equals(path.pool())) {
        path.notes().forEach(note -> console.err().println(path.pool() + ": " + note));
      }
    }
  }
}
