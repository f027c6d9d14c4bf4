package io.tributary.dialects.staticmode;

import io.tributary.dialects.yaml.Relocation.Place;
import java.util.Arrays;

/// Turns places in a text into offsets of characters and back. Belongs to one thread.
///
/// Columns are counted on from the place that was asked for last: whoever asks in the order of the
/// text passes each character once, however long its lines are.
final class TextPlaces {
  private final String text;

  /// Where each line begins.
  private final int[] starts;

  /// The place that was asked for last: the line and the character in it, both from zero.
  private int line;

  private int column;
  private int offset;

  TextPlaces(String text) {
    this.text = text;
    starts = starts(text);
  }

  private static int[] starts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = at + 1;
    }
    return Arrays.copyOf(starts, count);
  }

  /// What lies beyond a line counts as its end.
  int offset(int lineNumber, int columnNumber) {
    int sought = Math.clamp(lineNumber - 1, 0, starts.length - 1);
    if (sought != line || columnNumber - 1 < column) {
      toStart(sought);
    }
    int end = line + 1 == starts.length ? text.length() : starts[line + 1] - 1;
    while (column < columnNumber - 1 && offset < end) {
      step();
    }
    return offset;
  }

  Place place(int soughtOffset) {
    int found = Arrays.binarySearch(starts, soughtOffset);
    int sought = found >= 0 ? found : -found - 2;
    if (sought != line || soughtOffset < offset) {
      toStart(sought);
    }
    while (offset < soughtOffset) {
      step();
    }
    return new Place(line + 1, column + 1);
  }

  private void toStart(int soughtLine) {
    line = soughtLine;
    column = 0;
    offset = starts[soughtLine];
  }

  private void step() {
    offset = text.offsetByCodePoints(offset, 1);
    column++;
  }
}
