package io.tributary.model.regex;

/// A pattern cannot be compiled; the message begins with `error parsing regexp:` and names the
/// offending part, in the words of RE2.
public final class RegexException extends RuntimeException {
  RegexException(String problem, String part) {
    super("error parsing regexp: " + problem + ": `" + abbreviated(part) + "`");
  }

  RegexException(String message) {
    super(message);
  }

  /// A hostile pattern can be very long: an operator needs its beginning only.
  private static String abbreviated(String part) {
    return part.length() <= 200 ? part : part.substring(0, 200) + "…";
  }
}
