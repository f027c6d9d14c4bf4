package io.tributary.model.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled pattern that must match the whole input: `^(?s:PATTERN)$` in RE2 syntax.
///
/// Immutable for callers and safe for use by several threads. Time is linear in the input: there is
/// no backtracking, hence no catastrophic pattern, and [PatternBudget] bounds the size of the
/// program. A pattern that [SimplePattern] understands (literals, sets of literals, `prefix.*`,
/// `.*suffix`, `.*part.*`, `.*`, `.+`, alternations of these) is matched by plain string
/// operations; the engine of re2j, 3 to 45 times slower than such code, serves the rest and
/// remembers its last answers, because relabelling asks about the same strings again and again.
///
/// Source: prometheus/prometheus `model/relabel/relabel.go`, `NewRegexp`; google/re2
/// `doc/syntax.txt`.
public final class Regex {
  /// Longest pattern, in characters.
  public static final int MAX_PATTERN_CHARS = 256 * 1024;

  private static final int MEMO_SLOTS = 64;
  private static final int MEMO_MAX_INPUT_CHARS = 256;

  /// An input and the engine's answer to it. Immutable, so that a racy read is a safe read.
  private record Memo(String input, boolean matches) {}

  private final String pattern;
  private final @Nullable SimplePattern simple;
  private final int groupCount;
  private final Map<String, Integer> groupNames;

  /// Null until needed where `simple` answers most questions.
  private volatile @Nullable Pattern engine;

  /// Direct-mapped by hash; races lose an entry, never an answer. Empty where `simple` answers.
  private final @Nullable Memo[] memo;

  private Regex(String pattern, @Nullable SimplePattern simple, @Nullable Pattern engine) {
    this.pattern = pattern;
    this.simple = simple;
    this.engine = engine;
    if (simple != null) {
      groupCount = simple.groupCount();
      groupNames = simple.groupNames();
      memo = new Memo[0];
    } else {
      Pattern compiled = engine();
      groupCount = compiled.groupCount();
      groupNames = Map.copyOf(compiled.namedGroups());
      memo = new Memo[MEMO_SLOTS];
    }
  }

  /// Compiles `pattern`, or throws [RegexException].
  public static Regex compile(String pattern) {
    if (pattern.length() > MAX_PATTERN_CHARS) {
      throw new RegexException(
          "expression too large (" + pattern.length() + " > " + MAX_PATTERN_CHARS + " characters)",
          pattern);
    }
    SimplePattern simple = SimplePattern.parse(pattern);
    return new Regex(pattern, simple, simple == null ? compileEngine(pattern) : null);
  }

  /// Compiles `pattern` for the engine alone: the reference that tests compare the fast paths with.
  static Regex compileWithoutFastPath(String pattern) {
    return new Regex(pattern, null, compileEngine(pattern));
  }

  /// The pattern as it was written, without the anchors.
  public String pattern() {
    return pattern;
  }

  /// Number of capturing groups, the whole match not counted.
  public int groupCount() {
    return groupCount;
  }

  /// The names of the groups that have one, each with the index of its group.
  public Map<String, Integer> groupNames() {
    return groupNames;
  }

  /// The index of the group called `name`, or -1.
  int groupIndex(String name) {
    return groupNames.getOrDefault(name, -1);
  }

  /// Whether the fast path answers [#matches].
  boolean isSimple() {
    return simple != null;
  }

  /// Whether the whole of `input` matches.
  public boolean matches(String input) {
    return simple != null ? simple.matches(input) : matchesByEngine(input);
  }

  /// Matches `input` and reports where the groups lie; `spans` is meaningful after `true` only.
  public boolean match(String input, Spans spans) {
    if (simple == null) {
      return matchByEngine(input, spans);
    }
    if (simple.knowsSpans()) {
      return simple.match(input, spans);
    }
    return simple.matches(input) && matchByEngine(input, spans);
  }

  /// `input` with each match replaced by what `template` expands to: at most one match, unless the
  /// pattern breaks out of its anchors (`a)|(?:b`), which RE2 allows.
  public String replaceAll(String input, Template template) {
    if (simple != null) {
      var spans = new Spans();
      if (!match(input, spans)) {
        return input;
      }
      var out = new StringBuilder();
      template.expand(input, spans, out);
      return out.toString();
    }
    return replaceAllByEngine(input, template);
  }

  private boolean matchesByEngine(String input) {
    int slot = (input.hashCode() * 0x9E3779B9) >>> 26;
    Memo seen = memo[slot];
    if (seen != null && seen.input.equals(input)) {
      return seen.matches;
    }
    boolean matches = engine().matcher(input).find();
    if (input.length() <= MEMO_MAX_INPUT_CHARS) {
      memo[slot] = new Memo(input, matches);
    }
    return matches;
  }

  private boolean matchByEngine(String input, Spans spans) {
    Matcher matcher = engine().matcher(input);
    if (!matcher.find()) {
      return false;
    }
    copySpans(matcher, spans);
    return true;
  }

  /// As Go's `ReplaceAllString`: an empty match right behind the previous match does not count.
  private String replaceAllByEngine(String input, Template template) {
    Matcher matcher = engine().matcher(input);
    var spans = new Spans();
    var out = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      out.append(input, copied, matcher.start());
      if (matcher.end() > copied || matcher.start() == 0) {
        copySpans(matcher, spans);
        template.expand(input, spans, out);
      }
      copied = matcher.end();
    }
    return out.append(input, copied, input.length()).toString();
  }

  private void copySpans(Matcher matcher, Spans spans) {
    spans.reset(groupCount);
    for (int group = 0; group <= groupCount; group++) {
      spans.set(group, matcher.start(group), matcher.end(group));
    }
  }

  private Pattern engine() {
    Pattern compiled = engine;
    if (compiled == null) {
      compiled = compileEngine(pattern);
      engine = compiled;
    }
    return compiled;
  }

  private static Pattern compileEngine(String pattern) {
    PatternBudget.check(pattern);
    try {
      return Pattern.compile("^(?s:" + pattern + ")$");
    } catch (PatternSyntaxException e) {
      throw new RegexException(e.getDescription(), e.getPattern());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Regex that && pattern.equals(that.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
