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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides who owns the targets of a unit, on the agent that leads it.
///
/// It first asks everybody what they hold, and gives nothing to anybody before they have answered.
/// From then on it knows where every target is: members do nothing of their own accord but to drop
/// what discovery has no longer, and tell.
///
/// Owned by the loop.
final class UnitLeader {
  /// A member that does not say what it holds is asked again, and after a while not waited for.
  static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  static final Duration GIVE_UP = Duration.ofSeconds(10);

  /// Members hear of a new target at about the same time. What one of them has been offered is not
  /// asked for sooner.
  static final Duration COMPARE_AFTER = Duration.ofSeconds(5);

  /// Timestamps that are ahead are so by whole intervals, one of which the member did not see yet.
  private static final long LEAD_MARGIN_MS = 60_000;

  private static final Duration SUM_FOR = Duration.ofSeconds(1);

  private static final Duration TICK = Duration.ofMillis(500);

  private final String unit;
  private final boolean isSuccessor;
  private final Clocks clocks;
  private final Loop loop;
  private final Outbox outbox;
  private final SharingStats stats;
  private final long term;
  private final Supplier<KeySet> ownOffer;

  private final Map<Long, Tracked> table = new HashMap<>();
  private final Map<String, Member> members = new HashMap<>();

  /// By key; empty where the table has changed.
  private List<Tracked> sorted = List.of();

  private final LeaderPlan plan;
  private final LostTargets lost;
  private UnitView view;
  private boolean isTicking;
  private boolean isClosed;

  /// What the leader knows of a member.
  static final class Member {
    boolean hasReported;

    /// Since when it has not.
    long silentNanos;

    long askedNanos;
    final long sinceNanos;
    final Set<Long> reporting = new HashSet<>();

    int offerCount;
    long offerMixed;
    long differsSinceNanos = Long.MAX_VALUE;
    boolean isOfferAsked;
    long offerAskedNanos;
    KeySet offer = KeySet.EMPTY;
    boolean isOfferKnown;
    final List<Long> offering = new ArrayList<>();

    /// How what it holds differed from what we think, when it told last; null where it did not.
    @Nullable Difference difference;

    Member(long nowNanos) {
      sinceNanos = nowNanos;
      silentNanos = nowNanos;
    }
  }

  /// What a member holds, and what it should.
  record Difference(Sum told, Sum known) {}

  record Sum(int count, long mixed) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(long key) {
      return new Sum(count + 1, mixed + KeySet.mixed(key));
    }
  }

  /// Of what each member should hold; of the moment `summedNanos`.
  private final Map<String, Sum> sums = new HashMap<>();

  private long summedNanos = Long.MIN_VALUE;

  UnitLeader(
      String unit,
      long term,
      Supplier<KeySet> ownOffer,
      UnitView view,
      boolean isSuccessor,
      Clocks clocks,
      Loop loop,
      Outbox outbox,
      SharingStats stats) {
    this.unit = unit;
    this.term = term;
    this.ownOffer = ownOffer;
    this.view = view;
    this.isSuccessor = isSuccessor;
    this.clocks = clocks;
    this.loop = loop;
    this.outbox = outbox;
    this.stats = stats;
    plan = new LeaderPlan(this, loop, stats);
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

  KeySet ownOffer() {
    return ownOffer.get();
  }

  int moving() {
    return plan.inFlight();
  }

  /// Members that came are asked what they hold; what those held that are gone is given to others.
  void viewed(UnitView next) {
    view = next;
    members
        .keySet()
        .removeIf(node -> {
          boolean isGone = !next.has(node);
          if (isGone) {
            lost(node);
          }
          return isGone;
        });
    next.owners().keySet().forEach(this::meet);
    next.others().forEach(this::meet);
    plan.membersChanged();
    tickLater();
  }

  private void meet(String node) {
    if (!members.containsKey(node)) {
      members.put(node, new Member(loop.nanos()));
      ask(node);
    }
  }

  private void ask(String node) {
    Member member = members.get(node);
    if (member != null) {
      if (member.hasReported) {
        member.silentNanos = loop.nanos();
      }
      member.hasReported = false;
      member.askedNanos = loop.nanos();
      member.reporting.clear();
      plan.forget(node);
      outbox.send(node, new Ask(unit, term, false));
    }
  }

  private void lost(String node) {
    boolean isAlike = clocks.isAlike(node);
    long wallMs = clocks.wallMs(node);
    for (Tracked target : table.values()) {
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
      if (move != null && (move.to.equals(node) || move.from.equals(node))) {
        plan.cancel(target);
      }
    }
  }

  /// Whether every member has said what it holds, or has had the time to.
  boolean knowsAll() {
    long now = loop.nanos();
    return members.values().stream()
        .allMatch(member -> member.hasReported || now - member.sinceNanos > GIVE_UP.toNanos());
  }

  /// Whether a member has not said for long what it holds: it is given nothing more.
  boolean isSilent(String node) {
    Member member = members.get(node);
    return member == null || isSilent(member);
  }

  private boolean isSilent(Member member) {
    return !member.hasReported && loop.nanos() - member.silentNanos > GIVE_UP.toNanos();
  }

  long sinceNanos(String node) {
    Member member = members.get(node);
    return member == null ? loop.nanos() : member.sinceNanos;
  }

  /// What all targets cost, as far as it is known.
  Cost cost() {
    long series = 0;
    long bytes = 0;
    for (Tracked target : table.values()) {
      series += Math.max(target.cost.series(), 0);
      bytes += Math.max(target.cost.bytes(), 0);
    }
    return new Cost(series, bytes);
  }

  /// Whether a member has been offered something else than the leader.
  boolean hasOwnOffer(String node) {
    Member member = members.get(node);
    return member != null && member.isOfferKnown;
  }

  /// Whether it is known what each has been offered.
  boolean knowsOffers() {
    return members.values().stream()
        .allMatch(member -> member.hasReported && member.differsSinceNanos == Long.MAX_VALUE);
  }

  boolean mayOwn(String node, long key) {
    Tracked target = table.get(key);
    if (target == null) {
      return false;
    }
    boolean isOwner = target.owner.equals(node);
    if (isOwner ? target.isLost() : isSilent(node)) {
      return false;
    }
    Member member = members.get(node);
    boolean isOffered =
        (member != null && member.isOfferKnown)
            ? member.offer.contains(target.key)
            : ownOffer.get().contains(target.key);
    return isOffered
        && (target.owner.isEmpty()
            || isOwner
            || target.isReachable(node, loop.nanos()));
  }

  /// Whether anybody has been offered a target.
  private boolean isOffered(long key) {
    return ownOffer.get().contains(key)
        || members.values().stream()
            .anyMatch(member -> member.isOfferKnown && member.offer.contains(key));
  }

  /// Every target that somebody has been offered, or has, by key.
  List<Tracked> offeredOrHeld() {
    if (sorted.isEmpty()) {
      track(ownOffer.get());
      members.values().stream().filter(member -> member.isOfferKnown).forEach(m -> track(m.offer));
      table
          .values()
          .removeIf(
              target -> target.owner.isEmpty() && target.move == null && !isOffered(target.key));
      sorted =
          table.values().stream().sorted(Comparator.comparingLong(target -> target.key)).toList();
    }
    return sorted;
  }

  private void track(KeySet keys) {
    for (int i = 0; i < keys.size(); i++) {
      table.computeIfAbsent(keys.key(i), Tracked::new);
    }
  }

  private Tracked tracked(long key) {
    Tracked known = table.get(key);
    if (known == null) {
      known = new Tracked(key);
      table.put(key, known);
      sorted = List.of();
    }
    return known;
  }

  /// Where the leader before was lost, and others with it perhaps, nobody knows what was written of
  /// targets that none of the others has.
  void raiseFloors() {
    long latestMs = clocks.latestMs();
    if (isSuccessor && latestMs != Long.MIN_VALUE) {
      table.values().stream()
          .filter(target -> target.owner.isEmpty())
          .forEach(target -> target.floorMs = Math.max(target.floorMs, latestMs + LEAD_MARGIN_MS));
    }
  }

  /// What somebody has, or has been offered, is to be looked at anew.
  void tableChanged() {
    sorted = List.of();
  }

  /// How far timestamps behind a floor will be ahead of a node's clock.
  long leadMs(String node, long floorMs) {
    return floorMs == Long.MIN_VALUE ? 0 : Math.max(0, floorMs - clocks.wallMs(node));
  }

  void send(String node, Verb verb, String to, long[] keys, long[] stamps) {
    for (Batch batch : Outgoing.batches(verb, unit, term, to, keys, stamps)) {
      outbox.send(node, batch);
    }
  }

  void receive(String from, OfUnit message) {
    if (message instanceof Refuse) {
      refused(from);
      return;
    }
    Member member = members.get(from);
    if (message.term() != term || member == null) {
      stats.ignored.increment();
      return;
    }
    switch (message) {
      case Holdings holdings -> holdings(from, member, holdings);
      case Offer offer -> offer(member, offer);
      case Offered offered -> offered(member, offered);
      case Held held -> held(from, member, held);
      case Batch batch -> batch(from, batch);
      default -> stats.ignored.increment();
    }
  }

  /// The member has begun to follow somebody else, has not heard of us yet, or has begun anew: what
  /// we know of it may not be so.
  private void refused(String from) {
    Member member = members.get(from);
    if (member != null) {
      if (member.hasReported) {
        ask(from);
      }
      tickLater();
    }
  }

  private void holdings(String from, Member member, Holdings holdings) {
    for (int i = 0; i < holdings.keys().length; i++) {
      Tracked target = tracked(holdings.keys()[i]);
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
        plan.found(target, from, holdings.leadsMs()[i]);
        member.reporting.add(target.key);
      }
    }
    if (holdings.part() == Part.LAST) {
      if (isSilent(member)) {
        plan.membersChanged();
      }
      member.hasReported = true;
      for (Tracked target : table.values()) {
        if (target.owner.equals(from) && !member.reporting.contains(target.key)) {
          target.owned(Message.NOBODY);
          plan.cancel(target);
        }
      }
      member.reporting.clear();
      plan.later();
    }
  }

  private void offer(Member member, Offer offer) {
    member.offerCount = offer.count();
    member.offerMixed = offer.mixed();
    compare(member);
    lost.look();
  }

  private void compare(Member member) {
    KeySet known = member.isOfferKnown ? member.offer : ownOffer.get();
    boolean isAlike = known.isAlike(member.offerCount, member.offerMixed);
    if (ownOffer.get().isAlike(member.offerCount, member.offerMixed)) {
      if (member.isOfferKnown) {
        sorted = List.of();
        plan.later();
      }
      member.isOfferKnown = false;
      member.offer = KeySet.EMPTY;
      isAlike = true;
    }
    if (isAlike) {
      member.differsSinceNanos = Long.MAX_VALUE;
    } else if (member.differsSinceNanos == Long.MAX_VALUE) {
      member.differsSinceNanos = loop.nanos();
      member.isOfferAsked = false;
      tickLater();
    }
  }

  /// The leader's own discovery has something new.
  void ownOfferChanged() {
    sorted = List.of();
    members.values().forEach(this::compare);
    lost.look();
    plan.later();
  }

  /// What differs twice in the same way is not on its way, but lost.
  private void held(String from, Member member, Held held) {
    var told = new Sum(held.count(), held.mixed());
    Sum known = sums().getOrDefault(from, Sum.NONE);
    if (!member.hasReported || told.equals(known)) {
      member.difference = null;
      return;
    }
    var difference = new Difference(told, known);
    if (difference.equals(member.difference)) {
      member.difference = null;
      stats.repeated.increment();
      ask(from);
      tickLater();
    } else {
      member.difference = difference;
    }
  }

  /// Members tell one after the other: one look at the table is for all of them.
  private Map<String, Sum> sums() {
    long now = loop.nanos();
    if (summedNanos == Long.MIN_VALUE || now - summedNanos > SUM_FOR.toNanos()) {
      summedNanos = now;
      sums.clear();
      for (Tracked target : table.values()) {
        sums.compute(target.owner, (_, sum) -> (sum == null ? Sum.NONE : sum).plus(target.key));
      }
    }
    return sums;
  }

  private void offered(Member member, Offered offered) {
    for (long key : offered.keys()) {
      member.offering.add(key);
    }
    if (offered.part() == Part.LAST) {
      member.offer = KeySet.of(member.offering);
      member.offering.clear();
      member.isOfferKnown = true;
      sorted = List.of();
      member.differsSinceNanos = Long.MAX_VALUE;
      compare(member);
      lost.look();
      plan.later();
    }
  }

  private void batch(String from, Batch batch) {
    for (int i = 0; i < batch.keys().length; i++) {
      long key = batch.keys()[i];
      // What was let go under the leader before may not be known here yet, but what was written of
      // it must be. And who still scrapes a target that we have forgotten must be told.
      boolean isOfHeld =
          switch (batch.verb()) {
            case RELEASED, LOST, REGAINED -> true;
            case REACHED, UNREACHED, TAKEN, TAKE, EXPECT, PROBE, RELEASE, END -> false;
          };
      Tracked target = isOfHeld ? tracked(key) : table.get(key);
      if (target == null) {
        continue;
      }
      switch (batch.verb()) {
        case REACHED -> plan.reached(target, from);
        case UNREACHED -> plan.unreached(target, from);
        case RELEASED -> plan.released(target, from, batch.stamps()[i]);
        case TAKEN -> plan.found(target, from, batch.stamps()[i]);
        case LOST -> lost(target, from);
        case REGAINED -> regained(target, from, batch.stamps()[i]);
        case TAKE, EXPECT, PROBE, RELEASE, END -> stats.ignored.increment();
      }
    }
    if (lost.look()) {
      tickLater();
    }
    plan.flush();
  }

  private void lost(Tracked target, String from) {
    if (target.owner.equals(from)) {
      lost.add(target);
    } else {
      plan.disown(target, from);
    }
  }

  private void regained(Tracked target, String from, long leadMs) {
    if (target.owner.equals(from)) {
      plan.keep(target);
    } else {
      plan.found(target, from, leadMs);
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
    long now = loop.nanos();
    boolean isBusy = plan.tick();
    isBusy |= lost.look();
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      Member member = entry.getValue();
      if (!member.hasReported) {
        isBusy = true;
        if (now - member.askedNanos >= ASK_AGAIN.toNanos()) {
          ask(entry.getKey());
        }
      }
      if (member.differsSinceNanos != Long.MAX_VALUE) {
        isBusy = true;
        boolean isDue =
            member.isOfferAsked
                ? now - member.offerAskedNanos >= GIVE_UP.toNanos()
                : now - member.differsSinceNanos >= COMPARE_AFTER.toNanos();
        if (isDue) {
          member.isOfferAsked = true;
          member.offerAskedNanos = now;
          member.offering.clear();
          outbox.send(entry.getKey(), new Ask(unit, term, true));
        }
      }
    }
    return isBusy;
  }

  /// That [#tick] is needed.
  void busy() {
    tickLater();
  }

  boolean isClosed() {
    return isClosed;
  }
}
