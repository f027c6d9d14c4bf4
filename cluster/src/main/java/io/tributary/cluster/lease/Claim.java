package io.tributary.cluster.lease;

import io.tributary.cluster.lease.Lease.Holder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an agent makes of the lease that it finds, given what it knows: takes it, renews it, gives
/// it up, or leaves it alone. Immutable, so that a store may ask again and again.
///
/// Of the sides of a cluster that fell apart the one goes on that has most of the lease's members,
/// or half of them with its holder: it cannot be outnumbered, and takes or keeps the lease at once.
/// Any other side must see first that nobody renews it, or that nobody takes it.
///
/// @param isReady whether this side would scrape at all
/// @param known the lease as it was last seen, or null
/// @param unchanged for how long nobody has renewed that
/// @param weakFor for how long this side has been too small to be sure
/// @param term the highest that this agent has heard of
record Claim(
    Side side,
    boolean isReady,
    boolean isLeaving,
    @Nullable Lease known,
    Duration unchanged,
    Duration weakFor,
    long term) {
  /// How often the holder renews the lease, and the others look at it.
  static final Duration BEAT = Duration.ofSeconds(2);

  /// A lease that has not been renewed for so long has run out.
  static final Duration RUNS_OUT = Duration.ofSeconds(6);

  /// How long a holder with a smaller side waits for the larger one to see what happened, and to
  /// take the lease: agents that fall silent are missed after about ten seconds.
  static final Duration YIELDS_FOR = Duration.ofSeconds(12);

  /// What is to be in the store; empty where that stays as it is.
  Optional<Lease> next(Optional<Lease> stored) {
    // What is gone, or is older than what was there, is a store that was wiped or restored.
    @Nullable Lease found =
        stored.filter(lease -> known == null || lease.term() >= known.term()).orElse(known);
    if (found == null) {
      return isAble() && isTurn() ? Optional.of(taken(0)) : Optional.empty();
    }
    if (found.holder().equals(side.self())) {
      return Optional.of(isReady && !isLeaving ? renewed(found) : givenUp(found));
    }
    return isAble() && mayTake(found) ? Optional.of(taken(found.term())) : Optional.empty();
  }

  private boolean isAble() {
    return isReady && !isLeaving && side.rank() != Side.NEVER;
  }

  private boolean isTurn() {
    return unchanged.compareTo(BEAT.multipliedBy(side.rank())) >= 0;
  }

  /// The first that is able does it; the others, where that one does not.
  private boolean mayTake(Lease found) {
    Holder holder = found.holder();
    boolean isFree = side.succeeds(holder) || !side.has(holder);
    Duration turn = BEAT.multipliedBy(side.rank());
    Duration wait = isFree && side.isStrongIn(found) ? turn : RUNS_OUT.plus(turn);
    Duration still = known != null && known.isSameBeat(found) ? unchanged : Duration.ZERO;
    return still.compareTo(wait) >= 0;
  }

  private Lease taken(long termFound) {
    return new Lease(Math.max(termFound, term) + 1, 1, side.self(), side.counted(), side.leaving());
  }

  private Lease renewed(Lease found) {
    long beat = found.beat() + 1;
    if (!side.isStrongIn(found) && weakFor.compareTo(YIELDS_FOR) < 0) {
      return new Lease(found.term(), beat, side.self(), found.members(), found.leaving());
    }
    boolean isShrinking = !side.names().containsAll(found.members());
    // A lower term than others know of would fence this side itself off.
    long base = Math.max(found.term(), term);
    return new Lease(
        isShrinking ? base + 1 : base, beat, side.self(), side.counted(), side.leaving());
  }

  private Lease givenUp(Lease found) {
    Set<String> members = new HashSet<>(found.members());
    Set<String> leaving = new HashSet<>(found.leaving());
    if (isLeaving) {
      members.remove(side.self().name());
      leaving.add(side.self().name());
    }
    return new Lease(found.term(), found.beat() + 1, Holder.NOBODY, members, leaving);
  }
}
