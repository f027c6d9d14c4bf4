package io.tributary.river.syntax;

/// What the scanner must know of comments besides where they end.
final class CommentText {
  private CommentText() {}

  /// Whether nothing but comments and blanks follows on the line of the comment at `at`, or one of
  /// them goes on in the next line.
  static boolean reachesLineEnd(byte[] in, int at) {
    int i = at;
    while (i + 1 < in.length && in[i] == '/' && (in[i + 1] == '/' || in[i + 1] == '*')) {
      if (in[i + 1] == '/') {
        return true;
      }
      i = blockEnd(in, i + 2);
      if (i < 0) {
        return true;
      }
      while (i < in.length && (in[i] == ' ' || in[i] == '\t' || in[i] == '\r')) {
        i++;
      }
      if (i >= in.length || in[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /// Behind the end of a block comment; negative when a line or the file ends before.
  private static int blockEnd(byte[] in, int from) {
    for (int i = from; i < in.length && in[i] != '\n'; i++) {
      if (in[i] == '*' && i + 1 < in.length && in[i + 1] == '/') {
        return i + 2;
      }
    }
    return -1;
  }

  /// Keeps a carriage return only where a block comment would end without it.
  static String withoutCarriageReturns(String text, boolean isBlock) {
    if (text.indexOf('\r') < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean divides =
          isBlock
              && out.length() > 2
              && out.charAt(out.length() - 1) == '*'
              && i + 1 < text.length()
              && text.charAt(i + 1) == '/';
      if (c != '\r' || divides) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
