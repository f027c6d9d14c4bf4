package io.tributary.wire;

/// Bytes from elsewhere that do not follow their format: bad input, never a fault of ours.
///
/// The message is a sentence for an operator. It says what was expected or what could not be done,
/// quotes what was seen, shortened and escaped, and for line-based text ends with the line.
public final class WireException extends RuntimeException {
  /// The most bytes of the input that a message quotes.
  private static final int QUOTED_BYTES = 60;

  private final long offset;
  private final int line;

  /// `offset` is the place in the input, in bytes from its start.
  public WireException(String message, long offset) {
    super(message + " at byte " + offset, null, true, false);
    this.offset = offset;
    this.line = 0;
  }

  /// `line` counts from 1.
  public WireException(String message, long offset, int line) {
    super(message + " at line " + line, null, true, false);
    this.offset = offset;
    this.line = line;
  }

  /// Bytes from the start of the input to what could not be read.
  public long offset() {
    return offset;
  }

  /// The line, from 1, or 0 where the format has no lines.
  public int line() {
    return line;
  }

  /// Quotes `bytes[from, to)` for a message: escaped, and cut after 60 bytes.
  public static String quote(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + QUOTED_BYTES);
    var out = new StringBuilder(end - from + 8).append('"');
    for (int i = from; i < end; i++) {
      int c = bytes[i] & 0xff;
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '"', '\\' -> out.append('\\').append((char) c);
        default -> {
          if (c >= 0x20 && c < 0x7f) {
            out.append((char) c);
          } else {
            out.append("\\x").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          }
        }
      }
    }
    return out.append(end < to ? "…\"" : "\"").toString();
  }
}
