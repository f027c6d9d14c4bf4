package io.tributary.cluster.sharing;

import io.tributary.cluster.sharing.Tracked.Phase;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/// Targets that their owners' discovery has lost. Owners go on with them until it is known what
/// becomes of them: where another agent has been offered one, it goes there as targets do that
/// move, and its series go on; where nobody has, they end.
///
/// Owned by the loop.
final class LostTargets {
  /// What one agent has lost is probably gone everywhere in a moment.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// By when all that is to be known of who has been offered what is known. Where it is not, what
  /// nobody seems to have been offered ends.
  static final Duration DECIDE_BY = Duration.ofSeconds(20);

  private final UnitLeader unit;
  private final LeaderPlan plan;
  private final Moves moves;
  private final Loop loop;
  private final Set<Tracked> lost = new LinkedHashSet<>();

  LostTargets(UnitLeader unit, LeaderPlan plan, Loop loop) {
    this.unit = unit;
    this.plan = plan;
    moves = plan.moves();
    this.loop = loop;
  }

  /// The owner says so. What has been told in vain is told again.
  void add(Tracked target) {
    if (!target.isLost()) {
      target.lostNanos = loop.nanos();
      if (target.move != null && target.move.phase == Phase.PROBING) {
        moves.cancel(target);
      }
    }
    lost.add(target);
  }

  /// Decides what can be decided. Whether anything is left.
  boolean look() {
    if (lost.isEmpty()) {
      return false;
    }
    boolean isAgreed = unit.members().knowsOffers();
    lost.removeIf(target -> isDecided(target, isAgreed));
    moves.flush();
    return !lost.isEmpty();
  }

  private boolean isDecided(Tracked target, boolean isAgreed) {
    if (!target.isLost()) {
      return true; // Somebody else has it, or the same one again.
    }
    if (target.move != null && target.move.phase != Phase.PROBING) {
      return false;
    }
    long forNanos = loop.nanos() - target.lostNanos;
    if (!hasHeir(target)) {
      boolean ends = isAgreed || forNanos >= DECIDE_BY.toNanos();
      if (ends) {
        moves.end(target);
      }
      return ends;
    }
    if (!target.isHomeless && forNanos >= PATIENCE.toNanos()) {
      target.isHomeless = true;
      plan.later();
    }
    return false;
  }

  private boolean hasHeir(Tracked target) {
    for (String node : unit.view().owners().keySet()) {
      if (unit.mayOwn(node, target.key)) {
        return true;
      }
    }
    return false;
  }
}
