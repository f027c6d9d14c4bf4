package io.tributary.river.diag;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a configuration, in the order in which it was found.
///
/// Keeps the first [#MAX] and counts the rest: a file that is no River at all has an error a line.
/// Belongs to one thread.
public final class Findings {
  /// More than anybody reads at once.
  public static final int MAX = 200;

  private final List<Diagnostic> kept = new ArrayList<>();
  private int left;
  private boolean errors;

  public void error(Span span, String message) {
    add(Diagnostic.error(span, message));
  }

  public void error(Span span, String message, @Nullable String hint) {
    add(Diagnostic.error(span, message).withHint(hint));
  }

  public void warning(Span span, String message) {
    add(Diagnostic.warning(span, message));
  }

  public void add(Diagnostic diagnostic) {
    errors |= diagnostic.isError();
    if (kept.size() < MAX) {
      kept.add(diagnostic);
    } else {
      left++;
    }
  }

  public void addAll(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  public boolean hasErrors() {
    return errors;
  }

  /// A snapshot; the last one says how many are not in it, if there are such.
  public List<Diagnostic> all() {
    if (left == 0) {
      return List.copyOf(kept);
    }
    var all = new ArrayList<>(kept);
    Span place = Span.of(kept.getLast().span().file());
    all.add(Diagnostic.error(place, left + " more diagnostics are not shown"));
    return List.copyOf(all);
  }
}
