package io.tributary.base.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Finds the files that a pattern names: `*` is any text, `?` any character, `[a-z]` and `[^a-z]`
/// one of a class, and a backslash takes the next character as it is, each within one element of
/// the path.
///
/// Source: Go `path/filepath/match.go`.
public final class FileGlob {
  private static final String SPECIAL = "*?[\\";

  private FileGlob() {}

  /// Existing files, sorted within each directory, written as the pattern writes them. A directory
  /// that cannot be read has none, one that breaks off has those before.
  ///
  /// Throws [ConfigException] when the pattern is malformed.
  public static List<String> find(String pattern) {
    check(pattern);
    return expand(pattern);
  }

  private static List<String> expand(String pattern) {
    if (!isSpecial(pattern)) {
      return Files.exists(Path.of(pattern), LinkOption.NOFOLLOW_LINKS)
          ? List.of(pattern)
          : List.of();
    }
    int slash = pattern.lastIndexOf('/');
    String name = pattern.substring(slash + 1);
    List<String> directories =
        slash <= 0
            ? List.of(pattern.substring(0, slash + 1))
            : expand(pattern.substring(0, slash)).stream().map(found -> found + "/").toList();
    var found = new ArrayList<String>();
    for (String directory : directories) {
      found.addAll(matching(directory, name));
    }
    return found;
  }

  private static boolean isSpecial(String pattern) {
    return pattern.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /// `directory` ends with a slash, or is empty.
  private static List<String> matching(String directory, String name) {
    var found = new ArrayList<String>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Path.of(directory.isEmpty() ? "." : directory))) {
      for (Path entry : entries) {
        String file = String.valueOf(entry.getFileName());
        if (matches(name, file)) {
          found.add(directory + file);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // What was found before counts.
    }
    Collections.sort(found);
    return found;
  }

  /// Whether `name`, one element of a path, is one that a sound `pattern` means. Takes no more than
  /// the product of their lengths.
  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starName = 0;
    while (n < name.length()) {
      int c = name.codePointAt(n);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starName = n;
        continue;
      }
      int behind = p < pattern.length() ? behindMatch(pattern, p, c) : -1;
      if (behind >= 0) {
        p = behind;
        n += Character.charCount(c);
      } else if (star >= 0) {
        p = star + 1;
        starName += Character.charCount(name.codePointAt(starName));
        n = starName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// The offset behind what stands for one character at `p`, or -1 where that is not `c`.
  private static int behindMatch(String pattern, int p, int c) {
    return switch (pattern.charAt(p)) {
      case '?' -> p + 1;
      case '[' -> {
        boolean negated = pattern.charAt(p + 1) == '^';
        boolean member = false;
        int at = negated ? p + 2 : p + 1;
        do {
          int low = character(pattern, at);
          at = behindCharacter(pattern, at);
          int high = low;
          if (pattern.charAt(at) == '-') {
            high = character(pattern, at + 1);
            at = behindCharacter(pattern, at + 1);
          }
          member |= low <= c && c <= high;
        } while (pattern.charAt(at) != ']');
        yield member == negated ? -1 : at + 1;
      }
      default -> character(pattern, p) == c ? behindCharacter(pattern, p) : -1;
    };
  }

  private static int character(String pattern, int at) {
    return pattern.codePointAt(pattern.charAt(at) == '\\' ? at + 1 : at);
  }

  private static int behindCharacter(String pattern, int at) {
    int from = pattern.charAt(at) == '\\' ? at + 1 : at;
    return from + Character.charCount(pattern.codePointAt(from));
  }

  private static void check(String pattern) {
    for (int p = 0; p < pattern.length(); ) {
      char c = pattern.charAt(p);
      if (c == '\\') {
        p = checkCharacter(pattern, p);
      } else if (c == '[') {
        p = checkClass(pattern, p + 1);
      } else {
        p++;
      }
    }
  }

  private static int checkClass(String pattern, int from) {
    int p = from < pattern.length() && pattern.charAt(from) == '^' ? from + 1 : from;
    do {
      p = checkCharacter(pattern, p);
      if (p < pattern.length() && pattern.charAt(p) == '-') {
        p = checkCharacter(pattern, p + 1);
      }
    } while (p < pattern.length() && pattern.charAt(p) != ']');
    if (p >= pattern.length()) {
      throw malformed(pattern);
    }
    return p + 1;
  }

  private static int checkCharacter(String pattern, int at) {
    boolean escaped = at < pattern.length() && pattern.charAt(at) == '\\';
    int p = escaped ? at + 1 : at;
    if (p >= pattern.length() || (!escaped && "-]/".indexOf(pattern.charAt(p)) >= 0)) {
      throw malformed(pattern);
    }
    return p + Character.charCount(pattern.codePointAt(p));
  }

  private static ConfigException malformed(String pattern) {
    return new ConfigException("syntax error in pattern \"" + pattern + '"');
  }
}
