package io.tributary.model.regex;

import java.util.ArrayDeque;

/// Refuses patterns whose program would be too large, before the engine builds it.
///
/// The engine copies what a counted repetition repeats, so `(a{1000}){1000}` would need a million
/// instructions; and it recurses as deep as groups are nested. This walks the pattern once, without
/// recursion, and holds RE2's own limits on nested counts and nesting, plus a limit on the whole.
/// Syntax errors are left for the engine to report.
///
/// Source: golang/go `regexp/syntax/parse.go`, `repeatIsValid`, `maxHeight`, `maxSize` (theirs: 3.3
/// million instructions).
final class PatternBudget {
  static final int MAX_NESTING = 1000;
  static final int MAX_REPEAT = 1000;
  static final long MAX_PROGRAM = 300_000;

  /// What is known of the pattern between an opening parenthesis and here.
  private static final class Group {
    /// Estimated instructions of everything but the last atom, and of the last atom.
    private long size;

    private long atomSize;

    /// Product of nested counts: the largest so far, and the last atom's.
    private long repeat = 1;

    private long atomRepeat = 1;

    void atom(long newSize, long newRepeat) {
      size += atomSize;
      repeat = Math.max(repeat, atomRepeat);
      atomSize = newSize;
      atomRepeat = newRepeat;
    }

    void close() {
      atom(0, 1);
    }
  }

  private final String pattern;
  private final ArrayDeque<Group> open = new ArrayDeque<>();
  private Group group = new Group();

  private PatternBudget(String pattern) {
    this.pattern = pattern;
  }

  static void check(String pattern) {
    new PatternBudget(pattern).walk();
  }

  private void walk() {
    int at = 0;
    while (at < pattern.length()) {
      at = step(at);
    }
    while (!open.isEmpty()) {
      endGroup();
    }
    group.close();
    hold(group.size);
  }

  /// Accounts for the element at `at` and returns where the next one begins.
  private int step(int at) {
    switch (pattern.charAt(at)) {
      case '(' -> beginGroup();
      case ')' -> endGroup();
      case '\\' -> {
        if (pattern.startsWith("\\Q", at)) {
          return quoted(at + 2);
        }
        group.atom(1, 1);
        return at + 2;
      }
      case '[' -> {
        group.atom(1, 1);
        return afterClass(at);
      }
      case '{' -> {
        return afterCount(at);
      }
      case '*', '+', '?', '|' -> group.atomSize++;
      default -> group.atom(1, 1);
    }
    return at + 1;
  }

  private void beginGroup() {
    open.push(group);
    if (open.size() > MAX_NESTING) {
      throw new RegexException("expression nests too deeply", pattern);
    }
    group = new Group();
  }

  private void endGroup() {
    Group outer = open.poll();
    if (outer == null) {
      return; // The engine finds the balance wrong, or the pattern leaves its anchors: both are
      // its.
    }
    group.close();
    outer.atom(group.size + 2, group.repeat);
    hold(outer.atomSize);
    group = outer;
  }

  private int quoted(int at) {
    int end = pattern.indexOf("\\E", at);
    int stop = end < 0 ? pattern.length() : end;
    group.atom(stop - at, 1);
    group.atom(1, 1); // A count behind the quotation repeats its last character.
    return end < 0 ? stop : stop + 2;
  }

  /// Skips `[…]`. A `]` in first place and a class such as `[:alpha:]` do not end it.
  private int afterClass(int open) {
    int at = open + 1;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    for (boolean first = true; at < pattern.length(); first = false) {
      char c = pattern.charAt(at);
      if (c == ']' && !first) {
        return at + 1;
      }
      if (c == '\\') {
        at += 2;
      } else if (c == '[' && pattern.startsWith("[:", at) && pattern.indexOf(":]", at + 2) >= 0) {
        at = pattern.indexOf(":]", at + 2) + 2;
      } else {
        at++;
      }
    }
    return at;
  }

  /// Applies `{n}`, `{n,}` or `{n,m}` to the last atom; anything else is a literal brace.
  private int afterCount(int brace) {
    int end = brace + 1;
    while (end < pattern.length() && end < brace + 20 && isCountPart(pattern.charAt(end))) {
      end++;
    }
    if (end == brace + 1 || end == pattern.length() || pattern.charAt(end) != '}') {
      group.atom(1, 1);
      return brace + 1;
    }
    long count = 1;
    for (String bound : pattern.substring(brace + 1, end).split(",")) {
      count = Math.max(count, bound.isEmpty() || bound.length() > 8 ? 0 : Long.parseLong(bound));
    }
    group.atomRepeat *= count;
    if (group.atomRepeat > MAX_REPEAT) {
      throw new RegexException("invalid repeat count", pattern.substring(brace, end + 1));
    }
    group.atomSize = (group.atomSize + 1) * count;
    hold(group.atomSize);
    return end + 1;
  }

  private static boolean isCountPart(char c) {
    return c == ',' || (c >= '0' && c <= '9');
  }

  private void hold(long size) {
    if (size > MAX_PROGRAM) {
      throw new RegexException("expression too large", pattern);
    }
  }
}
