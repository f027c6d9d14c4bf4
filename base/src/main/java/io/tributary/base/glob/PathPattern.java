package io.tributary.base.glob;

import io.tributary.base.config.CleanPath;
import io.tributary.base.config.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A pattern for paths: `/var/log/{nginx,apache}/**/*.log`.
///
/// - `*` is any text, `?` any character, `[a-z]`, `[^a-z]` and `[!a-z]` one of a class, each within
///   one element of the path;
/// - `**` as a whole element is any number of directories, also none; elsewhere it is a `*`;
/// - `{a,b/c}` is one of the alternatives, which may be patterns themselves;
/// - a backslash takes the next character as it is.
///
/// Immutable. Matching takes no more than the product of the lengths, for each of at most
/// [#MAX_ALTERNATIVES] alternatives.
///
/// Source: bmatcuk/doublestar v4 `match.go`, `glob.go`.
public final class PathPattern {
  /// So many patterns without braces may one with braces stand for.
  public static final int MAX_ALTERNATIVES = 1024;

  private static final int MAX_LENGTH = 4096;

  /// One element of a path, or any number of them.
  sealed interface Step {}

  /// An element that matches.
  record One(Element element) implements Step {}

  /// Any number of elements, also none.
  record Any() implements Step {}

  private final String written;
  private final List<List<Step>> alternatives;

  private PathPattern(String written, List<List<Step>> alternatives) {
    this.written = written;
    this.alternatives = alternatives;
  }

  /// Throws [ConfigException] when the pattern is malformed.
  public static PathPattern compile(String pattern) {
    if (pattern.length() > MAX_LENGTH) {
      throw new ConfigException("pattern is longer than " + MAX_LENGTH + " characters");
    }
    var plain = new ArrayList<String>();
    expand(pattern, pattern, plain);
    return new PathPattern(pattern, plain.stream().map(one -> steps(one, pattern)).toList());
  }

  /// The files that the pattern names, sorted, written as the pattern writes them; directories are
  /// none. Links are followed, but never back into a directory that led to them. What cannot be
  /// read is passed over. Throws [ConfigException] when there are more than `most`, and ends early
  /// when the thread is interrupted: a tree may have millions of directories.
  public static Collection<String> find(String pattern, int most) throws InterruptedException {
    if (pattern.isEmpty()) {
      return List.of();
    }
    PathPattern cleaned = compile(CleanPath.of(pattern));
    var found = new TreeSet<String>();
    for (List<Step> steps : cleaned.alternatives) {
      new FileFinder(pattern, most, found).find(steps);
    }
    return found;
  }

  /// Whether the pattern means the whole of `path`, which is taken as it is written.
  public boolean matches(String path) {
    String[] elements = path.split("/", -1);
    return alternatives.stream().anyMatch(steps -> matches(steps, elements));
  }

  private static boolean matches(List<Step> steps, String[] elements) {
    int step = 0;
    int at = 0;
    int anyStep = -1;
    int anyAt = 0;
    while (at < elements.length) {
      Step next = step < steps.size() ? steps.get(step) : null;
      if (next instanceof Any) {
        anyStep = step++;
        anyAt = at;
      } else if (next instanceof One(var element) && element.matches(elements[at])) {
        step++;
        at++;
      } else if (anyStep >= 0) {
        step = anyStep + 1;
        at = ++anyAt;
      } else {
        return false;
      }
    }
    while (step < steps.size() && steps.get(step) instanceof Any) {
      step++;
    }
    return step == steps.size();
  }

  private static List<Step> steps(String plain, String pattern) {
    var steps = new ArrayList<Step>();
    for (String part : plain.split("/", -1)) {
      boolean afterAny = !steps.isEmpty() && steps.getLast() instanceof Any;
      if (part.equals("**")) {
        if (!afterAny) {
          steps.add(new Any());
        }
      } else if (!(afterAny && part.isEmpty())) {
        steps.add(new One(Element.parse(part, pattern)));
      }
    }
    return List.copyOf(steps);
  }

  /// Adds what `rest` stands for when its first braces, and all behind them, are resolved.
  private static void expand(String rest, String pattern, List<String> plain) {
    Optional<Braces> braces = Braces.first(rest, pattern);
    if (braces.isEmpty()) {
      if (plain.size() == MAX_ALTERNATIVES) {
        throw new ConfigException(
            "pattern \"%s\" stands for more than %d".formatted(pattern, MAX_ALTERNATIVES));
      }
      plain.add(rest);
      return;
    }
    for (String alternative : braces.get().alternatives()) {
      expand(braces.get().before() + alternative + braces.get().behind(), pattern, plain);
    }
  }

  static ConfigException malformed(String pattern) {
    return new ConfigException("syntax error in pattern \"" + pattern + '"');
  }

  @Override
  public String toString() {
    return written;
  }

  /// `before{alternatives}behind`.
  private record Braces(String before, List<String> alternatives, String behind) {

    static Optional<Braces> first(String text, String pattern) {
      for (int at = 0; at < text.length(); at = behindItem(text, at, pattern)) {
        if (text.charAt(at) == '{') {
          return Optional.of(open(text, at, pattern));
        }
      }
      return Optional.empty();
    }

    private static Braces open(String text, int brace, String pattern) {
      var alternatives = new ArrayList<String>();
      int depth = 1;
      int from = brace + 1;
      for (int at = from; at < text.length(); at = behindItem(text, at, pattern)) {
        char c = text.charAt(at);
        if (c == '{') {
          depth++;
        } else if (c == '}') {
          depth--;
        }
        if (depth == 0 || (depth == 1 && c == ',')) {
          alternatives.add(text.substring(from, at));
          from = at + 1;
        }
        if (depth == 0) {
          return new Braces(text.substring(0, brace), alternatives, text.substring(at + 1));
        }
      }
      throw malformed(pattern);
    }

    /// Behind a character, an escaped one or a class.
    private static int behindItem(String text, int at, String pattern) {
      return switch (text.charAt(at)) {
        case '\\' -> at + 2;
        case '[' -> Element.behindClass(text, at, pattern);
        default -> at + 1;
      };
    }
  }
}
