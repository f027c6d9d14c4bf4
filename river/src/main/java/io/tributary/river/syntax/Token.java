package io.tributary.river.syntax;

/// One token: `text` is what stands in the file (of comments without carriage returns), empty for
/// operators; `start` and `end` are offsets in bytes, the end excluded.
record Token(TokenKind kind, String text, int start, int end) {
  boolean is(TokenKind other) {
    return kind == other;
  }
}
