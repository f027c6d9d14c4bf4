package io.tributary.dialects.prometheus;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Finds the files of a pattern as Go's `filepath.Glob` does: `*`, `?` and `[…]` within one path
/// element, results sorted within each directory, what cannot be read left out.
///
/// Source: Go `path/filepath/match.go`.
final class FilePatterns {
  private FilePatterns() {}

  /// Throws [PatternSyntaxException] when the pattern is malformed.
  static List<Path> find(String pattern) {
    if (!hasMeta(pattern)) {
      Path path = Path.of(pattern);
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? List.of(path) : List.of();
    }
    int slash = pattern.lastIndexOf('/');
    Pattern name = compile(pattern.substring(slash + 1));
    List<Path> directories =
        slash < 0
            ? List.of(Path.of(""))
            : slash == 0 ? List.of(Path.of("/")) : find(pattern.substring(0, slash));
    var found = new ArrayList<Path>();
    for (Path directory : directories) {
      found.addAll(matches(directory, name));
    }
    return found;
  }

  static boolean hasMeta(String pattern) {
    return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  private static List<Path> matches(Path directory, Pattern name) {
    var found = new ArrayList<Path>();
    Path listed = directory.toString().isEmpty() ? Path.of(".") : directory;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(listed)) {
      for (Path entry : entries) {
        String fileName = entry.getFileName().toString();
        if (name.matcher(fileName).matches()) {
          found.add(directory.resolve(fileName));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }

  private static Pattern compile(String element) {
    var regex = new StringBuilder();
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> i = characterClass(element, i, regex);
        case '\\' -> {
          i++;
          if (i == element.length()) {
            throw new PatternSyntaxException("syntax error in pattern", element, i);
          }
          regex.append(Pattern.quote(element.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /// Translates `[…]` and returns the index of its end.
  private static int characterClass(String element, int start, StringBuilder regex) {
    int i = start + 1;
    regex.append('[');
    if (i < element.length() && element.charAt(i) == '^') {
      regex.append('^');
      i++;
    }
    int first = i;
    for (; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == ']' && i > first) {
        regex.append(']');
        return i;
      }
      if (c == '\\' && i + 1 < element.length()) {
        c = element.charAt(++i);
        regex.append('\\').append(c);
      } else if (c == '-') {
        regex.append('-');
      } else {
        regex.append("[]&^\\".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    throw new PatternSyntaxException("syntax error in pattern", element, start);
  }
}
