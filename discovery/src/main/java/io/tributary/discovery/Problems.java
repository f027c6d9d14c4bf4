package io.tributary.discovery;

import java.util.Collection;
import java.util.stream.Collectors;

/// What could not be found out, as the one reason that [Discoverer.Sink#failed] takes.
public final class Problems {
  /// Whoever has broken a thousand files learns of the first ones, and of how many more there are.
  static final int MOST_SHOWN = 10;

  private Problems() {}

  public static String summary(Collection<String> problems) {
    String shown = problems.stream().limit(MOST_SHOWN).collect(Collectors.joining("; "));
    int more = problems.size() - MOST_SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }
}
