package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Hash64;
import java.nio.charset.StandardCharsets;
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

  /// Whether lines without a sample come before the first row.
  static boolean beginsWithComment(byte[] code) {
    return code.length > 0 && (code[0] & 0xFF) == LITERAL;
  }

  /// The comment lines that a block begins with.
  static String leadingLiteral(byte[] code) {
    if (!beginsWithComment(code)) {
      return "";
    }
    return new String(code, 5, fixedInt(code, 1), StandardCharsets.UTF_8);
  }

  /// A hash of the series on a line, without the blanks around it.
  static long hash(byte[] text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(text[start])) {
      start++;
    }
    while (end > start && isBlank(text[end - 1])) {
      end--;
    }
    return Hash64.of(text, start, end, Hash64.SEED);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int fixedInt(byte[] from, int at) {
    return (from[at] & 0xFF)
        | (from[at + 1] & 0xFF) << 8
        | (from[at + 2] & 0xFF) << 16
        | from[at + 3] << 24;
  }

  /// Whether `text[from, to)` begins as a block with this code does; `to` bounds what may be looked
  /// at.
  static boolean begins(byte[] code, byte[] text, int from, int to) {
    int at = 0;
    int length;
    if ((code[at++] & 0xFF) == LITERAL) {
      length = fixedInt(code, at);
      at += 4;
    } else {
      length = code[at++] & 0xFF;
      if (length == LONG_LENGTH) {
        length = fixedInt(code, at);
        at += 4;
      }
    }
    return length <= to - from && Arrays.equals(text, from, from + length, code, at, at + length);
  }

  /// Writes the lines of a block with this code, every value 0.
  static void expose(byte[] code, ByteSink out) {
    byte[] line = new byte[256];
    int at = 0;
    while (at < code.length) {
      int first = code[at++] & 0xFF;
      if (first == LITERAL) {
        int length = fixedInt(code, at);
        at += 4;
        out.put(code, at, length);
        at += length;
        continue;
      }
      int suffix = code[at++] & 0xFF;
      if (suffix == LONG_LENGTH) {
        suffix = fixedInt(code, at);
        at += 4;
      }
      line = line.length < first + suffix ? Arrays.copyOf(line, 2 * (first + suffix)) : line;
      System.arraycopy(code, at, line, first, suffix);
      at += suffix;
      out.put(line, 0, first + suffix);
      out.put('0');
      out.put('\n');
    }
  }

  boolean contentEquals(byte[] other) {
    return Arrays.equals(code.array(), 0, code.size(), other, 0, other.length);
  }

  byte[] toByteArray() {
    return code.toByteArray();
  }
}
