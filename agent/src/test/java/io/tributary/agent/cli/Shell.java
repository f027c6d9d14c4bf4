package io.tributary.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/// Runs commands and keeps what they print.
final class Shell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /// The exit code.
  int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        List.of(arguments),
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false));
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
