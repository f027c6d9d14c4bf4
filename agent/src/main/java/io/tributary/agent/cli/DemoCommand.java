package io.tributary.agent.cli;

import io.tributary.agent.cli.Flag.Mode;
import io.tributary.agent.demo.Demo;
import io.tributary.agent.logging.LogFormat;
import io.tributary.agent.logging.Logging;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `tributary demo [--for 20s]`.
final class DemoCommand {
  private static final FlagSet FLAGS =
      new FlagSet(
          List.of(
              new Flag(
                  "help", new FlagKind.Switch(), null, "", false, Mode.ANY, "Print this help."),
              new Flag(
                  "for",
                  new FlagKind.Span(),
                  null,
                  "<duration>",
                  false,
                  Mode.ANY,
                  "Stop after this time; until Ctrl-C without it.")));

  private static final String USAGE =
      """
      usage: tributary demo [--for 20s]

      Scrapes this host and Tributary itself every second, forwards the samples by remote write to a
      receiver inside the process, and shows what happens. Needs no network and no configuration, and
      leaves nothing behind. Exit code 1 when nothing was delivered.

      Flags:
      """;

  private DemoCommand() {}

  static int run(List<String> arguments, Console console) {
    ParsedFlags flags = FLAGS.parse(arguments);
    if (flags.isOn("help")) {
      console.out().print(USAGE + FlagHelp.print(FLAGS));
      return 0;
    }
    if (!flags.arguments().isEmpty()) {
      throw new UsageException(2, "unexpected " + flags.arguments().getFirst());
    }
    if (flags.isTyped("for") && flags.duration("for").isZero()) {
      throw new UsageException(2, "--for: expected a time above zero, such as 20s");
    }
    Logging.start("warn", LogFormat.LOGFMT, console.err());
    Optional<Duration> span =
        flags.isTyped("for") ? Optional.of(flags.duration("for")) : Optional.empty();
    return new Demo(console.out(), console.isTerminal(), span).run();
  }
}
