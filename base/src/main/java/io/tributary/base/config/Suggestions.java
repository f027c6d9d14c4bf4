package io.tributary.base.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what a mistyped word was probably meant to be.
public final class Suggestions {
  private static final int MAX_LENGTH = 64;

  private Suggestions() {}

  /// The nearest candidate: at most one edit in three letters, an edit being a letter that is
  /// inserted, left out, exchanged or swapped with its neighbour.
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String normal = normal(word);
    String best = null;
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - word.length()) < bestDistance) {
        int distance = distance(normal, normal(candidate));
        if (distance < bestDistance) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /// The nearest candidate as a hint of a diagnostic, or null when there is none.
  public static @Nullable String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> "did you mean \"" + near + "\"?").orElse(null);
  }

  /// Whether at most `edits` edits lie between two words.
  public static boolean isNear(String word, String other, int edits) {
    return word.length() <= MAX_LENGTH
        && Math.abs(word.length() - other.length()) <= edits
        && distance(normal(word), normal(other)) <= edits;
  }

  private static String normal(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
