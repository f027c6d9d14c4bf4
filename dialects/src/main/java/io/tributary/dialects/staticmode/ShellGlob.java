package io.tributary.dialects.staticmode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file name pattern in which `*` and `?` stand for slashes, too.
///
/// Source: drone/envsubst v2 `path/match.go`.
final class ShellGlob {
  private final List<Element> elements;

  private ShellGlob(List<Element> elements) {
    this.elements = elements;
  }

  private sealed interface Element {}

  private record Star() implements Element {}

  private record One(boolean negated, List<int[]> ranges) implements Element {
    boolean matches(int c) {
      return ranges.stream().anyMatch(range -> range[0] <= c && c <= range[1]) != negated;
    }
  }

  private static final One ANY = new One(true, List.of());

  /// Null for what is no pattern.
  static @Nullable ShellGlob compile(String pattern) {
    var reader = new Reader(pattern.codePoints().toArray());
    return reader.read() ? new ShellGlob(reader.elements) : null;
  }

  private static final class Reader {
    private final int[] pattern;
    private final List<Element> elements = new ArrayList<>();
    private int at;

    Reader(int[] pattern) {
      this.pattern = pattern;
    }

    boolean read() {
      while (at < pattern.length) {
        int c = pattern[at++];
        switch (c) {
          case '*' -> elements.add(new Star());
          case '?' -> elements.add(ANY);
          case '[' -> {
            if (!readClass()) {
              return false;
            }
          }
          default -> {
            if (c == '\\' && at == pattern.length) {
              return false;
            }
            int literal = c == '\\' ? pattern[at++] : c;
            elements.add(new One(false, List.of(new int[] {literal, literal})));
          }
        }
      }
      return true;
    }

    private boolean readClass() {
      boolean negated = at < pattern.length && pattern[at] == '^';
      if (negated) {
        at++;
      }
      var ranges = new ArrayList<int[]>();
      while (ranges.isEmpty() || at >= pattern.length || pattern[at] != ']') {
        int low = member();
        if (low < 0) {
          return false;
        }
        int high = low;
        if (pattern[at] == '-') {
          at++;
          high = member();
          if (high < 0) {
            return false;
          }
        }
        ranges.add(new int[] {low, high});
      }
      at++;
      elements.add(new One(negated, ranges));
      return true;
    }

    /// A character of a class, which something must follow; -1 where there is none.
    private int member() {
      if (at >= pattern.length || pattern[at] == '-' || pattern[at] == ']') {
        return -1;
      }
      if (pattern[at] == '\\') {
        at++;
      }
      return at + 1 < pattern.length ? pattern[at++] : -1;
    }
  }

  /// Whether the first `length` characters match as a whole.
  boolean matches(int[] text, int length) {
    int element = 0;
    int position = 0;
    int star = -1;
    int resume = 0;
    while (position < length) {
      if (element < elements.size() && elements.get(element) instanceof Star) {
        star = element++;
        resume = position;
      } else if (element < elements.size()
          && elements.get(element) instanceof One one
          && one.matches(text[position])) {
        element++;
        position++;
      } else if (star >= 0) {
        element = star + 1;
        position = ++resume;
      } else {
        return false;
      }
    }
    while (element < elements.size() && elements.get(element) instanceof Star) {
      element++;
    }
    return element == elements.size();
  }
}
