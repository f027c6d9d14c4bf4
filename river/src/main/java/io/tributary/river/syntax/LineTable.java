package io.tributary.river.syntax;

import io.tributary.river.diag.Span;
import java.util.Arrays;

/// Finds line and column of an offset in a file.
final class LineTable {
  private final String file;
  private final int[] starts;

  LineTable(String file, byte[] content) {
    this.file = file;
    int lines = 1;
    for (byte b : content) {
      lines += b == '\n' ? 1 : 0;
    }
    starts = new int[lines];
    int line = 1;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        starts[line++] = i + 1;
      }
    }
  }

  /// The range from `start` to before `end`, at least one character.
  Span span(int start, int end) {
    int last = Math.max(start, end - 1);
    int line = line(start);
    int endLine = line(last);
    return new Span(
        file, line + 1, start - starts[line] + 1, endLine + 1, last - starts[endLine] + 1);
  }

  private int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }
}
