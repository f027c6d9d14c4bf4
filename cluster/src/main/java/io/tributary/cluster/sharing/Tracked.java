package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the leader knows of a target. Owned by the loop.
final class Tracked {
  enum Phase {
    /// The next owner tries whether it can reach the target; the present one goes on.
    PROBING,
    /// The present owner is to let go.
    RELEASING,
    /// Nobody scrapes the target: it is on its way.
    HANDED
  }

  /// On its way from `owner`, which is the next one's from [Phase#HANDED] on, to `to`.
  static final class Move {
    final String from;

    /// [Message#NOBODY] where the one that was to have it is gone.
    String to;

    Phase phase;
    long deadlineNanos;

    Move(String from, String to, Phase phase, long deadlineNanos) {
      this.from = from;
      this.to = to;
      this.phase = phase;
      this.deadlineNanos = deadlineNanos;
    }
  }

  static final long NEVER = Long.MAX_VALUE;

  final long key;

  /// Who scrapes it, or [Message#NOBODY].
  String owner = Message.NOBODY;

  @Nullable Move move;
  double load = Double.NaN;
  Cost cost = Cost.UNKNOWN;

  /// How far its timestamps are ahead of its owner's clock, for others had clocks that showed more.
  long leadMs;

  /// Since when its owner's discovery has it no longer; [#NEVER] where it has.
  long lostNanos = NEVER;

  /// Whether it is to go to somebody else for that.
  boolean isHomeless;

  /// The next owner's timestamps are later than this.
  long floorMs = Long.MIN_VALUE;

  /// When its owner was told to take it; what that said before of what it holds does not count.
  long givenNanos = Long.MIN_VALUE;

  /// Not to be given to anybody before.
  long notBeforeNanos = Long.MIN_VALUE;

  /// Who could not reach it, and until when that counts.
  private @Nullable Map<String, Long> unreachable;

  Tracked(long key) {
    this.key = key;
  }

  /// Somebody has it now, or nobody.
  void owned(String node) {
    owner = node;
    givenNanos = Long.MIN_VALUE;
    lostNanos = NEVER;
    isHomeless = false;
  }

  boolean isLost() {
    return lostNanos != NEVER;
  }

  /// Who has it, or will.
  String destination() {
    var moving = move;
    return moving == null || moving.to.isEmpty() ? owner : moving.to;
  }

  void unreachable(String node, long untilNanos) {
    if (unreachable == null) {
      unreachable = new HashMap<>();
    }
    unreachable.put(node, untilNanos);
  }

  boolean hasUnreachable() {
    return unreachable != null;
  }

  boolean isReachable(String node, long nowNanos) {
    var known = unreachable;
    if (known == null) {
      return true;
    }
    Long until = known.get(node);
    return until == null || nowNanos - until >= 0;
  }
}
