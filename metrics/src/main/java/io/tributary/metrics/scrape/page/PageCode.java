package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import java.util.Arrays;

/// Writes the text of a run of exposition lines in the form that [PageMatcher] compares bodies
/// with.
///
/// A page is seen as text, number, text, number. Everything between two numbers is kept; of a
/// sample line that is the series up to the first byte of its value, front-coded against the sample
/// line before it:
///
/// ```
/// row      = prefix (1 byte, ≤ 0xFE)  length (1 byte, 0xFF: 4 more follow)  suffix
/// literal  = 0xFF                      length (4 bytes, little endian)       bytes
/// ```
///
/// `prefix` bytes are compared with the *previous line of the same body*, which is known to be good
/// and in cache; only the suffix is compared with stored text. Literals are comment and blank
/// lines. The first row of a block has prefix 0, so that a block can be compared wherever it
/// stands.
final class PageCode {
  static final int LITERAL = 0xFF;
  static final int MAX_PREFIX = 0xFE;
  static final int LONG_LENGTH = 0xFF;

  private final ByteSink code = new ByteSink(4096);
  private byte[] previous = new byte[256];
  private int previousLength;

  PageCode() {}

  void clear() {
    code.clear();
    previousLength = 0;
  }

  int size() {
    return code.size();
  }

  /// Lines that hold no sample: `text[from, to)` up to the start of the next sample line.
  void literal(byte[] text, int from, int to) {
    code.put(LITERAL);
    code.putInt(to - from);
    code.put(text, from, to - from);
  }

  /// A sample line up to its value.
  void row(byte[] text, int from, int to) {
    int length = to - from;
    int limit = Math.min(Math.min(previousLength, length), MAX_PREFIX);
    int mismatch = Arrays.mismatch(previous, 0, limit, text, from, from + limit);
    int prefix = mismatch < 0 ? limit : mismatch;
    int suffix = length - prefix;
    code.put(prefix);
    if (suffix < LONG_LENGTH) {
      code.put(suffix);
    } else {
      code.put(LONG_LENGTH);
      code.putInt(suffix);
    }
    code.put(text, from + prefix, suffix);
    int kept = Math.min(length, MAX_PREFIX);
    System.arraycopy(text, from, previous, 0, kept);
    previousLength = kept;
  }

  boolean contentEquals(byte[] other) {
    return Arrays.equals(code.array(), 0, code.size(), other, 0, other.length);
  }

  byte[] toByteArray() {
    return code.toByteArray();
  }
}
