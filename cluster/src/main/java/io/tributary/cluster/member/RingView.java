package io.tributary.cluster.member;

import io.tributary.base.time.Clock;
import io.tributary.cluster.ring.MemberState;
import io.tributary.cluster.ring.OwnerRule;
import io.tributary.cluster.ring.Ring;
import io.tributary.cluster.ring.RingKey;
import io.tributary.cluster.ring.RingMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// The ring as this agent sees it, and who owns what in it.
///
/// Who is silent counts as dead, and others take over. That conclusion is only right where the
/// others could have been heard, so the time that heartbeats are held against is that of this
/// agent's last own write, not of the clock:
///
/// - While the store is away, or lets nobody write, that time stands still, and so does who owns
///   what.
/// - When the store is back after three periods or more, it stands still for a grace period longer,
///   in which the others come back.
/// - It begins like that, too, where nobody in the ring has been heard of lately: then all agents
///   were away, and the others are about to start.
/// - A ring that comes without this agent has been lost with its store. Members that are not in it
///   stay for the grace period, or until they have written themselves again.
///
/// Thread-safe.
public final class RingView {
  /// This many periods without a write of this agent are an outage.
  private static final int OUTAGE_PERIODS = 3;

  private final ViewSettings settings;
  private final Clock clock;

  // Guarded by this.
  private Ring ring = Ring.EMPTY;
  private Optional<RingMember> own = Optional.empty();
  private final Set<String> held = new HashSet<>();
  private long heldUntilNanos;
  private boolean hasContact;
  private long contactNanos;
  private long graceUntilNanos;
  private long ringSeconds;
  private long version;
  private List<RingMember> judged = List.of();

  public RingView(ViewSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// This agent has written itself, and this is what the ring is now. `hadVanished`: its entry was
  /// not there before, though it should have been.
  public synchronized void wrote(Ring now, RingMember self, boolean hadVanished) {
    own = Optional.of(self);
    if (hadVanished) {
      holdOthers();
    }
    contact(now);
    take(now.members().values());
  }

  /// What the store tells of the ring. That may be older than what is known.
  public synchronized void saw(Ring now) {
    if (own.isPresent() && !now.members().containsKey(own.get().id())) {
      holdOthers();
    }
    var newest = new ArrayList<RingMember>(now.members().size());
    for (RingMember member : now.members().values()) {
      RingMember before = ring.members().get(member.id());
      boolean isOlder = before != null && before.heartbeatSeconds() > member.heartbeatSeconds();
      newest.add(isOlder ? before : member);
    }
    take(newest);
  }

  private void holdOthers() {
    ring.members().keySet().forEach(held::add);
    heldUntilNanos = clock.nanos() + settings.grace().toNanos();
  }

  private void take(Collection<RingMember> members) {
    var next = new TreeMap<String, RingMember>();
    members.forEach(member -> next.put(member.id(), member));
    held.removeAll(next.keySet());
    if (clock.nanos() - heldUntilNanos >= 0) {
      held.clear();
    }
    for (String id : held) {
      next.put(id, ring.members().get(id));
    }
    own.ifPresent(self -> next.put(self.id(), self));
    ring = Ring.of(next.values());
    judge();
  }

  /// The version grows where another one may own something than before; heartbeats alone change
  /// nothing.
  private void judge() {
    var next = new ArrayList<RingMember>();
    for (RingMember member : visible().members().values()) {
      boolean canOwn = settings.rule().canOwn(member, ringSeconds);
      next.add(member.withHeartbeat(canOwn ? 1 : 0));
    }
    if (!next.equals(judged)) {
      judged = next;
      version++;
    }
  }

  private void contact(Ring now) {
    long nanos = clock.nanos();
    long outage = OUTAGE_PERIODS * settings.contactPeriod().toNanos();
    if (!hasContact) {
      hasContact = true;
      graceUntilNanos = nanos;
      newestOfOthers(now).ifPresent(newest -> beginCold(newest, nanos));
    } else if (nanos - contactNanos > outage) {
      graceUntilNanos = nanos + settings.grace().toNanos();
    }
    contactNanos = nanos;
    if (nanos - graceUntilNanos >= 0) {
      ringSeconds = seconds();
    }
  }

  private void beginCold(long newest, long nanos) {
    long silence = OUTAGE_PERIODS * settings.contactPeriod().toSeconds();
    if (seconds() - newest > silence) {
      ringSeconds = newest;
      graceUntilNanos = nanos + settings.grace().toNanos();
    }
  }

  private OptionalLong newestOfOthers(Ring now) {
    String self = own.map(RingMember::id).orElse("");
    return now.members().values().stream()
        .filter(member -> !member.id().equals(self) && member.state() == MemberState.ACTIVE)
        .mapToLong(RingMember::heartbeatSeconds)
        .max();
  }

  private long seconds() {
    return Math.floorDiv(clock.wallMs(), 1000);
  }

  private Ring visible() {
    return ring.withoutZones(settings.excludedZones());
  }

  /// All members, those in excluded zones, too.
  public synchronized Ring ring() {
    return ring;
  }

  /// Grows whenever who owns what may have changed.
  public synchronized long version() {
    return version;
  }

  /// Everything that is needed to tell owners, as it is now.
  public synchronized Owners owners() {
    return new Owners(visible(), settings.rule(), ringSeconds, own);
  }

  /// Members other than this one that are in the ring and not dead, those on their way in or out
  /// among them.
  public synchronized List<RingMember> others() {
    String self = own.map(RingMember::id).orElse("");
    long timeout = settings.rule().heartbeatTimeoutSeconds();
    return visible().members().values().stream()
        .filter(member -> !member.id().equals(self))
        .filter(member -> member.state() != MemberState.LEFT)
        .filter(member -> member.isAlive(ringSeconds, timeout))
        .toList();
  }

  /// Whether another member could take over what this one has.
  public boolean hasHeirs() {
    return others().stream().anyMatch(member -> member.state() == MemberState.ACTIVE);
  }

  /// The Unix second in which the next of the others will be dead if nothing is heard of it.
  synchronized OptionalLong nextDeathSeconds() {
    long timeout = settings.rule().heartbeatTimeoutSeconds();
    if (timeout == 0) {
      return OptionalLong.empty();
    }
    return others().stream().mapToLong(member -> member.heartbeatSeconds() + timeout + 1).min();
  }

  /// Who owns what at one moment. Immutable.
  public static final class Owners {
    private final Ring ring;
    private final OwnerRule rule;
    private final long seconds;
    private final Optional<RingMember> own;

    Owners(Ring ring, OwnerRule rule, long seconds, Optional<RingMember> own) {
      this.ring = ring;
      this.rule = rule;
      this.seconds = seconds;
      this.own = own;
    }

    /// Empty where nobody can own anything; then all goes on as it is.
    public Optional<RingMember> of(String name) {
      return ring.owner(RingKey.of(name), rule, seconds);
    }

    /// Whether the owner is this agent. As in the original, that goes by the address.
    public boolean isOwn(RingMember owner) {
      return own.isPresent() && own.get().address().equals(owner.address());
    }
  }
}
