package io.tributary.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/// Runs commands and keeps what they print.
final class Shell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);

  /// What a command reads.
  static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /// For commands that are not run by their names.
  Console console() {
    return console;
  }

  /// The exit code; what was printed before is forgotten.
  int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(List.of(arguments), console);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
