package io.tributary.model.regex;

/// Counts how often a character occurs at least in whatever a pattern matches, by recursive
/// descent: alternatives give the least of them, what stands side by side is added up.
///
/// What it does not know counts as nothing, and where it might lose its way it says nothing at all,
/// so that the answer is never too large.
final class LeastOccurrences {
  private static final int MAX_NESTING = 100;

  /// Control flow, once per pattern, without a stack trace.
  private static final class Lost extends Exception {
    Lost() {
      super(null, null, false, false);
    }
  }

  private final String pattern;
  private final char wanted;

  /// Where the last name of a class, as in `[[:alpha:]]`, can end; -1 without.
  private final int lastNameEnd;

  private int at;
  private int depth;

  private LeastOccurrences(String pattern, char wanted) {
    this.pattern = pattern;
    this.wanted = wanted;
    lastNameEnd = pattern.lastIndexOf(":]");
  }

  static int of(String pattern, char wanted) {
    try {
      var parser = new LeastOccurrences(pattern, wanted);
      int least = parser.alternatives();
      return parser.at == pattern.length() ? least : 0;
    } catch (Lost _) {
      return 0;
    }
  }

  private int alternatives() throws Lost {
    int least = sequence();
    while (peek() == '|') {
      at++;
      least = Math.min(least, sequence());
    }
    return least;
  }

  private int sequence() throws Lost {
    long sum = 0;
    while (at < pattern.length() && peek() != '|' && peek() != ')') {
      sum += (long) atom() * repetitions();
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  private int atom() throws Lost {
    char c = pattern.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '[' -> characterClass();
      case '\\' -> escape();
      case '.', '^', '$' -> {
        at++;
        yield 0;
      }
      case '*', '+', '?' -> throw new Lost();
      default -> {
        at++;
        yield c == wanted ? 1 : 0;
      }
    };
  }

  private int group() throws Lost {
    at++;
    if (peek() == '?') {
      skipGroupHead();
    }
    if (++depth > MAX_NESTING) {
      throw new Lost();
    }
    int least = alternatives();
    depth--;
    if (peek() != ')') {
      throw new Lost();
    }
    at++;
    return least;
  }

  /// `?:`, `?P<name>` and `?<name>`; flags may change what a letter means.
  private void skipGroupHead() throws Lost {
    if (pattern.startsWith("?:", at)) {
      at += 2;
    } else if (pattern.startsWith("?P<", at) || pattern.startsWith("?<", at)) {
      int end = pattern.indexOf('>', at);
      if (end < 0) {
        throw new Lost();
      }
      at = end + 1;
    } else {
      throw new Lost();
    }
  }

  /// Escaped punctuation stands for itself, classes such as `\d` for nothing that is known.
  private int escape() throws Lost {
    at++;
    char c = peek();
    if (Character.isLetterOrDigit(c)) {
      if ("dDwWsSbB".indexOf(c) < 0) {
        throw new Lost();
      }
      at++;
      return 0;
    }
    at++;
    return c == wanted ? 1 : 0;
  }

  /// Which of its members a text holds is not known.
  private int characterClass() throws Lost {
    at++;
    if (peek() == '^') {
      at++;
    }
    for (boolean first = true; at < pattern.length(); first = false) {
      char c = pattern.charAt(at);
      if (c == ']' && !first) {
        at++;
        return 0;
      }
      if (c == '[' && pattern.startsWith("[:", at) && lastNameEnd >= at + 2) {
        at = pattern.indexOf(":]", at + 2) + 2;
      } else {
        at += c == '\\' ? 2 : 1;
      }
    }
    throw new Lost();
  }

  /// How often the atom before has to be there: 1 without a quantifier.
  private int repetitions() throws Lost {
    int times =
        switch (peek()) {
          case '*', '?' -> 0;
          case '{' -> count();
          default -> 1;
        };
    if ("*+?".indexOf(peek()) >= 0 && at < pattern.length()) {
      at++;
    }
    if (peek() == '?') {
      at++;
    }
    if (at < pattern.length() && "*+?{".indexOf(peek()) >= 0) {
      throw new Lost();
    }
    return times;
  }

  /// `{2}`, `{2,}` or `{2,5}`; any other brace stands for itself, which is for the engine to know.
  private int count() throws Lost {
    int end = pattern.indexOf('}', at);
    String bounds = end < 0 ? "" : pattern.substring(at + 1, end);
    if (!bounds.matches("\\d{1,4}(,\\d{0,4})?")) {
      throw new Lost();
    }
    at = end + 1;
    int comma = bounds.indexOf(',');
    return Integer.parseInt(comma < 0 ? bounds : bounds.substring(0, comma));
  }

  private char peek() {
    return at < pattern.length() ? pattern.charAt(at) : 0;
  }
}
