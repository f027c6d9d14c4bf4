package io.tributary.base.glob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pattern of one element of a path.
record Element(List<Item> items) {

  /// One character, or a run of them.
  sealed interface Item {}

  /// `*`.
  record Run() implements Item {}

  /// Any of `ranges`, or none of them where `isNegated`. A literal is a range of one.
  record OneOf(List<Range> ranges, boolean isNegated) implements Item {
    boolean accepts(int c) {
      return ranges.stream().anyMatch(range -> range.low() <= c && c <= range.high()) != isNegated;
    }
  }

  /// Code points, both included.
  record Range(int low, int high) {}

  Element {
    items = List.copyOf(items);
  }

  /// `pattern` is the whole that a message names. Throws
  /// [io.tributary.base.config.ConfigException].
  static Element parse(String text, String pattern) {
    var items = new ArrayList<Item>();
    for (int at = 0; at < text.length(); ) {
      switch (text.charAt(at)) {
        case '*' -> {
          if (items.isEmpty() || !(items.getLast() instanceof Run)) {
            items.add(new Run());
          }
          at++;
        }
        case '?' -> {
          items.add(new OneOf(List.of(), true));
          at++;
        }
        case '[' -> {
          int end = behindClass(text, at, pattern);
          items.add(characterClass(text, at + 1, end - 1));
          at = end;
        }
        default -> {
          int from = unescaped(text, at, pattern);
          int c = text.codePointAt(from);
          items.add(new OneOf(List.of(new Range(c, c)), false));
          at = from + Character.charCount(c);
        }
      }
    }
    return new Element(items);
  }

  /// The offset behind the class that opens at `at`.
  static int behindClass(String text, int at, String pattern) {
    int from = at + 1;
    if (from < text.length() && isNegation(text.charAt(from))) {
      from++;
    }
    int end = from;
    while (end < text.length() && text.charAt(end) != ']') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length() || end == from) {
      throw PathPattern.malformed(pattern);
    }
    return end + 1;
  }

  /// What stands between the brackets. A minus between two characters makes a range of them, any
  /// other is a character.
  private static OneOf characterClass(String text, int from, int end) {
    boolean isNegated = isNegation(text.charAt(from));
    var ranges = new ArrayList<Range>();
    int last = -1;
    for (int at = isNegated ? from + 1 : from; at < end; ) {
      boolean isRange = last >= 0 && text.charAt(at) == '-' && at + 1 < end;
      int character = isRange ? at + 1 : at;
      if (text.charAt(character) == '\\') {
        character++;
      }
      int c = text.codePointAt(character);
      ranges.add(new Range(isRange ? last : c, c));
      last = isRange ? -1 : c;
      at = character + Character.charCount(c);
    }
    return new OneOf(ranges, isNegated);
  }

  private static boolean isNegation(char c) {
    return c == '^' || c == '!';
  }

  private static int unescaped(String text, int at, String pattern) {
    if (text.charAt(at) != '\\') {
      return at;
    }
    if (at + 1 == text.length()) {
      throw PathPattern.malformed(pattern);
    }
    return at + 1;
  }

  /// The one name that this is; empty for one with anything special in it.
  Optional<String> literal() {
    var name = new StringBuilder();
    for (Item item : items) {
      boolean isLiteral =
          item instanceof OneOf(var ranges, var isNegated)
              && !isNegated
              && ranges.size() == 1
              && ranges.getFirst().low() == ranges.getFirst().high();
      if (!isLiteral) {
        return Optional.empty();
      }
      name.appendCodePoint(((OneOf) item).ranges().getFirst().low());
    }
    return Optional.of(name.toString());
  }

  /// Takes no more than the product of the lengths.
  boolean matches(String name) {
    int item = 0;
    int at = 0;
    int run = -1;
    int runAt = 0;
    while (at < name.length()) {
      int c = name.codePointAt(at);
      Item next = item < items.size() ? items.get(item) : null;
      if (next instanceof Run) {
        run = item++;
        runAt = at;
      } else if (next instanceof OneOf character && character.accepts(c)) {
        item++;
        at += Character.charCount(c);
      } else if (run >= 0) {
        item = run + 1;
        runAt += Character.charCount(name.codePointAt(runAt));
        at = runAt;
      } else {
        return false;
      }
    }
    while (item < items.size() && items.get(item) instanceof Run) {
      item++;
    }
    return item == items.size();
  }
}
