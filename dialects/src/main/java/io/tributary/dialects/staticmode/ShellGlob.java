package io.tributary.dialects.staticmode;

import java.util.ArrayList;
import java.util.BitSet;
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

  /// The length of the shortest or longest beginning that matches, but for the empty one; 0 where
  /// there is none.
  ///
  /// Follows all elements that may come next at once: text times pattern, whatever they are.
  int prefix(int[] text, boolean isLongest) {
    BitSet next = skippingStars(start());
    int found = 0;
    for (int at = 0; at < text.length && !next.isEmpty(); at++) {
      var after = new BitSet(elements.size() + 1);
      for (int i = next.nextSetBit(0); i >= 0 && i < elements.size(); i = next.nextSetBit(i + 1)) {
        switch (elements.get(i)) {
          case Star _ -> after.set(i);
          case One one -> after.set(i + 1, one.matches(text[at]) || after.get(i + 1));
        }
      }
      next = skippingStars(after);
      if (next.get(elements.size())) {
        found = at + 1;
        if (!isLongest) {
          break;
        }
      }
    }
    return found;
  }

  private static BitSet start() {
    var first = new BitSet();
    first.set(0);
    return first;
  }

  /// With what follows a star, which may stand for nothing.
  private BitSet skippingStars(BitSet next) {
    for (int i = next.nextSetBit(0); i >= 0 && i < elements.size(); i = next.nextSetBit(i + 1)) {
      if (elements.get(i) instanceof Star) {
        next.set(i + 1);
      }
    }
    return next;
  }
}
