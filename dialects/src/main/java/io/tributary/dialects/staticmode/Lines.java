package io.tributary.dialects.staticmode;

import io.tributary.dialects.yaml.Relocation.Place;
import java.util.Arrays;

/// Turns places in a text into offsets of characters and back.
record Lines(String text, int[] starts) {
  static Lines of(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = at + 1;
    }
    return new Lines(text, Arrays.copyOf(starts, count));
  }

  /// What lies beyond a line counts as its end.
  int offset(int line, int column) {
    int number = Math.clamp(line, 1, starts.length);
    int start = starts[number - 1];
    int end = number == starts.length ? text.length() : starts[number] - 1;
    int points = Math.min(column - 1, text.codePointCount(start, end));
    return text.offsetByCodePoints(start, points);
  }

  Place place(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Place(line + 1, text.codePointCount(starts[line], offset) + 1);
  }
}
