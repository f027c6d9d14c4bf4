package io.tributary.agent.cli;

import io.tributary.base.disk.IoReason;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.printer.RiverPrinter;
import io.tributary.river.syntax.Limits;
import io.tributary.river.syntax.Parsed;
import io.tributary.river.syntax.RiverFile;
import io.tributary.river.syntax.RiverParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `tributary fmt [FILE]`: a River or Alloy file in its standard form. Exit code 0, or 1 for
/// whatever is wrong.
///
/// Source: grafana/alloy `internal/alloycli/cmd_fmt.go`, for flags, messages and exit codes.
final class FmtCommand {
  private static final String USAGE =
      """
      usage: tributary fmt [FLAGS] [FILE]

      Prints a River (Agent Flow) or Alloy file in its standard form. Without a file, or with `-` for
      one, formats what comes in.

        -w, --write   write the result into the file instead, if it differs
        -t, --test    print nothing; exit code 1 when the file is not formatted
        -h, --help    print this text
      """;

  private static final String STANDARD_INPUT = "<stdin>";

  private final Console console;
  private final InputStream in;

  private FmtCommand(Console console, InputStream in) {
    this.console = console;
    this.in = in;
  }

  /// What was asked for; `file` is `-` for the standard input.
  private record Options(String file, boolean writes, boolean tests, boolean wantsHelp) {
    static Options parse(List<String> arguments) {
      boolean writes = false;
      boolean tests = false;
      boolean wantsHelp = false;
      var files = new ArrayList<String>();
      for (String argument : arguments) {
        switch (argument) {
          case "-w", "--write" -> writes = true;
          case "-t", "--test" -> tests = true;
          case "-h", "--help" -> wantsHelp = true;
          default -> {
            if (argument.startsWith("-") && argument.length() > 1) {
              throw new UsageException(UsageException.SYNTAX, "unknown flag: " + argument);
            }
            files.add(argument);
          }
        }
      }
      if (files.size() > 1) {
        throw new UsageException(
            UsageException.SYNTAX, "accepts between 0 and 1 arg(s), received " + files.size());
      }
      return new Options(files.isEmpty() ? "-" : files.getFirst(), writes, tests, wantsHelp);
    }

    boolean readsInput() {
      return file.equals("-");
    }
  }

  static int run(List<String> arguments, Console console) {
    return run(arguments, console, System.in);
  }

  static int run(List<String> arguments, Console console, InputStream in) {
    try {
      Options options = Options.parse(arguments);
      if (options.wantsHelp()) {
        console.out().print(USAGE);
      } else {
        new FmtCommand(console, in).format(options);
      }
      return 0;
    } catch (UsageException e) {
      console.err().println("Error: " + e.getMessage());
      return e.exitCode();
    }
  }

  private void format(Options options) {
    check(options);
    byte[] before = read(options);
    String name = options.readsInput() ? STANDARD_INPUT : options.file();
    Parsed<RiverFile> parsed = RiverParser.parse(name, before);
    RiverFile file = parsed.sound().orElse(null);
    if (file == null) {
      for (Diagnostic diagnostic : parsed.diagnostics()) {
        console.err().println(diagnostic);
      }
      throw new UsageException(UsageException.SYNTAX, "encountered errors during formatting");
    }
    byte[] after = RiverPrinter.format(file).getBytes(StandardCharsets.UTF_8);
    boolean isFormatted = Arrays.equals(before, after);
    if (options.tests()) {
      if (!isFormatted) {
        throw new UsageException(
            UsageException.SYNTAX, "file " + name + " is not formatted correctly");
      }
    } else if (!options.writes()) {
      console.out().writeBytes(after);
      console.out().flush();
    } else if (!isFormatted) {
      write(Path.of(options.file()), after);
    }
  }

  private static void check(Options options) {
    if (options.writes() && options.tests()) {
      throw new UsageException(
          UsageException.SYNTAX, "cannot use -w/--write and -t/--test at the same time");
    }
    if (options.writes() && options.readsInput()) {
      throw new UsageException(UsageException.SYNTAX, "cannot use -w with standard input");
    }
    if (!options.readsInput() && Files.isDirectory(Path.of(options.file()))) {
      throw new UsageException(UsageException.SYNTAX, "cannot format a directory");
    }
  }

  /// One byte more than the parser takes, at most: it says then that this is too much.
  private byte[] read(Options options) {
    try {
      if (options.readsInput()) {
        return in.readNBytes(Limits.FILE_BYTES + 1);
      }
      try (InputStream file = Files.newInputStream(Path.of(options.file()))) {
        return file.readNBytes(Limits.FILE_BYTES + 1);
      }
    } catch (IOException e) {
      throw failed("read", options.file(), e);
    }
  }

  private static void write(Path file, byte[] text) {
    try {
      Files.write(file, text);
    } catch (IOException e) {
      throw failed("write", file.toString(), e);
    }
  }

  private static UsageException failed(String what, String file, IOException e) {
    return new UsageException(
        UsageException.SYNTAX, "cannot " + what + " " + file + ": " + IoReason.of(e));
  }
}
