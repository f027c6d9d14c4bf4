package io.tributary.agent.cli;

import io.tributary.base.disk.IoReason;
import io.tributary.dialects.ConfigBytes;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic;
import io.tributary.dialects.prometheus.tree.Form;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;

/// `tributary convert -f FORMAT [FILE]`: another agent's configuration as River. Exit code 0, or 1
/// for whatever is wrong or cannot be converted.
///
/// Source: grafana/alloy `internal/alloycli/cmd_convert.go`, for flags, messages and exit codes.
final class ConvertCommand {
  private static final String USAGE =
      """
      usage: tributary convert [FLAGS] [FILE]

      Prints the configuration of another agent as River, which `tributary run` runs. Without a file, or
      with `-` for one, converts what comes in. Secrets are printed as they are written.

        -f, --source-format FORMAT   what the file is: prometheus or static
        -o, --output FILE            write the result into a file
        -r, --report FILE            write what was converted, and what was not, into a file
        -b, --bypass-errors          convert what can be converted, whatever cannot
        -e, --extra-args ARGUMENTS   arguments that the other agent had, separated by blanks
            --for-alloy              print what Grafana Alloy can run, and how it would convert the file
        -h, --help                   print this text
      """;

  private static final String STANDARD_INPUT = "<stdin>";

  private final ConvertOptions options;
  private final Console console;
  private final InputStream in;

  private ConvertCommand(ConvertOptions options, Console console, InputStream in) {
    this.options = options;
    this.console = console;
    this.in = in;
  }

  static int run(List<String> arguments, Console console) {
    return run(arguments, console, System.in);
  }

  static int run(List<String> arguments, Console console, InputStream in) {
    try {
      ConvertOptions options = ConvertOptions.parse(arguments);
      if (options.wantsHelp()) {
        console.out().print(USAGE);
      } else {
        new ConvertCommand(options, console, in).convert();
      }
      return 0;
    } catch (UsageException | UncheckedIOException e) {
      console.err().println("Error: " + e.getMessage());
    }
    return 1;
  }

  private void convert() {
    if (options.format().isEmpty()) {
      throw new UsageException(1, "source-format is a required flag");
    }
    Conversion conversion = convert(read());
    Function<ConvertDiagnostic, String> print =
        options.isForAlloy() ? ConvertDiagnostic::toString : ConvertDiagnostic::located;
    if (!options.report().isEmpty()) {
      write(options.report(), conversion.diagnostics().report(options.bypassesErrors(), print));
    }
    if (conversion.diagnostics().withholdsOutput(options.bypassesErrors())) {
      throw new UsageException(1, conversion.diagnostics().text(print));
    }
    String river = conversion.print();
    if (options.output().isEmpty()) {
      console.out().writeBytes(river.getBytes(StandardCharsets.UTF_8));
      console.out().flush();
    } else {
      write(options.output(), river);
    }
  }

  private Conversion convert(byte[] content) {
    Path file = Path.of(options.readsInput() ? STANDARD_INPUT : options.file());
    Form form = options.isForAlloy() ? Form.ALLOY : Form.EXACT;
    return new Conversions(options.format(), options.extraArguments()).convert(file, content, form);
  }

  private byte[] read() {
    Path file = Path.of(options.file());
    if (!options.readsInput() && Files.isDirectory(file)) {
      throw new UsageException(1, "cannot convert a directory");
    }
    String name = options.readsInput() ? STANDARD_INPUT : options.file();
    try (InputStream source = options.readsInput() ? in : Files.newInputStream(file)) {
      return ConfigBytes.read(source);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ": " + IoReason.of(e), e);
    }
  }

  /// A new file is its owner's alone: there may be secrets in it.
  private static void write(String file, String text) {
    Path path = Path.of(file);
    var create =
        EnumSet.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try (var channel = Files.newByteChannel(path, create, ownersAlone(path))) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + IoReason.of(e), e);
    }
  }

  private static FileAttribute<?>[] ownersAlone(Path path) {
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
