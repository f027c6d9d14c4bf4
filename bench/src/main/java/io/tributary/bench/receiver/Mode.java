package io.tributary.bench.receiver;

/// How the receiver behaves towards senders.
///
/// @param status what requests are answered in [Kind#REFUSING]
record Mode(Kind kind, int status) {
  enum Kind {
    /// Takes and acknowledges everything.
    UP,
    /// Does not listen; connections are closed once their request is answered.
    DOWN,
    /// Reads requests, keeps nothing and never answers.
    HANGING,
    /// Keeps nothing and answers with a status.
    REFUSING
  }

  static Mode parse(String[] words) {
    return switch (words[1]) {
      case "up" -> new Mode(Kind.UP, 0);
      case "down" -> new Mode(Kind.DOWN, 0);
      case "hang" -> new Mode(Kind.HANGING, 0);
      case "status" -> new Mode(Kind.REFUSING, Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException("no mode " + words[1]);
    };
  }
}
