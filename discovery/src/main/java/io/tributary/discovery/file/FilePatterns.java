package io.tributary.discovery.file;

import io.tributary.model.regex.Regex;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// The file names and globs of `file_sd_configs`.
///
/// A name ends in `.json`, `.yml` or `.yaml`, or those in capitals; stars may stand in its last
/// element. As in Go's `filepath.Match`, `?`, `[…]` and a backslash are special too, in the last
/// element.
public final class FilePatterns {
  private static final Regex VALID =
      Regex.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  private FilePatterns() {}

  /// Whether `file_sd_configs` may name `pattern`.
  public static boolean isValid(String pattern) {
    return VALID.matches(pattern);
  }

  /// The directory that holds what `pattern` names.
  static Path directory(String pattern) {
    Path parent = Path.of(pattern).getParent();
    return parent == null ? Path.of("") : parent;
  }

  /// Existing files that `pattern` names, in order of name. A directory that cannot be read has
  /// none.
  static List<String> list(String pattern) throws IOException {
    int slash = pattern.lastIndexOf('/');
    String directory = pattern.substring(0, slash + 1);
    String name = pattern.substring(slash + 1);
    if (name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
      return Files.exists(Path.of(pattern)) ? List.of(pattern) : List.of();
    }
    Regex glob = Regex.compile(globRegex(name));
    Path parent = directory(pattern);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    var files = new ArrayList<String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        String file = String.valueOf(entry.getFileName());
        if (glob.matches(file)) {
          files.add(directory + file);
        }
      }
    }
    Collections.sort(files);
    return files;
  }

  /// `*` any text, `?` any character, `[…]` a class, `\` takes the next character as it is.
  static String globRegex(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            regex.append(quoted("["));
          } else {
            regex.append(glob, i, end + 1);
            i = end;
          }
        }
        case '\\' -> {
          i = Math.min(i + 1, glob.length() - 1);
          regex.append(quoted(glob.substring(i, i + 1)));
        }
        default -> regex.append(quoted(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  private static String quoted(String text) {
    return text.codePoints()
        .mapToObj(c ->
            Character.isLetterOrDigit(c) || c > '~'
                ? Character.toString(c)
                : "\\" + Character.toString(c))
        .collect(Collectors.joining());
  }
}
