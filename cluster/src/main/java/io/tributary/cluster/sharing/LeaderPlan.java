package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Eligibility;
import io.tributary.cluster.placement.Placement;
import io.tributary.cluster.placement.PlacementRequest;
import io.tributary.cluster.placement.PlacementRequest.Node;
import io.tributary.cluster.placement.Placer;
import io.tributary.cluster.sharing.Message.Verb;
import io.tributary.cluster.sharing.Tracked.Move;
import io.tributary.cluster.sharing.Tracked.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a leader wants its unit's targets to be, and the moves that bring them there.
///
/// What nobody scrapes is given to its owner at once. What somebody scrapes moves in steps, a
/// limited number at a time: the next owner tries to reach the target, the present one lets go
/// right after a scrape and hands over what the next one needs, the next one takes it. What comes
/// from an agent that leaves is not tried first.
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

  /// On their way at the same time.
  static final int MAX_MOVES = 1024;

  static final int MAX_PROBES_OF_NODE = 128;

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RELEASE_AGAIN = Duration.ofSeconds(60);
  private static final Duration HAND_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration UNREACHABLE_FOR = Duration.ofMinutes(10);

  /// Who does not answer has said nothing about the target: it may be busy, or have been.
  private static final Duration SILENT_FOR = Duration.ofMinutes(1);

  private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

  /// What has ended begins elsewhere once its end has been written.
  private static final Duration ENDED_FOR = Duration.ofSeconds(10);

  private static final long NEVER = Long.MAX_VALUE;

  private record Planned(Tracked target, String from, String to, boolean isForced) {}

  private record Target(String node, Verb verb, String to) {}

  private final UnitLeader unit;
  private final Loop loop;
  private final SharingStats stats;
  private final Placer placer = new Placer();

  private final ArrayDeque<Planned> waiting = new ArrayDeque<>();
  private final Set<Tracked> moving = new LinkedHashSet<>();
  private final Map<String, Integer> probes = new HashMap<>();
  private final Map<String, Double> borne = new HashMap<>();
  private final Map<Target, StampedKeys> outgoing = new LinkedHashMap<>();

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
    driftNanos = loop.nanos();
    loop.after(LOOK_AT_COSTS, this::lookAtCosts);
  }

  int inFlight() {
    return moving.size() + waiting.size();
  }

  /// A member is about to tell anew what it has.
  void forget(String node) {
    borne.remove(node);
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
    if (!unit.knowsAll()) {
      unit.busy();
      later(PLAN_AFTER);
      return;
    }
    if (unit.view().owners().isEmpty()) {
      return;
    }
    place();
    flush();
  }

  private void place() {
    List<Tracked> targets = unit.offeredOrHeld();
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
    waiting.clear();
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
      KeySet offer = unit.ownOffer();
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
        isSpecial[i] = unit.hasOwnOffer(node) || unit.isSilent(node);
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
    return nodes.stream().allMatch(node -> now - unit.sinceNanos(node.name()) >= SETTLE.toNanos());
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
      boolean isForced = !unit.view().owners().containsKey(target.owner);
      waiting.add(new Planned(target, target.owner, node, isForced));
    } else if (loop.nanos() - target.notBeforeNanos >= 0
        || target.notBeforeNanos == Long.MIN_VALUE) {
      give(target, node);
    } else {
      later(REFUSED_FOR);
    }
  }

  /// Without a word from the owner before, if there was one.
  private void give(Tracked target, String node) {
    target.owned(node);
    target.leadMs = unit.leadMs(node, target.floorMs);
    order(node, Verb.TAKE, Message.NOBODY, target.key, target.floorMs);
  }

  /// Begins as many moves as there may be.
  private void pump() {
    int more = Math.min(waiting.size(), MAX_MOVES * 4);
    for (int i = 0; i < more && moving.size() < MAX_MOVES; i++) {
      Planned next = waiting.remove();
      if (next.target.move != null || !next.target.owner.equals(next.from)) {
        continue; // something else has become of it
      }
      if (!next.isForced && probes.getOrDefault(next.to, 0) >= MAX_PROBES_OF_NODE) {
        waiting.add(next);
        continue;
      }
      begin(next);
    }
    if (!moving.isEmpty()) {
      unit.busy();
    }
  }

  private void begin(Planned next) {
    Phase phase = next.isForced ? Phase.RELEASING : Phase.PROBING;
    Duration timeout = next.isForced ? RELEASE_AGAIN : PROBE_TIMEOUT;
    next.target.move = new Move(next.from, next.to, phase, loop.nanos() + timeout.toNanos());
    moving.add(next.target);
    if (next.isForced) {
      order(next.to, Verb.EXPECT, Message.NOBODY, next.target.key, 0);
      order(next.from, Verb.RELEASE, next.to, next.target.key, 0);
    } else {
      probes.merge(next.to, 1, Integer::sum);
      order(next.to, Verb.PROBE, Message.NOBODY, next.target.key, 0);
    }
  }

  void reached(Tracked target, String from) {
    var move = target.move;
    if (move != null && move.phase == Phase.PROBING && move.to.equals(from)) {
      probes.merge(from, -1, Integer::sum);
      move.phase = Phase.RELEASING;
      move.deadlineNanos = loop.nanos() + RELEASE_AGAIN.toNanos();
      order(move.from, Verb.RELEASE, move.to, target.key, 0);
    }
  }

  void unreached(Tracked target, String from) {
    unreached(target, from, UNREACHABLE_FOR);
  }

  private void unreached(Tracked target, String from, Duration barred) {
    var move = target.move;
    if (move != null && move.phase == Phase.PROBING && move.to.equals(from)) {
      stats.unreached.increment();
      target.unreachable(from, loop.nanos() + barred.toNanos());
      cancel(target);
      if (target.isLost()) {
        later();
      }
    }
  }

  void released(Tracked target, String from, long lastMs) {
    target.floorMs = Math.max(target.floorMs, lastMs);
    if (!target.owner.equals(from)) {
      return; // one of two that held it, or the next owner was faster with its answer
    }
    boolean wasLost = target.isLost();
    target.owned(Message.NOBODY);
    var move = target.move;
    if (move != null && move.phase == Phase.RELEASING && move.from.equals(from)) {
      move.phase = Phase.HANDED;
      move.deadlineNanos = loop.nanos() + HAND_TIMEOUT.toNanos();
      if (wasLost) {
        learned(weightOf(target)); // It may come back.
      }
    } else {
      cancel(target);
      target.notBeforeNanos = loop.nanos() + (wasLost ? ENDED_FOR : REFUSED_FOR).toNanos();
      later();
    }
  }

  /// Its owner has lost it, and nobody else may have it.
  void end(Tracked target) {
    cancel(target);
    order(target.owner, Verb.END, Message.NOBODY, target.key, 0);
    target.owned(Message.NOBODY);
    target.notBeforeNanos = loop.nanos() + ENDED_FOR.toNanos();
    unit.tableChanged();
    later();
  }

  /// A member goes on with a target that it has lost, and that is not its own any more.
  void disown(Tracked target, String node) {
    Verb verb = target.owner.isEmpty() ? Verb.END : Verb.RELEASE;
    order(node, verb, Message.NOBODY, target.key, 0);
  }

  /// Its owner, whose discovery had lost it, has found it again.
  void keep(Tracked target) {
    target.owned(target.owner);
    if (target.move != null && target.move.phase == Phase.PROBING) {
      cancel(target);
    }
  }

  /// A member says that it has a target: because it was handed over, or because nobody had told it
  /// not to.
  void found(Tracked target, String node, long leadMs) {
    var move = target.move;
    if (move != null && move.to.equals(node)) {
      if (move.phase != Phase.HANDED && !target.owner.equals(node)) {
        order(move.from, Verb.RELEASE, Message.NOBODY, target.key, 0);
      }
      own(target, node, leadMs);
      cancel(target);
      stats.moved.increment();
    } else if (target.owner.isEmpty()) {
      cancel(target);
      own(target, node, leadMs);
    } else if (!target.owner.equals(node)) {
      stats.conflicts.increment();
      cancel(target);
      resolve(target, node, leadMs);
    } else {
      own(target, node, leadMs);
    }
  }

  /// Two have it. The one that bears less goes on, so that two halves of a cluster share what both
  /// of them had.
  private void resolve(Tracked target, String node, long leadMs) {
    String other = target.owner;
    Double weight = unit.view().owners().get(node);
    Double otherWeight = unit.view().owners().get(other);
    boolean isNodeBetter =
        otherWeight == null
            || (weight != null
                && borne.getOrDefault(node, 0.0) / weight
                    < borne.getOrDefault(other, 0.0) / otherWeight
                        - weightOf(target) / otherWeight);
    String loser = isNodeBetter ? other : node;
    if (isNodeBetter) {
      borne.merge(other, -weightOf(target), Double::sum);
      own(target, node, leadMs);
    }
    order(loser, Verb.RELEASE, Message.NOBODY, target.key, 0);
  }

  private void own(Tracked target, String node, long leadMs) {
    target.owned(node);
    target.leadMs = leadMs;
    borne.merge(node, weightOf(target), Double::sum);
  }

  private static double weightOf(Tracked target) {
    return Double.isNaN(target.load) ? 1 : target.load;
  }

  /// Ends a move, wherever it is; the target is where its owner says.
  void cancel(Tracked target) {
    var move = target.move;
    if (move == null) {
      return;
    }
    if (move.phase == Phase.PROBING) {
      probes.merge(move.to, -1, Integer::sum);
    }
    target.move = null;
    moving.remove(target);
  }

  /// Looks after moves that take too long. Whether there are any.
  boolean tick() {
    long now = loop.nanos();
    for (Tracked target : List.copyOf(moving)) {
      var move = target.move;
      if (move != null && now - move.deadlineNanos >= 0) {
        overdue(target, move);
      }
    }
    flush();
    return !moving.isEmpty() || !waiting.isEmpty();
  }

  private void overdue(Tracked target, Move move) {
    switch (move.phase) {
      case PROBING -> unreached(target, move.to, SILENT_FOR);
      case RELEASING -> {
        move.deadlineNanos = loop.nanos() + RELEASE_AGAIN.toNanos();
        order(move.from, Verb.RELEASE, move.to, target.key, 0);
      }
      case HANDED -> {
        give(target, move.to);
        cancel(target);
      }
    }
  }

  private void order(String node, Verb verb, String to, long key, long stamp) {
    outgoing.computeIfAbsent(new Target(node, verb, to), _ -> new StampedKeys()).add(key, stamp);
  }

  /// Begins what there is room for, and sends what has been ordered.
  void flush() {
    pump();
    if (outgoing.isEmpty()) {
      return;
    }
    Map<Target, StampedKeys> ready = new LinkedHashMap<>(outgoing);
    outgoing.clear();
    // What is expected is told before what is let go.
    for (Verb verb : List.of(Verb.EXPECT, Verb.PROBE, Verb.RELEASE, Verb.END, Verb.TAKE)) {
      ready.forEach((target, orders) -> {
        if (target.verb == verb) {
          unit.send(target.node, verb, target.to, orders.keys(), orders.stamps());
        }
      });
    }
  }
}
