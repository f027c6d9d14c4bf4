package io.tributary.model.regex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pattern that string comparisons can answer: a list of alternatives, each made of literals with
/// gaps (`.*` or `.+`) between them.
///
/// `https?|go_.*|(a|b)_total` becomes `https`, `http`, `go_`+gap, `a_total`, `b_total`.
/// Alternatives without a gap live in a hash table; the others are tried in turn. Among those
/// without a gap the first in order is the one that RE2 chooses. Immutable.
final class SimplePattern {

  /// Literals with gaps between them: `literals[0]`, gap 0, `literals[1]`, …
  ///
  /// `groups` holds where each group lies; null where it takes no part in this alternative.
  record Alternative(String[] literals, int[] gapMin, @Nullable Group[] groups) {

    int gaps() {
      return gapMin.length;
    }

    String suffix() {
      return literals[literals.length - 1];
    }

    /// For alternatives with at least one gap.
    boolean matches(String input) {
      String suffix = suffix();
      int limit = input.length() - suffix.length();
      int at = literals[0].length() + gapMin[0];
      if (at > limit || !input.startsWith(literals[0]) || !input.endsWith(suffix)) {
        return false;
      }
      // The earliest place of each literal leaves the most room for those behind it.
      for (int i = 1; i < gapMin.length; i++) {
        int found = input.indexOf(literals[i], at);
        if (found < 0) {
          return false;
        }
        at = found + literals[i].length() + gapMin[i];
        if (at > limit) {
          return false;
        }
      }
      return true;
    }

    void copySpans(String input, Spans to) {
      for (int i = 0; i < groups.length; i++) {
        Group group = groups[i];
        if (group == null) {
          to.set(i + 1, -1, -1);
        } else {
          to.set(i + 1, position(group.start, input), position(group.end, input));
        }
      }
    }

    private int position(Mark mark, String input) {
      int base = mark.literal == 0 ? 0 : input.length() - suffix().length();
      return base + mark.offset;
    }
  }

  /// A place in an alternative: `offset` characters into literal number `literal`.
  record Mark(int literal, int offset) {}

  /// Where a group lies in an alternative.
  record Group(Mark start, Mark end) {}

  private final List<Alternative> alternatives;
  private final Map<String, Alternative> byText;
  private final Alternative[] withGaps;
  private final int groupCount;
  private final Map<String, Integer> groupNames;
  private final boolean knowsSpans;

  SimplePattern(List<Alternative> alternatives, int groupCount, Map<String, Integer> groupNames) {
    this.alternatives = List.copyOf(alternatives);
    this.groupCount = groupCount;
    this.groupNames = Map.copyOf(groupNames);
    byText = HashMap.newHashMap(alternatives.size());
    var gapped = new ArrayList<Alternative>();
    for (Alternative alternative : alternatives) {
      if (alternative.gaps() == 0) {
        byText.putIfAbsent(alternative.literals[0], alternative);
      } else {
        gapped.add(alternative);
      }
    }
    withGaps = gapped.toArray(Alternative[]::new);
    // Where a gap ends may depend on what else could match there, and only RE2 knows its choice:
    // `(.*)b?` leaves nothing for the `b`. Without a gap, or with nothing to choose, it is plain.
    boolean oneGap = alternatives.size() == 1 && alternatives.getFirst().gaps() == 1;
    knowsSpans = groupCount == 0 || gapped.isEmpty() || oneGap;
  }

  /// The simple form of `pattern`, or null where it has none (or is not valid at all).
  static @Nullable SimplePattern parse(String pattern) {
    return new SimplePatternParser(pattern).parse();
  }

  /// In the order of the pattern.
  List<Alternative> alternatives() {
    return alternatives;
  }

  int groupCount() {
    return groupCount;
  }

  Map<String, Integer> groupNames() {
    return groupNames;
  }

  /// Whether [#match] can tell where the groups lie.
  boolean knowsSpans() {
    return knowsSpans;
  }

  boolean matches(String input) {
    for (Alternative alternative : withGaps) {
      if (alternative.matches(input)) {
        return true;
      }
    }
    return byText.containsKey(input);
  }

  boolean match(String input, Spans spans) {
    Alternative match = byText.get(input);
    for (int i = 0; match == null && i < withGaps.length; i++) {
      match = withGaps[i].matches(input) ? withGaps[i] : null;
    }
    if (match == null) {
      return false;
    }
    spans.reset(groupCount);
    spans.set(0, 0, input.length());
    match.copySpans(input, spans);
    return true;
  }
}
