package io.tributary.exporters.unix.host;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tributary.base.config.ConfigException;
import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which devices, chips or fields are wanted: patterns that may match anywhere in a name, as Go's
/// `regexp.MatchString` does. An empty pattern asks nothing.
///
/// Remembers what it said of a name, because the same names come with every scrape. Owned by the
/// thread of the scrape.
public final class NameFilter {
  /// Names that are remembered; more than any host has fields or devices, but a bound.
  private static final int MAX_KNOWN = 4096;

  private final Map<String, Boolean> known = new HashMap<>();
  private final @Nullable Regex include;
  private final @Nullable Regex exclude;

  private NameFilter(@Nullable Regex include, @Nullable Regex exclude) {
    this.include = include;
    this.exclude = exclude;
  }

  /// What matches `include` and does not match `exclude`. Throws [ConfigException] for a pattern
  /// that cannot be compiled.
  public static NameFilter of(String include, String exclude) {
    return new NameFilter(compile(include), compile(exclude));
  }

  /// What does not match `exclude`.
  public static NameFilter excluding(String exclude) {
    return of("", exclude);
  }

  /// What matches `include`.
  public static NameFilter including(String include) {
    return of(include, "");
  }

  public boolean accepts(String name) {
    Boolean before = known.get(name);
    if (before != null) {
      return before;
    }
    boolean answer = decide(name);
    if (known.size() < MAX_KNOWN) {
      known.put(name, answer);
    }
    return answer;
  }

  private boolean decide(String name) {
    return (exclude == null || !exclude.matches(name))
        && (include == null || include.matches(name));
  }

  private static @Nullable Regex compile(String pattern) {
    if (pattern.isEmpty()) {
      return null;
    }
    try {
      Regex searching = Regex.compile("(?s:.*)(?:" + pattern + ")(?s:.*)");
      Pattern.compile(pattern); // By itself: a parenthesis too many must not close ours.
      return searching;
    } catch (RegexException | PatternSyntaxException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
