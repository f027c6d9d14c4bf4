package io.tributary.dialects.yaml;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything that was found while reading a configuration, over all of its files.
///
/// The same finding at the same place counts once, however many aliases lead there. Beyond
/// [#MAX_FINDINGS] they are only counted. Not thread safe: one load, one thread.
public final class Findings {
  static final int MAX_FINDINGS = 1_000;

  private final List<Diagnostic> list = new ArrayList<>();
  private final Set<Diagnostic> seen = new HashSet<>();
  private int errors;
  private int left;

  public void add(Diagnostic diagnostic) {
    if (isFull()) {
      count(diagnostic.severity());
    } else {
      errors += diagnostic.isError() ? 1 : 0;
      if (seen.add(diagnostic)) {
        list.add(diagnostic);
      }
    }
  }

  /// Whether further findings are only counted, so that it is in vain to word them.
  boolean isFull() {
    return list.size() >= MAX_FINDINGS;
  }

  void count(Severity severity) {
    errors += severity == Severity.ERROR ? 1 : 0;
    left++;
  }

  /// Grows with each error; compare before and after to learn whether a part was sound.
  public int errorCount() {
    return errors;
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  /// All findings, file by file in the order of their positions.
  public List<Diagnostic> list() {
    var sorted = new ArrayList<>(list);
    sorted.sort(Diagnostic.IN_FILE_ORDER);
    if (left > 0) {
      sorted.add(
          Diagnostic.error(sorted.getLast().file(), left + " further findings are not listed"));
    }
    return Collections.unmodifiableList(sorted);
  }
}
