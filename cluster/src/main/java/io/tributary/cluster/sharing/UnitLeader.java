package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.placement.Load;
import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Held;
import io.tributary.cluster.sharing.Message.Holdings;
import io.tributary.cluster.sharing.Message.OfUnit;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Offered;
import io.tributary.cluster.sharing.Message.Part;
import io.tributary.cluster.sharing.Message.Refuse;
import io.tributary.cluster.sharing.Message.Verb;
import java.time.Duration;
import java.util.function.Supplier;

/// Decides who owns the targets of a unit, on the agent that leads it.
///
/// It first asks everybody what they hold, and gives nothing to anybody before they have answered.
/// From then on it knows where every target is: members do nothing of their own accord but to tell
/// what discovery has lost.
///
/// Owned by the loop.
final class UnitLeader {
  /// Timestamps that are ahead are so by whole intervals, one of which the member did not see yet.
  private static final long LEAD_MARGIN_MS = 60_000;

  private static final Duration TICK = Duration.ofMillis(500);

  /// The view reaches members one after the other: who refuses has mostly not seen it yet, and what
  /// a dead leader held waits for its answer.
  private static final Duration REFUSED_AGAIN = Duration.ofMillis(50);

  private static final int EAGER = 10;

  private final String unit;
  private final boolean isSuccessor;
  private final Clocks clocks;
  private final Loop loop;
  private final Messenger messenger;
  private final SharingStats stats;
  private final long term;
  private final Members members;
  private final TargetTable table;
  private final LeaderPlan plan;
  private final Moves moves;
  private final LostTargets lost;
  private UnitView view;
  private boolean isTicking;
  private boolean isClosed;

  UnitLeader(
      String unit,
      long term,
      Supplier<KeySet> ownOffer,
      UnitView view,
      boolean isSuccessor,
      Clocks clocks,
      Loop loop,
      Messenger messenger,
      SharingStats stats) {
    this.unit = unit;
    this.term = term;
    this.view = view;
    this.isSuccessor = isSuccessor;
    this.clocks = clocks;
    this.loop = loop;
    this.messenger = messenger;
    this.stats = stats;
    members = new Members(ownOffer, loop);
    table = new TargetTable(members, loop);
    plan = new LeaderPlan(this, loop, stats);
    moves = plan.moves();
    lost = new LostTargets(this, plan, loop);
    viewed(view);
  }

  /// What the clocks of others show.
  interface Clocks {
    /// What the clock of an agent shows now, or showed last and would show.
    long wallMs(String node);

    /// Whether that clock and ours agree, as far as one can tell.
    boolean isAlike(String node);

    /// What nobody can have written more than, if clocks do not agree.
    long latestMs();
  }

  void close() {
    isClosed = true;
  }

  UnitView view() {
    return view;
  }

  Members members() {
    return members;
  }

  TargetTable table() {
    return table;
  }

  int moving() {
    return moves.inFlight();
  }

  /// Members that came are asked what they hold; what those held that are gone is given to others.
  void viewed(UnitView next) {
    boolean isLittleMore = next.isLittleMoreThan(view) && !next.equals(view);
    double more = 1 - view.weight() / next.weight();
    view = next;
    members.viewed(next, this::lost, this::ask);
    if (isLittleMore) {
      plan.grew(more);
    } else {
      plan.membersChanged();
    }
    moves.flush();
    tickLater();
  }

  private void ask(String node) {
    moves.send(); // What was ordered before, its answer counts in.
    members.asked(node);
    moves.forget(node);
    messenger.send(node, new Ask(unit, term, false));
  }

  private void lost(String node) {
    boolean isAlike = clocks.isAlike(node);
    long wallMs = clocks.wallMs(node);
    for (Tracked target : table.all()) {
      if (target.owner.equals(node)) {
        target.owned(Message.NOBODY);
        if (target.leadMs > 0) {
          target.floorMs = wallMs + target.leadMs + LEAD_MARGIN_MS;
        } else if (!isAlike) {
          // What it wrote last is at most what its clock shows. Whoever goes on must not fall
          // behind.
          target.floorMs = Math.max(target.floorMs, wallMs);
        }
      }
      var move = target.move;
      if (move != null && move.from.equals(node)) {
        moves.cancel(target);
      } else if (move != null && move.to.equals(node)) {
        moves.bereave(target, move);
      }
    }
  }

  /// Whether a target may go to a member, or stay there.
  boolean mayOwn(String node, long key) {
    Tracked target = table.get(key);
    if (target == null) {
      return false;
    }
    boolean isOwner = target.owner.equals(node);
    if (isOwner ? target.isLost() : members.isSilent(node)) {
      return false;
    }
    return members.isOffered(node, key)
        && (target.owner.isEmpty() || isOwner || target.isReachable(node, loop.nanos()));
  }

  /// Where the leader before was lost, and others with it perhaps, nobody knows what was written of
  /// targets that none of the others has.
  void raiseFloors() {
    long latestMs = clocks.latestMs();
    if (isSuccessor && latestMs != Long.MIN_VALUE) {
      table.all().stream()
          .filter(target -> target.owner.isEmpty())
          .forEach(target -> target.floorMs = Math.max(target.floorMs, latestMs + LEAD_MARGIN_MS));
    }
  }

  /// How far timestamps behind a floor will be ahead of a node's clock.
  long leadMs(String node, long floorMs) {
    return floorMs == Long.MIN_VALUE ? 0 : Math.max(0, floorMs - clocks.wallMs(node));
  }

  void send(String node, Verb verb, String to, long[] keys, long[] stamps) {
    for (Batch batch : Outgoing.batches(verb, unit, term, to, keys, stamps)) {
      messenger.send(node, batch);
    }
  }

  void receive(String from, OfUnit message) {
    if (message instanceof Refuse) {
      refused(from);
      return;
    }
    Members.Member member = members.get(from);
    if (message.term() != term || member == null) {
      stats.ignored.increment();
      return;
    }
    switch (message) {
      case Holdings holdings -> holdings(from, member, holdings);
      case Offer offer -> offer(members.offer(member, offer));
      case Offered offered -> offer(members.offered(member, offered));
      case Held held -> held(from, member, held);
      case Batch batch -> batch(from, member, batch);
      default -> stats.ignored.increment();
    }
  }

  /// The member has begun to follow somebody else, has not heard of us yet, or has begun anew: what
  /// we know of it may not be so.
  private void refused(String from) {
    Members.Member member = members.get(from);
    if (member != null) {
      if (member.hasReported) {
        ask(from);
      } else if (member.refusals++ < EAGER) {
        loop.after(REFUSED_AGAIN, () -> askEagerly(from, member));
      }
      tickLater();
    }
  }

  /// What a member has said may not be so any more: it tells anew what it has.
  void verify(String node) {
    Members.Member member = members.get(node);
    if (member != null && member.hasReported) {
      ask(node);
      tickLater();
    }
  }

  private void askEagerly(String node, Members.Member member) {
    if (!isClosed && members.get(node) == member && !member.hasReported) {
      ask(node);
    }
  }

  private void holdings(String from, Members.Member member, Holdings holdings) {
    for (int i = 0; i < holdings.keys().length; i++) {
      Tracked target = table.tracked(holdings.keys()[i]);
      Cost cost = new Cost(holdings.series()[i], holdings.bytes()[i]);
      double load = Load.of(cost);
      if (!Double.isNaN(load)) {
        if (Double.isNaN(target.load)) {
          plan.learned(load);
        }
        target.load = load;
        target.cost = cost;
      }
      if (holdings.part() != Part.CHANGE) {
        moves.found(target, from, holdings.leadsMs()[i]);
        member.reporting.add(target.key);
      }
    }
    if (holdings.part() == Part.LAST) {
      if (members.isSilent(from)) {
        plan.membersChanged();
      }
      member.hasReported = true;
      member.refusals = 0;
      for (Tracked target : table.all()) {
        boolean isGiven = member.hasBeenAskedBefore(target.givenNanos);
        if (target.owner.equals(from) && !isGiven && !member.reporting.contains(target.key)) {
          target.owned(Message.NOBODY);
          moves.cancel(target);
        }
      }
      member.reporting.clear();
      plan.later();
    }
  }

  private void offer(boolean isChanged) {
    if (isChanged) {
      table.changed();
      plan.later();
    }
    lost.look();
    tickLater();
  }

  /// The leader's own discovery has something new.
  void ownOfferChanged() {
    members.ownOfferChanged();
    offer(true);
  }

  /// What differs twice in the same way is not on its way, but lost.
  private void held(String from, Members.Member member, Held held) {
    if (members.differsAgain(member, held, table.sum(from))) {
      stats.repeated.increment();
      ask(from);
      tickLater();
    }
  }

  private void batch(String from, Members.Member member, Batch batch) {
    for (int i = 0; i < batch.keys().length; i++) {
      long key = batch.keys()[i];
      // What was let go under the leader before may not be known here yet, but what was written of
      // it must be. And who still scrapes a target that we have forgotten must be told.
      boolean isOfHeld =
          switch (batch.verb()) {
            case RELEASED, LOST, REGAINED -> true;
            case REACHED, UNREACHED, TAKEN, TAKE, EXPECT, PROBE, RELEASE, END -> false;
          };
      Tracked target = isOfHeld ? table.tracked(key) : table.get(key);
      if (target == null) {
        continue;
      }
      switch (batch.verb()) {
        case REACHED -> moves.reached(target, from);
        case UNREACHED -> moves.unreached(target, from);
        case RELEASED -> moves.released(target, from, batch.stamps()[i]);
        case TAKEN -> moves.found(target, from, batch.stamps()[i]);
        case LOST -> lost(target, from, member);
        case REGAINED -> regained(target, from, batch.stamps()[i]);
        case TAKE, EXPECT, PROBE, RELEASE, END -> stats.ignored.increment();
      }
    }
    if (lost.look()) {
      tickLater();
    }
    moves.flush();
  }

  /// Until a member has said what it holds, nobody knows whose the target is; it says this again
  /// behind that.
  private void lost(Tracked target, String from, Members.Member member) {
    if (target.owner.equals(from)) {
      lost.add(target);
    } else if (member.hasReported) {
      moves.disown(target, from);
    }
  }

  private void regained(Tracked target, String from, long leadMs) {
    if (target.owner.equals(from)) {
      moves.keep(target);
    } else {
      moves.found(target, from, leadMs);
    }
  }

  private void tickLater() {
    if (!isTicking && !isClosed) {
      isTicking = true;
      loop.after(TICK, this::tick);
    }
  }

  /// Looks after what was not answered.
  private void tick() {
    isTicking = false;
    if (isClosed) {
      return;
    }
    boolean isBusy = true;
    try {
      isBusy = lookAfter();
    } finally {
      if (isBusy) {
        tickLater();
      }
    }
  }

  /// Whether there is more to look after.
  private boolean lookAfter() {
    boolean isBusy = moves.tick();
    isBusy |= lost.look();
    members.toBeAsked().forEach(this::ask);
    members.toBeAskedForOffer().forEach(node -> messenger.send(node, new Ask(unit, term, true)));
    return isBusy || !members.knowsOffers();
  }

  /// That [#tick] is needed.
  void busy() {
    tickLater();
  }

  boolean isClosed() {
    return isClosed;
  }
}
