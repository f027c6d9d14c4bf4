package io.tributary.dialects.yaml;

import io.tributary.base.config.Diagnostic;
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
    if (diagnostic.isError()) {
      errors++;
    }
    if (list.size() >= MAX_FINDINGS) {
      left++;
    } else if (seen.add(diagnostic)) {
      list.add(diagnostic);
    }
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
