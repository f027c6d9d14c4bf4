package io.tributary.cluster.ring;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreException;
import io.tributary.wire.WireException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This agent's own entry in the ring, from registration to its end. Each step is one change of the
/// stored ring, which keeps what others wrote meanwhile.
///
/// Used by one thread at a time.
///
/// Source: grafana/dskit `ring/lifecycler.go`.
public final class OwnEntry {
  private static final Logger log = LoggerFactory.getLogger(OwnEntry.class);

  private final KeyValueStore store;
  private final EntrySettings settings;
  private final Clock clock;
  private final RandomGenerator random;

  /// As it was last written, for a store that forgets it.
  private RingMember own;

  /// The whole ring as it was last written or learned, for a store in which it has become
  /// unreadable.
  private Ring known = Ring.EMPTY;

  private boolean hadVanished;
  private Optional<String> rival = Optional.empty();

  public OwnEntry(
      KeyValueStore store, EntrySettings settings, Clock clock, RandomGenerator random) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    own = fresh(MemberState.PENDING, List.of());
  }

  private RingMember fresh(MemberState state, List<Long> tokens) {
    long now = seconds();
    return new RingMember(
        settings.id(), settings.address(), now, state, tokens, settings.zone(), now);
  }

  private long seconds() {
    return Math.floorDiv(clock.wallMs(), 1000);
  }

  /// This agent as it last wrote itself.
  public RingMember own() {
    return own;
  }

  /// The ring as this agent last wrote it or was told of it.
  public Ring known() {
    return known;
  }

  /// Tells what the ring is. A stored ring that cannot be read is replaced by it.
  public void learn(Ring ring) {
    known = ring;
  }

  /// Whether this agent's entry was not there when it was last written.
  public boolean hadVanished() {
    return hadVanished;
  }

  /// The address of another agent that calls itself the same, if the last heartbeat met one.
  public Optional<String> rival() {
    return rival;
  }

  /// Enters the ring: with the tokens of the last time where these are enough, else without any. An
  /// entry of the same id is taken over; one that was about to leave comes back with its tokens.
  public void register(List<Long> tokensOfLastTime) throws StoreException, InterruptedException {
    change(ring -> {
      RingMember known = ring.members().get(settings.id());
      if (known == null) {
        boolean isReady = tokensOfLastTime.size() >= settings.tokens();
        return fresh(isReady ? MemberState.ACTIVE : MemberState.PENDING, tokensOfLastTime);
      }
      return switch (known.state()) {
        case JOINING, PENDING, LEFT -> renewed(known, MemberState.PENDING, known.tokens());
        case LEAVING -> renewed(known, MemberState.ACTIVE, filled(known.tokens(), ring));
        case ACTIVE -> renewed(known, MemberState.ACTIVE, known.tokens());
      };
    });
  }

  private RingMember renewed(RingMember known, MemberState state, List<Long> tokens) {
    return new RingMember(
        settings.id(),
        settings.address(),
        seconds(),
        state,
        tokens,
        settings.zone(),
        known.registeredSeconds());
  }

  /// Takes what is missing of its tokens, and becomes active, or first watches whether they are its
  /// alone.
  public void join() throws StoreException, InterruptedException {
    MemberState next = settings.observes() ? MemberState.JOINING : MemberState.ACTIVE;
    change(ring -> renewed(own, next, filled(own.tokens(), ring)));
  }

  /// Whether nobody else has one of its tokens. Where somebody has, others are taken in its place.
  public boolean verifyTokens() throws StoreException, InterruptedException {
    Ring ring = read();
    Set<Long> others = ring.without(settings.id()).tokens();
    List<Long> unique = own.tokens().stream().filter(token -> !others.contains(token)).toList();
    if (unique.size() == own.tokens().size()) {
      return true;
    }
    change(now -> renewed(own, MemberState.JOINING, filled(unique, now)));
    return false;
  }

  public void activate() throws StoreException, InterruptedException {
    change(_ -> renewed(own, MemberState.ACTIVE, own.tokens()));
  }

  /// Gives a sign of life. An entry that has vanished, with the whole store perhaps, is written
  /// anew, with the same tokens.
  public void heartbeat() throws StoreException, InterruptedException {
    change(ring -> {
      RingMember known = ring.members().get(settings.id());
      rival =
          Optional.ofNullable(known)
              .map(RingMember::address)
              .filter(address -> !address.equals(settings.address()));
      return known == null
          ? fresh(own.state(), own.tokens())
          : renewed(known, own.state(), own.tokens());
    });
  }

  /// Lets others take over: from now on this agent owns nothing.
  public void leave() throws StoreException, InterruptedException {
    change(_ -> renewed(own, MemberState.LEAVING, own.tokens()));
  }

  /// Ends the entry, unless it is to stay.
  public void unregister() throws StoreException, InterruptedException {
    if (settings.unregisters()) {
      forget(settings.id());
    }
  }

  /// Takes a member out of the ring that will not come back. False where the store has no ring.
  public boolean forget(String id) throws StoreException, InterruptedException {
    boolean[] isThere = new boolean[1];
    store.update(
        settings.key(),
        present -> {
          isThere[0] = present.isPresent();
          return present.map(block -> RingCodec.encode(RingCodec.decode(block).without(id)));
        });
    return isThere[0];
  }

  /// The ring as it is in the store now.
  public Ring read() throws StoreException, InterruptedException {
    return ring(store.get(settings.key()));
  }

  private static Ring ring(Optional<byte[]> block) {
    return block.map(RingCodec::decode).orElse(Ring.EMPTY);
  }

  private void change(Next next) throws StoreException, InterruptedException {
    Ring[] found = new Ring[1];
    RingMember[] written = new RingMember[1];
    store.update(
        settings.key(),
        present -> {
          found[0] = readable(present);
          written[0] = next.apply(found[0]);
          return Optional.of(RingCodec.encode(found[0].with(written[0])));
        });
    own = written[0];
    hadVanished = !found[0].members().containsKey(own.id());
    known = found[0].with(own);
  }

  /// Nobody could ever write again if a ring that cannot be read stayed as it is.
  private Ring readable(Optional<byte[]> block) {
    try {
      return ring(block);
    } catch (WireException e) {
      log.error(
          "cannot read the ring in the store, so what is known of it is written: {}",
          e.getMessage());
      return known;
    }
  }

  @FunctionalInterface
  private interface Next {
    RingMember apply(Ring ring);
  }

  /// As many tokens as there are to be: of `known` the first ones, and others that nobody has.
  private List<Long> filled(List<Long> known, Ring ring) {
    var tokens = new TreeSet<Long>(known.subList(0, Math.min(known.size(), settings.tokens())));
    Set<Long> taken = ring.tokens();
    while (tokens.size() < settings.tokens()) {
      long token = random.nextLong(Ring.SPACE);
      if (!taken.contains(token)) {
        tokens.add(token);
      }
    }
    return List.copyOf(tokens);
  }
}
