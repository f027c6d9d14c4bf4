package io.tributary.cluster.service;

import io.tributary.base.time.Clock;
import io.tributary.cluster.configs.ConfigurationMirror;
import io.tributary.cluster.configs.Packed;
import io.tributary.cluster.member.RingView;
import io.tributary.cluster.ring.RingMember;
import io.tributary.cluster.service.ConfigurationStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which configurations run here, brought into line with the ring and the store.
///
/// What another agent is to go on with runs here [#HAND_OVER] longer, and then until that agent
/// says that it has begun: for a moment both scrape. Without, nobody would. An agent that has just
/// started, on a machine that has too much to do, takes longer than any fixed time; but after
/// [#LONGEST_HAND_OVER] this one ends whatever the other one says. Where it is another one's turn
/// before that, that one has as long; where it is nobody's, this one goes on. The original has an
/// overlap of no certain length.
///
/// Used by one thread; [#statuses], [#hasBegun] and [#isHandingOver] are for all.
final class OwnedConfigurations {
  private static final Logger log = LoggerFactory.getLogger(OwnedConfigurations.class);

  /// A member sees a change of the ring at once by its watch, at the latest with its heartbeat.
  static final Duration HAND_OVER = Duration.ofSeconds(5);

  static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(25);

  private final ConfigurationMirror mirror;
  private final RingView view;
  private final Workload workload;
  private final Clock clock;
  private final Successors successors;
  private final Map<String, Owned> all = new ConcurrentHashMap<>();

  /// One that runs, or should. Written by the owning thread.
  private static final class Owned {
    /// As it lay in the store when it was last tried.
    volatile byte @Nullable [] tried;

    boolean isRunning;
    volatile boolean isLeaving;
    long leavingNanos;

    /// Who is to go on with it, by address, and since when. Nobody is one for no time.
    @Nullable String heir;

    long heirNanos;

    volatile ConfigurationStatus status;

    Owned(ConfigurationStatus status) {
      this.status = status;
    }
  }

  OwnedConfigurations(
      ConfigurationMirror mirror,
      RingView view,
      Workload workload,
      Clock clock,
      Successors successors) {
    this.mirror = mirror;
    this.view = view;
    this.workload = workload;
    this.clock = clock;
    this.successors = successors;
  }

  /// Looks at each of `names`: who owns it, and what it is. Each is held against the ring as it is
  /// when its turn comes, for starting many takes a while. `again` tries what failed once more.
  void settle(Collection<String> names, boolean again, BooleanSupplier isOver) {
    long version = view.version();
    RingView.Owners owners = view.owners();
    for (String name : names) {
      if (isOver.getAsBoolean()) {
        return;
      }
      if (view.version() != version) {
        version = view.version();
        owners = view.owners();
      }
      settle(name, owners, again);
    }
  }

  private void settle(String name, RingView.Owners owners, boolean again) {
    Optional<byte[]> stored = mirror.packed(name);
    if (stored.isEmpty()) {
      drop(name, false);
      return;
    }
    Optional<RingMember> owner = owners.of(name);
    if (owner.isEmpty()) {
      // Nobody can own anything, this agent included. What runs is all there is.
      return;
    }
    if (owners.isOwn(owner.get())) {
      run(name, stored.get(), again);
    } else {
      leave(name);
    }
  }

  private void run(String name, byte[] packed, boolean again) {
    Owned owned = all.get(name);
    if (owned == null) {
      owned = new Owned(new ConfigurationStatus(name, State.FAILED, "", clock.wallMs()));
      all.put(name, owned);
    }
    byte[] tried = owned.tried;
    boolean isKnown = tried != null && Arrays.equals(tried, packed);
    boolean isGood = owned.status.problem().isEmpty();
    if (owned.isLeaving) {
      owned.isLeaving = false;
      mark(owned, isGood ? State.RUNNING : State.OUTDATED, owned.status.problem());
    }
    if (!isKnown || (again && !isGood)) {
      apply(name, owned, packed);
    }
  }

  private void apply(String name, Owned owned, byte[] packed) {
    try {
      workload.apply(name, Packed.unpack(packed));
      owned.isRunning = true;
      mark(owned, State.RUNNING, "");
    } catch (RuntimeException e) {
      // Whatever it is, it is the trouble of this configuration and of no other one.
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(owned.status.problem())) {
        log.error("cannot run configuration \"{}\": {}", name, problem);
      }
      mark(owned, owned.isRunning ? State.OUTDATED : State.FAILED, problem);
    }
    owned.tried = packed;
  }

  private void mark(Owned owned, State state, String problem) {
    ConfigurationStatus before = owned.status;
    if (before.state() != state || !before.problem().equals(problem)) {
      owned.status = new ConfigurationStatus(before.name(), state, problem, clock.wallMs());
    }
  }

  private void leave(String name) {
    Owned owned = all.get(name);
    if (owned == null || owned.isLeaving) {
      return;
    }
    if (!owned.isRunning) {
      all.remove(name);
      return;
    }
    owned.isLeaving = true;
    owned.leavingNanos = clock.nanos();
    owned.heir = null;
    owned.heirNanos = owned.leavingNanos;
    mark(owned, State.LEAVING, owned.status.problem());
  }

  /// Stops what others have begun with.
  void stopHandedOver() {
    long now = clock.nanos();
    RingView.Owners owners = view.owners();
    var waiting = new HashMap<String, List<String>>();
    for (String name : List.copyOf(all.keySet())) {
      Owned owned = all.get(name);
      if (owned == null || !owned.isLeaving) {
        continue;
      }
      @Nullable String heir = owners.of(name).map(RingMember::address).orElse(null);
      if (heir == null || !heir.equals(owned.heir)) {
        owned.heir = heir;
        owned.heirNanos = now;
      }
      if (now - owned.heirNanos >= LONGEST_HAND_OVER.toNanos()) {
        drop(name, true);
      } else if (heir != null && now - owned.leavingNanos >= HAND_OVER.toNanos()) {
        waiting.computeIfAbsent(heir, _ -> new ArrayList<>()).add(name);
      }
    }
    successors.haveBegun(waiting).forEach(name -> drop(name, true));
  }

  private void drop(String name, boolean isMoved) {
    Owned owned = all.remove(name);
    if (owned == null || !owned.isRunning) {
      return;
    }
    try {
      workload.remove(name, isMoved);
    } catch (RuntimeException e) {
      log.error("cannot stop configuration \"{}\" in order", name, e);
    }
  }

  /// Stops everything, because the agent ends.
  void stopAll(boolean isMoved) {
    for (String name : new ArrayList<>(all.keySet())) {
      drop(name, isMoved);
    }
  }

  /// Whether one could not be run as it lies in the store.
  boolean hasProblems() {
    return all.values().stream().anyMatch(owned -> !owned.status.problem().isEmpty());
  }

  /// When something is to be stopped; an hour from now where nothing is.
  long nextNanos() {
    long now = clock.nanos();
    long wait = Duration.ofHours(1).toNanos();
    for (Owned owned : all.values()) {
      if (owned.isLeaving) {
        long early = HAND_OVER.toNanos() - (now - owned.leavingNanos);
        long latest = LONGEST_HAND_OVER.toNanos() - (now - owned.heirNanos);
        wait = Math.min(wait, early > 0 ? early : latest);
      }
    }
    return now + Math.min(wait, successors.nextNanos() - now);
  }

  /// Whether this agent has begun with a configuration and goes on with it, even if it cannot be
  /// run: nobody need wait for it then.
  boolean hasBegun(String name) {
    Owned owned = all.get(name);
    return owned != null && owned.tried != null && !owned.isLeaving;
  }

  /// Whether something runs on here until another agent has begun with it.
  boolean isHandingOver() {
    return all.values().stream().anyMatch(owned -> owned.isLeaving);
  }

  /// Names of what runs here, or should.
  Set<String> names() {
    return Set.copyOf(all.keySet());
  }

  /// By name, as they are now.
  List<ConfigurationStatus> statuses() {
    Set<String> missing = mirror.unconfirmedLosses();
    return all.values().stream()
        .map(owned -> owned.status)
        .map(status ->
            missing.contains(status.name()) && status.state() == State.RUNNING
                ? new ConfigurationStatus(
                    status.name(), State.MISSING, "it is missing in the store", status.sinceMs())
                : status)
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }
}
