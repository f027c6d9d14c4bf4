package io.tributary.model.regex;

import io.tributary.model.regex.SimplePattern.Alternative;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be proven about the texts that a pattern matches, without a text to try.
///
/// Every answer is safe: where nothing is proven, it is the one that claims nothing. Most is known
/// of patterns that [SimplePattern] understands.
public final class RegexFacts {
  private final Regex regex;
  private final @Nullable SimplePattern simple;

  private RegexFacts(Regex regex) {
    this.regex = regex;
    simple = SimplePattern.parse(regex.pattern());
  }

  public static RegexFacts of(Regex regex) {
    return new RegexFacts(regex);
  }

  /// All texts that it matches, where they are known and not infinitely many.
  public Optional<Set<String>> words() {
    if (simple == null) {
      return Optional.empty();
    }
    var words = new LinkedHashSet<String>();
    for (Alternative alternative : simple.alternatives()) {
      if (alternative.gaps() > 0) {
        return Optional.empty();
      }
      words.add(alternative.literals()[0]);
    }
    return Optional.of(words);
  }

  /// True if it matches every text.
  public boolean matchesAll() {
    return matchesAnythingFrom(0);
  }

  /// True if it matches every text but the empty one at least.
  public boolean matchesAllButEmpty() {
    return matchesAnythingFrom(1);
  }

  private boolean matchesAnythingFrom(int length) {
    return simple != null
        && simple.alternatives().stream()
            .anyMatch(one ->
                one.gaps() == 1
                    && one.gapMin()[0] <= length
                    && one.literals()[0].isEmpty()
                    && one.suffix().isEmpty());
  }

  /// True if no text matches both.
  public boolean excludes(RegexFacts other) {
    Optional<Set<String>> words = words();
    if (words.isPresent()) {
      return words.get().stream().noneMatch(other.regex::matches);
    }
    if (other.words().isPresent()) {
      return other.excludes(this);
    }
    SimplePattern mine = simple;
    SimplePattern theirs = other.simple;
    return mine != null
        && theirs != null
        && mine.alternatives().stream()
            .allMatch(a -> theirs.alternatives().stream().allMatch(b -> excludes(a, b)));
  }

  private static boolean excludes(Alternative a, Alternative b) {
    if (a.gaps() == 0) {
      return b.gaps() == 0 ? !a.suffix().equals(b.suffix()) : !b.matches(a.suffix());
    }
    if (b.gaps() == 0) {
      return !a.matches(b.suffix());
    }
    String first = a.literals()[0];
    String other = b.literals()[0];
    boolean begin = !first.startsWith(other) && !other.startsWith(first);
    return begin || (!a.suffix().endsWith(b.suffix()) && !b.suffix().endsWith(a.suffix()));
  }

  /// How often `c` occurs at least in every text that it matches.
  public int leastOccurrences(char c) {
    if (simple == null) {
      return LeastOccurrences.of(regex.pattern(), c);
    }
    return simple.alternatives().stream()
        .mapToInt(one ->
            (int)
                List.of(one.literals()).stream()
                    .flatMapToInt(String::chars)
                    .filter(at -> at == c)
                    .count())
        .min()
        .orElse(0);
  }

  /// Whether it matches whole texts only. A pattern such as `a)|(?:b` is not held by the anchors
  /// around it.
  public boolean isAnchored() {
    if (simple != null) {
      return true;
    }
    try {
      com.google.re2j.Pattern.compile(regex.pattern());
      return true;
    } catch (com.google.re2j.PatternSyntaxException _) {
      return false;
    }
  }
}
