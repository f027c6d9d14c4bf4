package io.tributary.cluster.sharing;

import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.sharing.Message.Ask;
import io.tributary.cluster.sharing.Message.Batch;
import io.tributary.cluster.sharing.Message.Hand;
import io.tributary.cluster.sharing.Message.Held;
import io.tributary.cluster.sharing.Message.Holdings;
import io.tributary.cluster.sharing.Message.OfUnit;
import io.tributary.cluster.sharing.Message.Offer;
import io.tributary.cluster.sharing.Message.Offered;
import io.tributary.cluster.sharing.Message.Part;
import io.tributary.cluster.sharing.Message.Refuse;
import io.tributary.cluster.sharing.Message.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What this agent holds of a unit. Does as the unit's leader says, and tells it what becomes of
/// it.
///
/// Owned by the loop.
final class UnitMember {
  /// A cost that differs by less from what the leader knows is not worth a message.
  private static final double COST_CHANGE = 0.2;

  /// For how long, at least, it may turn out that nobody has got what was handed over.
  static final Duration KEEP_HANDED = Duration.ofSeconds(30);

  /// How long a target is scraped that discovery has lost, while the leader does not say what
  /// becomes of it. Then its series end.
  static final Duration KEEP_LOST = Duration.ofSeconds(60);

  /// By how much a page may be faster than the leader's word that it comes.
  static final Duration OVERTAKES = Duration.ofSeconds(2);

  private static final byte[] NO_PAGE = new byte[0];

  private final String unit;
  private final String self;
  private final Holder holder;
  private final Loop loop;
  private final Messenger messenger;
  private final SharingStats stats;

  private KeySet offered = KeySet.EMPTY;

  /// With the cost that the leader knows.
  private final Map<Long, Cost> held = new HashMap<>();

  /// What was written of them before they came.
  private final Map<Long, Lead> leads = new HashMap<>();

  /// Was to be taken, and has not been offered yet; with the timestamps to be exceeded.
  private final Map<Long, Long> pending = new HashMap<>();

  /// Will be handed over by another member.
  private final Set<Long> expected = new HashSet<>();

  /// Was handed over before the leader's word came that it would be.
  private final HandedPages early;

  /// Was handed over to another member a moment ago.
  private final HandedPages handedOn;

  /// Among those held, what discovery has lost, and since when, in nanoseconds of the loop.
  private final Map<Long, Long> lost = new HashMap<>();

  /// Being released, and for whom.
  private final Map<Long, String> releasing = new HashMap<>();

  /// The last timestamp, and how far it was ahead of this agent's clock.
  private record Lead(long floorMs, long byMs) {}

  private final Outgoing released;
  private final Outgoing taken;

  private boolean isForgetting;
  private String leader = Message.NOBODY;
  private long term;
  private boolean isReady = true;
  private boolean isClosed;

  UnitMember(
      String unit, String self, Holder holder, Loop loop, Messenger messenger, SharingStats stats) {
    this.unit = unit;
    this.self = self;
    this.holder = holder;
    this.loop = loop;
    this.messenger = messenger;
    this.stats = stats;
    early = new HandedPages(stats);
    handedOn = new HandedPages(stats);
    released = new Outgoing(loop, (keys, stamps) -> tell(Verb.RELEASED, keys, stamps));
    taken = new Outgoing(loop, (keys, stamps) -> tell(Verb.TAKEN, keys, stamps));
  }

  KeySet offered() {
    return offered;
  }

  int heldCount() {
    return held.size();
  }

  /// Nothing more will be done with what is held.
  void close() {
    isClosed = true;
    held.clear();
    lost.clear();
    pending.clear();
    expected.clear();
    early.clear();
    handedOn.clear();
  }

  void offer(KeySet next) {
    offered = next;
    lose();
    pending
        .entrySet()
        .removeIf(entry -> {
          boolean isOffered = next.contains(entry.getKey());
          if (isOffered) {
            hold(entry.getKey(), floor(entry.getValue()));
          }
          return isOffered;
        });
    if (!leader.isEmpty()) {
      messenger.send(leader, new Offer(unit, term, offered.size(), offered.mixed()));
    }
  }

  /// What is held and not offered is lost: the leader knows who else has been offered it.
  private void lose() {
    var gone = new StampedKeys();
    var back = new StampedKeys();
    for (long key : held.keySet()) {
      if (offered.contains(key)) {
        if (lost.remove(key) != null) {
          back.add(key, leadMs(key));
        }
      } else if (lost.putIfAbsent(key, loop.nanos()) == null) {
        gone.add(key, 0);
      }
    }
    taken.flush(); // Only who has a target can lose it.
    tell(Verb.REGAINED, back.keys(), back.stamps());
    tell(Verb.LOST, gone.keys(), gone.stamps());
    if (!gone.isEmpty()) {
      loop.after(KEEP_LOST, this::endOverdue);
    }
  }

  private void tellLost() {
    long[] keys = lost.keySet().stream().mapToLong(Long::longValue).toArray();
    tell(Verb.LOST, keys, new long[keys.length]);
  }

  /// The leader is silent, or cannot decide.
  private void endOverdue() {
    long now = loop.nanos();
    long[] overdue =
        lost.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= KEEP_LOST.toNanos())
            .mapToLong(Map.Entry::getKey)
            .toArray();
    end(overdue);
    for (long key : overdue) {
      released.add(key, Long.MIN_VALUE);
    }
  }

  /// Discovery may have found some of them again meanwhile, and the word of that been lost.
  private void end(long[] keys) {
    for (long key : keys) {
      if (lost.remove(key) != null) {
        held.remove(key);
        leads.remove(key);
        releasing.remove(key);
        holder.end(key);
      } else if (held.containsKey(key)) {
        tell(Verb.REGAINED, new long[] {key}, new long[] {leadMs(key)});
      }
    }
  }

  /// Whether this agent may hold anything: while it may not, it lets go of all it has.
  void ready(boolean next) {
    if (isReady && !next) {
      pending.clear();
      expected.clear();
      release(Message.NOBODY, held.keySet().stream().mapToLong(Long::longValue).toArray());
    }
    isReady = next;
  }

  /// @param isLeader whether `from` leads this unit, as far as this agent knows
  void receive(String from, OfUnit message, boolean isLeader) {
    switch (message) {
      case Ask ask when isLeader -> asked(from, ask);
      case Ask ask -> messenger.send(from, new Refuse(unit, ask.term()));
      case Batch batch when isFollowed(from, batch) -> command(batch);
      case Batch batch when isLeader -> messenger.send(from, new Refuse(unit, batch.term()));
      case Hand hand -> handed(hand);
      default -> stats.ignored.increment();
    }
  }

  private boolean isFollowed(String from, OfUnit message) {
    return from.equals(leader) && message.term() == term;
  }

  private void asked(String from, Ask ask) {
    if (ask.wantsOffer() && isFollowed(from, ask)) {
      tellOffered();
      return;
    }
    taken.discard();
    leader = from;
    term = ask.term();
    pending.clear();
    expected.clear();
    early.clear();
    messenger.send(leader, new Offer(unit, term, offered.size(), offered.mixed()));
    report(held.keySet().stream().mapToLong(Long::longValue).toArray(), true);
    tellLost();
  }

  private void tellOffered() {
    int from = 0;
    do {
      int to = Math.min(from + MessageCodec.MAX_KEYS, offered.size());
      Part part = to == offered.size() ? Part.LAST : Part.MORE;
      messenger.send(leader, new Offered(unit, term, part, offered.part(from, to)));
      from = to;
    } while (from < offered.size());
  }

  private void report(long[] keys, boolean isWhole) {
    int from = 0;
    do {
      int to = Math.min(from + MessageCodec.MAX_KEYS, keys.length);
      long[] some = Arrays.copyOfRange(keys, from, to);
      long[] series = new long[some.length];
      long[] bytes = new long[some.length];
      long[] leadsMs = new long[some.length];
      for (int i = 0; i < some.length; i++) {
        Cost cost = holder.cost(some[i]);
        held.put(some[i], cost);
        series[i] = cost.series();
        bytes[i] = cost.bytes();
        leadsMs[i] = leadMs(some[i]);
      }
      Part part = !isWhole ? Part.CHANGE : to == keys.length ? Part.LAST : Part.MORE;
      messenger.send(leader, new Holdings(unit, term, part, some, series, bytes, leadsMs));
      from = to;
    } while (from < keys.length);
  }

  /// Tells the leader how much there is here: what either has missed of the other's messages shows.
  void tellSums() {
    if (leader.isEmpty()) {
      return;
    }
    long mixed = 0;
    for (long key : held.keySet()) {
      mixed += KeySet.mixed(key);
    }
    messenger.send(leader, new Offer(unit, term, offered.size(), offered.mixed()));
    messenger.send(leader, new Held(unit, term, held.size(), mixed));
    tellLost();
  }

  /// Tells the leader of costs that have changed by much.
  void tellCosts() {
    long[] changed =
        held.entrySet().stream()
            .filter(entry -> hasChanged(entry.getValue(), holder.cost(entry.getKey())))
            .mapToLong(Map.Entry::getKey)
            .toArray();
    if (changed.length > 0 && !leader.isEmpty()) {
      report(changed, false);
    }
  }

  private static boolean hasChanged(Cost known, Cost now) {
    return now.isKnown()
        && (!known.isKnown()
            || Math.abs(now.series() - known.series()) > COST_CHANGE * known.series()
            || Math.abs(now.bytes() - known.bytes()) > COST_CHANGE * known.bytes());
  }

  private void command(Batch batch) {
    if (batch.verb() == Verb.END) {
      end(batch.keys());
      return;
    }
    if (!isReady) {
      // What it was to take or to expect, it says that it has let go; the leader is not ready soon.
      if (batch.verb() == Verb.RELEASE) {
        release(batch.to(), batch.keys());
      } else {
        tell(Verb.RELEASED, batch.keys(), batch.stamps());
      }
      return;
    }
    switch (batch.verb()) {
      case TAKE -> take(batch);
      case EXPECT -> expect(batch.keys());
      case PROBE -> probe(batch.keys());
      case RELEASE -> release(batch.to(), batch.keys());
      case REACHED, UNREACHED, RELEASED, TAKEN, LOST, REGAINED, END -> stats.ignored.increment();
    }
  }

  private void take(Batch batch) {
    for (int i = 0; i < batch.keys().length; i++) {
      long key = batch.keys()[i];
      if (releasing.containsKey(key)) {
        releasing.put(key, self); // once it has been let go
      } else if (offered.contains(key)) {
        hold(key, found(key, batch.stamps()[i]));
      } else {
        pending.put(key, batch.stamps()[i]);
      }
    }
  }

  /// What was handed over and is to be taken without another word, for whoever was to have it is
  /// gone or the leader has changed, goes on where it stopped. The leader knows of nothing that was
  /// written behind that.
  private Optional<Handed> found(long key, long stamp) {
    return Stream.of(early.remove(key), handedOn.remove(key))
        .flatMap(Optional::stream)
        .filter(handed -> stamp != Long.MIN_VALUE && handed.lastTimestampMs() == stamp)
        .findFirst()
        .or(() -> floor(stamp));
  }

  private static Optional<Handed> floor(long stamp) {
    return stamp == Long.MIN_VALUE ? Optional.empty() : Optional.of(new Handed(stamp, NO_PAGE));
  }

  private void hold(long key, Optional<Handed> handed) {
    if (held.putIfAbsent(key, Cost.UNKNOWN) == null) {
      stats.taken.increment();
      lead(key, handed);
      holder.take(key, handed);
    }
  }

  private void lead(long key, Optional<Handed> handed) {
    if (handed.isEmpty()) {
      leads.remove(key);
    } else {
      long floorMs = handed.get().lastTimestampMs();
      leads.put(key, new Lead(floorMs, Math.max(0, floorMs - loop.wallMs())));
    }
  }

  private long leadMs(long key) {
    Lead lead = leads.get(key);
    return lead == null ? 0 : lead.byMs;
  }

  /// What came long before has been handed over on another occasion: its owner is to let go now.
  private void expect(long[] keys) {
    for (long key : keys) {
      expected.add(key);
      early
          .remove(key, loop.nanos() - OVERTAKES.toNanos())
          .ifPresent(handed -> handed(key, handed));
    }
  }

  /// Nobody is told to let go before this is answered.
  private void probe(long[] keys) {
    for (long key : keys) {
      var _ = early.remove(key);
      expected.add(key);
    }
    long present = term;
    for (long key : keys) {
      if (!offered.contains(key)) {
        tell(Verb.UNREACHED, new long[] {key}, new long[1]);
        continue;
      }
      holder.probe(
          key,
          isReached ->
              loop.execute(() -> {
                if (present == term) {
                  Verb verb = isReached ? Verb.REACHED : Verb.UNREACHED;
                  tell(verb, new long[] {key}, new long[1]);
                }
              }));
    }
  }

  private void release(String to, long[] keys) {
    for (long key : keys) {
      if (!held.containsKey(key)) {
        pending.remove(key); // It goes to somebody else before it was offered here.
        released.add(key, Long.MIN_VALUE);
      } else if (releasing.put(key, to) == null) {
        holder.release(key, handed -> loop.execute(() -> let(key, handed)));
      }
    }
  }

  /// A target is scraped no longer.
  private void let(long key, Handed last) {
    Handed handed = withLead(key, last);
    String to = releasing.remove(key);
    if (to == null || isClosed) {
      return; // It has been ended meanwhile.
    }
    if (to.equals(self)) {
      holder.take(key, Optional.of(handed));
      return;
    }
    held.remove(key);
    lost.remove(key);
    leads.remove(key);
    stats.released.increment();
    keepHandedOn(key, handed);
    if (!to.isEmpty()) {
      messenger.send(to, new Hand(unit, term, key, handed));
    }
    released.add(key, handed.lastTimestampMs());
  }

  private void keepHandedOn(long key, Handed handed) {
    var _ = handedOn.remove(key);
    handedOn.add(key, handed, loop.nanos());
    forgetLater();
  }

  private void forgetLater() {
    if (!isForgetting) {
      isForgetting = true;
      loop.after(KEEP_HANDED, this::forget);
    }
  }

  private void forget() {
    long untilNanos = loop.nanos() - KEEP_HANDED.toNanos();
    boolean isEarlyLeft = early.forget(untilNanos);
    boolean isHandedOnLeft = handedOn.forget(untilNanos);
    isForgetting = false;
    if (isEarlyLeft || isHandedOnLeft) {
      forgetLater();
    }
  }

  /// What has not been scraped since it came goes on with what it came with.
  private Handed withLead(long key, Handed last) {
    Lead lead = leads.get(key);
    return lead == null || last.lastTimestampMs() >= lead.floorMs
        ? last
        : new Handed(lead.floorMs, last.lastPage());
  }

  private void handed(Hand hand) {
    if (!isReady || hand.term() != term || !offered.contains(hand.key())) {
      // The leader will give it to somebody, and must know what was written of it.
      stats.ignored.increment();
      released.add(hand.key(), hand.handed().lastTimestampMs());
      return;
    }
    if (expected.contains(hand.key())) {
      handed(hand.key(), hand.handed());
    } else {
      early.add(hand.key(), hand.handed(), loop.nanos());
      forgetLater();
    }
  }

  private void handed(long key, Handed handed) {
    expected.remove(key);
    boolean isWritten = handed.lastTimestampMs() != Long.MIN_VALUE;
    hold(key, isWritten ? Optional.of(handed) : Optional.empty());
    taken.add(key, leadMs(key));
  }

  private void tell(Verb verb, long[] keys, long[] stamps) {
    if (!leader.isEmpty()) {
      for (Batch batch : Outgoing.batches(verb, unit, term, Message.NOBODY, keys, stamps)) {
        messenger.send(leader, batch);
      }
    }
  }
}
