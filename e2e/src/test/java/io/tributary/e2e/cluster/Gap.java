package io.tributary.e2e.cluster;

import io.tributary.e2e.cluster.Happening.Kind;
import java.util.List;

/// Due times in a row at which a target was not scraped.
///
/// @param from who scraped it last before, `to` who did first after it
/// @param cause what it is put down to
/// @param allowed how many may be missed for that
record Gap(
    int target,
    long afterMs,
    long beforeMs,
    int missed,
    String from,
    String to,
    Cause cause,
    int allowed) {

  /// What a gap can be put down to. A scrape under way when the cause came is part of the gap, so
  /// causes are looked for from one interval before the first due time that was missed.
  enum Cause {
    /// The target was on the same node before and after, and nothing was done to that node.
    STAYED,
    /// It went from one node to another, none of which was killed or stood still.
    MOVED,
    /// Its node was killed; or some node was, and the target was about to move, or has moved.
    KILLED,
    /// Its node stood still; or some node did, and the target was about to move, or has moved.
    PAUSED,
    /// The cluster fell apart, which is to others as a death.
    CUT,
    /// The machine stood still.
    STALLED
  }

  private static final int AFTER_MOVE = 1;
  private static final int AFTER_DEATH = 2;

  /// A gap between two scrapes, put down to what happened.
  ///
  /// @param wasAsked whether anybody but its node asked the target about then, as the next owner
  ///   does before it gets one
  static Gap between(
      int target,
      long afterMs,
      long beforeMs,
      String from,
      String to,
      boolean wasAsked,
      long intervalMs,
      List<Happening> happenings) {
    boolean mayHaveMoved = wasAsked || !from.equals(to);
    int missed = Math.toIntExact((beforeMs - afterMs) / intervalMs - 1);
    List<Happening> concerned =
        happenings.stream()
            .filter(one -> one.overlaps(afterMs, beforeMs))
            .filter(one ->
                one.node().equals(from)
                    || one.node().equals(to)
                    || mayHaveMoved
                    || one.kind() == Kind.STALL)
            .toList();
    long kills = concerned.stream().filter(one -> one.kind() == Kind.KILL).count();
    boolean isCut = concerned.stream().anyMatch(one -> one.kind() == Kind.CUT);
    long pausedMs = lasted(concerned, Kind.PAUSE);
    long stalledMs = lasted(concerned, Kind.STALL);
    int whileStill =
        pausedMs + stalledMs == 0 ? 0 : (int) Math.ceilDiv(pausedMs + stalledMs, intervalMs) + 1;
    int dead = (int) kills * AFTER_DEATH;
    Cause cause =
        kills > 0
            ? Cause.KILLED
            : pausedMs > 0
                ? Cause.PAUSED
                : stalledMs > 0
                    ? Cause.STALLED
                    : isCut ? Cause.CUT : from.equals(to) ? Cause.STAYED : Cause.MOVED;
    int allowed =
        switch (cause) {
          case STAYED -> 0;
          case MOVED -> AFTER_MOVE;
          case CUT -> AFTER_DEATH;
          case KILLED, PAUSED, STALLED -> dead + whileStill;
        };
    return new Gap(target, afterMs, beforeMs, missed, from, to, cause, allowed);
  }

  private static long lasted(List<Happening> happenings, Kind kind) {
    return happenings.stream()
        .filter(one -> one.kind() == kind)
        .mapToLong(one -> one.untilMs() - one.fromMs())
        .sum();
  }
}
