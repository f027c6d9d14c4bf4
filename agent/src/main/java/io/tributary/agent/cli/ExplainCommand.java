package io.tributary.agent.cli;

import io.tributary.agent.check.ConfigDialects;
import io.tributary.agent.check.ConfigReading;
import io.tributary.agent.explain.Answers;
import io.tributary.agent.explain.ExplainPlan;
import io.tributary.agent.explain.ExplainQuery;
import io.tributary.agent.explain.LabelText;
import io.tributary.agent.explain.ScrapePath;
import io.tributary.base.config.ConfigException;
import io.tributary.base.config.DiagnosticPrinter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `tributary explain`: what relabelling makes of a target or a sample, rule by rule.
final class ExplainCommand {
  static final String USAGE =
      """
      usage: tributary explain --config.file=FILE [FLAGS] [TARGET]
             tributary explain --url=URL [FLAGS] [TARGET]

      Sends one target, or one sample, through every relabelling rule on its way and tells of each rule
      where it stands, what it saw, what it changed, and what it almost matched. Without a target, labels
      or a sample it tells of every target that is known, and how often each rule did something.

      TARGET is the address of a target, its instance label or the URL that is scraped.

        --config.file=FILE  a prometheus.yml, an agent.yaml, a River or Alloy file, or a folder of the latter;
                            nothing is run and nothing is asked, but files of file discovery are read
        --url=URL           ask the agent that listens there, with the targets that it has discovered
        --job=NAME          the scrape pool: a job, or the component in River (prometheus.scrape.default)
        --labels=LABELS     the labels of a target as discovery gives them: {"a": "b"} or {a="b"}
        --sample=SAMPLE     a sample as the target exposes it, such as 'http_requests_total{code="200"} 1':
                            goes through the metric rules and on to every destination
        --dialect=NAME      prometheus, static or river, where the file does not tell
        --format=FORMAT     text or json
        --help              print this text

      Exit code 0: it is kept (a target is scraped, a sample reaches a destination); 1: it is dropped;
      2: there is no telling, because of the flags, the configuration or the agent.
      """;

  private static final Set<String> VALUES =
      Set.of("config.file", "url", "job", "labels", "sample", "dialect", "format");

  private ExplainCommand() {}

  static int run(List<String> arguments, Console console) {
    WordOptions options = WordOptions.parse(arguments, VALUES, Set.of("help", "h"));
    if (options.isOn("help") || options.isOn("h")) {
      console.out().print(USAGE);
      return 0;
    }
    String format = options.choice("format", List.of("text", "json"));
    try {
      ExplainQuery query = query(options);
      Optional<String> url = options.value("url");
      if (url.isPresent() == options.value("config.file").isPresent()) {
        throw new UsageException(2, "explain needs either --config.file or --url");
      }
      return url.isPresent()
          ? RemoteExplain.ask(url.get(), query, format, console)
          : offline(options, query, format, console);
    } catch (ConfigException e) {
      console.err().println("tributary: " + e.getMessage());
      return 2;
    }
  }

  private static ExplainQuery query(WordOptions options) {
    if (options.rest().size() > 1) {
      throw new UsageException(2, "explain takes one target, got " + options.rest().size());
    }
    return new ExplainQuery(
        options.value("job"),
        options.value("labels").map(LabelText::parse),
        options.rest().stream().findFirst(),
        options.value("sample"));
  }

  private static int offline(
      WordOptions options, ExplainQuery query, String format, Console console) {
    Path path = Path.of(options.value("config.file").orElseThrow());
    ConfigReading reading = ConfigDialects.of(path, options.value("dialect")).read(path, false);
    ExplainPlan plan = reading.plan().orElse(null);
    if (plan == null) {
      DiagnosticPrinter printer =
          console.isTerminal() ? DiagnosticPrinter.coloured() : DiagnosticPrinter.plain();
      console.err().print(printer.print(reading.errors()));
      return 2;
    }
    ExplainQuery.Answer answer = query.answer(plan, ScrapePath::knownTargets);
    if (format.equals("json")) {
      console.out().println(Answers.json(answer));
    } else {
      console.out().print(Answers.text(answer, console.isTerminal()));
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
