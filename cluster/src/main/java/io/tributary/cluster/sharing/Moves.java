package io.tributary.cluster.sharing;

import io.tributary.cluster.sharing.Message.Verb;
import io.tributary.cluster.sharing.Tracked.Move;
import io.tributary.cluster.sharing.Tracked.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings targets to where the plan of their leader wants them, and keeps the table right.
///
/// What nobody scrapes is given to its owner at once. What somebody scrapes moves in steps, a
/// limited number at a time: the next owner tries to reach the target, the present one lets go
/// right after a scrape and hands over what the next one needs, the next one takes it. What comes
/// from an agent that leaves is not tried first.
///
/// Owned by the loop.
final class Moves {
  /// On their way at the same time.
  static final int MAX_MOVES = 1024;

  static final int MAX_PROBES_OF_NODE = 128;

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(60);

  /// Longer than most scrapes take. Who has let go already says so once more.
  private static final Duration RELEASE_AGAIN = Duration.ofSeconds(5);

  private static final Duration HAND_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration UNREACHABLE_FOR = Duration.ofMinutes(10);

  /// Who does not answer has said nothing about the target: it may be busy, or have been.
  private static final Duration SILENT_FOR = Duration.ofMinutes(1);

  static final Duration REFUSED_FOR = Duration.ofSeconds(1);

  /// What has ended begins elsewhere once its end has been written.
  private static final Duration ENDED_FOR = Duration.ofSeconds(10);

  private record Planned(Tracked target, String from, String to, boolean isForced) {}

  private record Target(String node, Verb verb, String to) {}

  private final UnitLeader unit;
  private final LeaderPlan plan;
  private final Loop loop;
  private final SharingStats stats;

  private final ArrayDeque<Planned> waiting = new ArrayDeque<>();
  private final Set<Tracked> moving = new LinkedHashSet<>();
  private final Map<String, Integer> probes = new HashMap<>();
  private final Map<String, Double> borne = new HashMap<>();
  private final Map<Target, StampedKeys> outgoing = new LinkedHashMap<>();

  Moves(UnitLeader unit, LeaderPlan plan, Loop loop, SharingStats stats) {
    this.unit = unit;
    this.plan = plan;
    this.loop = loop;
    this.stats = stats;
  }

  int inFlight() {
    return moving.size() + waiting.size();
  }

  /// A member is about to tell anew what it has.
  void forget(String node) {
    borne.remove(node);
  }

  /// Nothing waits to be moved: there is another plan.
  void clear() {
    waiting.clear();
  }

  void move(Tracked target, String node) {
    boolean isForced = !unit.view().owners().containsKey(target.owner);
    waiting.add(new Planned(target, target.owner, node, isForced));
  }

  /// Without a word from the owner before, if there was one.
  void give(Tracked target, String node) {
    target.owned(node);
    target.givenNanos = loop.nanos();
    target.leadMs = unit.leadMs(node, target.floorMs);
    order(node, Verb.TAKE, Message.NOBODY, target.key, target.floorMs);
  }

  /// Begins as many moves as there may be.
  private void pump() {
    int more = Math.min(waiting.size(), MAX_MOVES * 4);
    for (int i = 0; i < more && moving.size() < MAX_MOVES; i++) {
      Planned next = waiting.remove();
      boolean isOutdated =
          next.target.move != null
              || !next.target.owner.equals(next.from)
              || !unit.view().owners().containsKey(next.to);
      if (isOutdated) {
        continue; // something else has become of it, or of the one that was to have it
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
        plan.later();
      }
    }
  }

  void released(Tracked target, String from, long lastMs) {
    target.floorMs = Math.max(target.floorMs, lastMs);
    if (!target.owner.equals(from)) {
      return; // one of two that held it, or the next owner was faster with its answer
    }
    if (target.move == null && lastMs == Long.MIN_VALUE && isGivenLately(target)) {
      unit.verify(from);
      return;
    }
    boolean wasLost = target.isLost();
    target.owned(Message.NOBODY);
    var move = target.move;
    if (move == null || move.phase != Phase.RELEASING || !move.from.equals(from)) {
      cancel(target);
      target.notBeforeNanos = loop.nanos() + (wasLost ? ENDED_FOR : REFUSED_FOR).toNanos();
      plan.later();
    } else if (move.to.isEmpty()) {
      cancel(target);
      giveBack(target, from);
    } else {
      move.phase = Phase.HANDED;
      move.deadlineNanos = loop.nanos() + HAND_TIMEOUT.toNanos();
      if (wasLost) {
        plan.learned(weightOf(target)); // It may come back.
      }
    }
  }

  /// Its owner has lost it, and nobody else may have it.
  void end(Tracked target) {
    cancel(target);
    order(target.owner, Verb.END, Message.NOBODY, target.key, 0);
    target.owned(Message.NOBODY);
    target.notBeforeNanos = loop.nanos() + ENDED_FOR.toNanos();
    unit.table().changed();
    plan.later();
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

  /// Who says then that it has let go may answer an order to do so that was repeated, and of
  /// before.
  private boolean isGivenLately(Tracked target) {
    return target.givenNanos != Long.MIN_VALUE
        && loop.nanos() - target.givenNanos < 2 * RELEASE_AGAIN.toNanos();
  }

  /// The one that a target was to go to is gone. What its owner has been told to let go of cannot
  /// be had back before it has.
  void bereave(Tracked target, Move move) {
    if (move.phase == Phase.RELEASING && unit.view().owners().containsKey(move.from)) {
      move.to = Message.NOBODY;
      return;
    }
    cancel(target);
    if (move.phase == Phase.HANDED) {
      giveBack(target, move.from);
    }
  }

  /// It has the page still, and is there at once.
  private void giveBack(Tracked target, String node) {
    if (unit.view().owners().containsKey(node) && unit.mayOwn(node, target.key)) {
      give(target, node);
    }
    plan.later();
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
    send();
  }

  /// Sends what has been ordered.
  void send() {
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
