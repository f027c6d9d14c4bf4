package io.tributary.e2e.cluster;

/// Something that was done to a node.
///
/// @param untilMs when it was over; of a death and of a start the same as `fromMs`
record Happening(Kind kind, String node, long fromMs, long untilMs) {
  enum Kind {
    /// Its process was started.
    JOIN,
    /// SIGTERM, until its process had ended.
    LEAVE,
    /// SIGKILL.
    KILL,
    /// SIGSTOP until SIGCONT.
    PAUSE,
    /// What it sends, or what others send it, was lost.
    CUT,
    /// The machine stood still, and all nodes with it. Of no node.
    STALL
  }

  boolean overlaps(long from, long until) {
    return fromMs <= until && untilMs >= from;
  }
}
