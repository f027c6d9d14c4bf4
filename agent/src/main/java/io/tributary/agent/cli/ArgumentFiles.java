package io.tributary.agent.cli;

import io.tributary.base.disk.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// `@file` on a command line: the arguments that stand in a file, one in a line. Lines that begin
/// with `#` are comments; behind `--` an argument is taken as it stands.
///
/// Source: alecthomas/kingpin `parser.go`.
final class ArgumentFiles {
  /// A file may name others, but not itself.
  private static final int MAX_FILES = 100;

  private ArgumentFiles() {}

  /// Throws [UsageException] with exit code 1 where a file cannot be read.
  static List<String> expand(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    var expanded = new ArrayList<String>();
    int files = 0;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      if (argument.equals("--")) {
        expanded.add(argument);
        expanded.addAll(left);
        return expanded;
      }
      if (!argument.startsWith("@")) {
        expanded.add(argument);
      } else if (++files > MAX_FILES) {
        throw new UsageException(
            UsageException.SYNTAX, "more than " + MAX_FILES + " files of arguments");
      } else {
        read(argument.substring(1)).reversed().forEach(left::addFirst);
      }
    }
    return expanded;
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UsageException(UsageException.SYNTAX, "open " + file + ": " + IoReason.of(e));
    } catch (InvalidPathException e) {
      throw new UsageException(UsageException.SYNTAX, "open " + file + ": " + e.getReason());
    }
  }
}
