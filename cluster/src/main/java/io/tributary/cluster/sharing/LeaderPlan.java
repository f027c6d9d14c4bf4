package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Eligibility;
import io.tributary.cluster.placement.Placement;
import io.tributary.cluster.placement.PlacementRequest;
import io.tributary.cluster.placement.PlacementRequest.Node;
import io.tributary.cluster.placement.Placer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a leader wants its unit's targets to be.
///
/// What nobody scrapes goes to its owner at once. What somebody scrapes moves when members come or
/// go, as far as its costs were not known, and else a little in an hour.
///
/// Owned by the loop.
final class LeaderPlan {
  /// Changes come in swarms.
  static final Duration PLAN_AFTER = Duration.ofMillis(100);

  /// Moves to a node that may be gone again in a moment would all be in vain.
  static final Duration SETTLE = Duration.ofSeconds(5);

  /// Moves for the sake of balance, where no member came or went: so much of the load in an hour.
  static final double DRIFT_PER_HOUR = 0.02;

  static final Duration LOOK_AT_COSTS = Duration.ofMinutes(5);

  /// By when members have told what new targets cost.
  static final Duration COSTS_KNOWN = Duration.ofSeconds(45);

  private static final long NEVER = Long.MAX_VALUE;

  private final UnitLeader unit;
  private final Loop loop;
  private final SharingStats stats;
  private final Placer placer = new Placer();
  private final Moves moves;

  private long plannedNanos = NEVER;
  private boolean isFirst = true;
  private boolean isUnsettled = true;
  private double drift;

  /// The load that nobody knew of when its targets were placed, and that moved because one agent's
  /// discovery had lost it: as much may move once it is known, or found again.
  private double learned;

  private long driftNanos;

  LeaderPlan(UnitLeader unit, Loop loop, SharingStats stats) {
    this.unit = unit;
    this.loop = loop;
    this.stats = stats;
    moves = new Moves(unit, this, loop, stats);
    driftNanos = loop.nanos();
    loop.after(LOOK_AT_COSTS, this::lookAtCosts);
  }

  Moves moves() {
    return moves;
  }

  void membersChanged() {
    isUnsettled = true;
    later();
  }

  /// Plans in a moment.
  void later() {
    later(PLAN_AFTER);
  }

  private void later(Duration delay) {
    long atNanos = loop.nanos() + delay.toNanos();
    if (plannedNanos == NEVER || atNanos - plannedNanos < 0) {
      plannedNanos = atNanos;
      loop.after(
          delay,
          () -> {
            if (plannedNanos == atNanos) {
              run();
            }
          });
    }
  }

  /// What a target weighs is known for the first time.
  void learned(double load) {
    if (learned == 0) {
      later(COSTS_KNOWN);
    }
    learned += load;
  }

  /// Members bear more by this much of all: as much may move, beside what does in an hour.
  void grew(double ratio) {
    drift += ratio;
    later();
  }

  private void lookAtCosts() {
    if (!unit.isClosed()) {
      loop.after(LOOK_AT_COSTS, this::lookAtCosts);
      later();
    }
  }

  private void run() {
    plannedNanos = NEVER;
    if (unit.isClosed()) {
      return;
    }
    if (!unit.members().knowsAll()) {
      unit.busy();
      later(PLAN_AFTER);
      return;
    }
    if (unit.view().owners().isEmpty()) {
      return;
    }
    place();
    moves.flush();
  }

  private void place() {
    List<Tracked> targets = unit.table().offeredOrHeld();
    if (isFirst) {
      isFirst = false;
      unit.raiseFloors();
    }
    List<Node> nodes =
        unit.view().owners().entrySet().stream()
            .map(entry -> new Node(entry.getKey(), entry.getValue()))
            .toList();
    Map<String, Integer> places = new HashMap<>();
    nodes.forEach(node -> places.put(node.name(), places.size()));
    boolean isSettled = isSettled(nodes);
    Placement placed =
        placer.place(
            new PlacementRequest(
                nodes,
                targets.stream().mapToLong(target -> target.key).toArray(),
                targets.stream().mapToDouble(target -> target.load).toArray(),
                targets.stream()
                    .mapToInt(target ->
                        target.isHomeless && target.move == null
                            ? PlacementRequest.NOBODY
                            : places.getOrDefault(target.destination(), PlacementRequest.NOBODY))
                    .toArray(),
                new Eligible(nodes, targets),
                movable(isSettled, targets)));
    stats.placements.increment();
    moves.clear();
    for (int i = 0; i < targets.size(); i++) {
      int owner = placed.owners()[i];
      if (owner != PlacementRequest.NOBODY) {
        want(targets.get(i), nodes.get(owner).name());
      }
    }
    if (isUnsettled && isSettled) {
      isUnsettled = false;
    } else if (!isUnsettled) {
      drift = Math.max(drift - placed.movedRatio(), 0);
    }
    later(isUnsettled);
  }

  private void later(boolean isUnfinished) {
    if (isUnfinished) {
      later(SETTLE);
    }
  }

  /// Whom a target may go to. Asked for every target and node, so that the usual case, everybody
  /// answers, has been offered everything and can reach it, is looked at first.
  private final class Eligible implements Eligibility {
    private final List<Node> nodes;
    private final Set<Long> special = new HashSet<>();
    private final boolean[] isSpecial;

    Eligible(List<Node> nodes, List<Tracked> targets) {
      this.nodes = nodes;
      KeySet offer = unit.members().ownOffer();
      int at = 0;
      for (Tracked target : targets) {
        while (at < offer.size() && offer.key(at) < target.key) {
          at++;
        }
        if (at == offer.size()
            || offer.key(at) != target.key
            || target.hasUnreachable()
            || target.isLost()) {
          special.add(target.key);
        }
      }
      isSpecial = new boolean[nodes.size()];
      for (int i = 0; i < isSpecial.length; i++) {
        String node = nodes.get(i).name();
        isSpecial[i] = unit.members().hasOwnOffer(node) || unit.members().isSilent(node);
      }
    }

    @Override
    public boolean mayOwn(int node, long key) {
      return (!isSpecial[node] && (special.isEmpty() || !special.contains(key)))
          || unit.mayOwn(nodes.get(node).name(), key);
    }
  }

  /// Whether all members are there long enough. The first one that ever leads has nobody to wait
  /// for.
  private boolean isSettled(List<Node> nodes) {
    long now = loop.nanos();
    return nodes.stream()
        .allMatch(node -> now - unit.members().sinceNanos(node.name()) >= SETTLE.toNanos());
  }

  /// Everything where members have come or gone, as soon as they are there for a while.
  private double movable(boolean isSettled, List<Tracked> targets) {
    if (isUnsettled) {
      if (isSettled) {
        learned = 0; // Everything may move now; what is learned from now on counts anew.
      }
      return isSettled ? 1 : 0;
    }
    double total = 0;
    for (Tracked target : targets) {
      total += Double.isNaN(target.load) ? 0 : target.load;
    }
    if (learned > 0 && total > 0) {
      drift += Math.min(learned / total, 1);
      learned = 0;
    }
    return Math.min(drift(), 1);
  }

  private double drift() {
    long now = loop.nanos();
    double hours = (now - driftNanos) / (double) Duration.ofHours(1).toNanos();
    driftNanos = now;
    if (drift < DRIFT_PER_HOUR) {
      drift = Math.min(DRIFT_PER_HOUR, drift + hours * DRIFT_PER_HOUR);
    }
    return drift;
  }

  private void want(Tracked target, String node) {
    boolean isUndecided = target.isLost() && !target.isHomeless;
    if (target.move != null || target.owner.equals(node) || isUndecided) {
      return;
    }
    if (!target.owner.isEmpty()) {
      moves.move(target, node);
    } else if (loop.nanos() - target.notBeforeNanos >= 0
        || target.notBeforeNanos == Long.MIN_VALUE) {
      moves.give(target, node);
    } else {
      later(Moves.REFUSED_FOR);
    }
  }
}
