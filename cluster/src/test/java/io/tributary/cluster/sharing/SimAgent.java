package io.tributary.cluster.sharing;

import io.tributary.cluster.lease.LeaseKeeper;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.placement.Cost;
import io.tributary.cluster.sharing.SimLedger.End;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/// One simulated agent: the real protocol above, and scrapes that are arithmetic.
final class SimAgent implements Holder {
  private static final long SCRAPE_MS = 200;
  private static final long LOOK_MS = 100;

  /// By when the leader knows what an agent has been offered.
  private static final long OFFERED_MS = 10_000;

  /// For so long it is not asked again to take a target that it did not reach.
  private static final long UNREACHED_MS = 600_000;

  final String name;
  final TargetSharing sharing;
  final SimNetwork.SimPeers peers;
  private final SimTime time;
  private final SimNetwork network;
  private final SimLedger ledger;
  private final LongFunction<Cost> costs;
  private final LongPredicate reaches;
  private final long aheadMs;
  private final SimTime.AgentLoop loop;
  private final Fence fence;
  private final Unit unit;
  private final Map<Long, Held> held = new HashMap<>();
  private Collection<Long> discovered = List.of();
  private Set<Long> unfound = Set.of();

  /// What it has been offered, and before that.
  private Offered offered = new Offered(KeySet.EMPTY, 0);

  private Offered before = offered;

  private final Map<Long, Long> unreachedMs = new HashMap<>();

  boolean isDead;

  /// Whether due times pass without a scrape: the agent stands still, or must not.
  private boolean isIdle;

  private record Offered(KeySet keys, long sinceMs) {
    boolean isKnown(long key, long nowMs) {
      return nowMs - sinceMs > OFFERED_MS && keys.contains(key);
    }
  }

  /// @param shiftMs what is added to due times so that timestamps exceed those before
  private record Held(long sinceMs, long shiftMs) {}

  SimAgent(
      String name,
      SimTime time,
      SimNetwork network,
      SimLedger ledger,
      LongFunction<Cost> costs,
      LongPredicate reaches,
      long aheadMs,
      String digest,
      Optional<SimLeases> leases,
      Random random) {
    this.name = name;
    this.time = time;
    this.network = network;
    this.ledger = ledger;
    this.costs = costs;
    this.reaches = reaches;
    this.aheadMs = aheadMs;
    loop = time.loop(aheadMs);
    peers = network.add(name);
    fence = leases.<Fence>map(store -> keeper(store, random.nextLong())).orElse(Fence.NONE);
    sharing = new TargetSharing(peers, SimulatedCluster.noWait(), fence, loop, random);
    unit = sharing.join("prometheus.scrape.all", digest, this);
  }

  private LeaseKeeper keeper(SimLeases leases, long life) {
    var keeper = new LeaseKeeper(name, life, name + ":1", loop, leases.of(name), () -> true);
    peers.listen(keeper);
    keeper.listen(this::look);
    loop.after(Duration.ofMillis(LOOK_MS), this::lookAgain);
    return keeper;
  }

  private void lookAgain() {
    look();
    loop.after(Duration.ofMillis(LOOK_MS), this::lookAgain);
  }

  /// As a scrape loop does before each scrape.
  private void look() {
    boolean mayScrape = fence.isOpen(loop.nanos());
    if (!isDead && mayScrape == isIdle) {
      isIdle = !mayScrape;
      held.replaceAll((key, was) -> isIdle ? idle(key, was) : goOn(key, was));
    }
  }

  private Held idle(long key, Held was) {
    ledger.ended(key, name, End.PAUSED, lastMs(key, was));
    return was;
  }

  private Held goOn(long key, Held was) {
    ledger.began(key, name, SimLedger.dueMs(key, time.nowMs(), aheadMs) + aheadMs + was.shiftMs);
    return new Held(time.nowMs(), was.shiftMs);
  }

  /// Stands still, as a process that is stopped: the others miss it after a while.
  void sleep(long forMs) {
    ledger.crashes++;
    if (!isIdle) {
      isIdle = true;
      held.forEach((key, was) -> ledger.ended(key, name, End.CRASHED, lastMs(key, was)));
    }
    loop.sleepUntil(time.nowMs() + forMs);
    network.silence(name, time.nowMs() + forMs);
  }

  boolean isAsleep() {
    return loop.isAsleep();
  }

  /// What discovery has, but for what this agent's does not find.
  void offer(Collection<Long> keys) {
    discovered = keys;
    offer();
  }

  private void offer() {
    Collection<Long> next =
        unfound.isEmpty()
            ? discovered
            : discovered.stream().filter(key -> !unfound.contains(key)).toList();
    before = offered;
    offered = new Offered(KeySet.of(next), time.nowMs());
    unit.offer(next);
  }

  /// This agent's discovery does not find these any more, or everything again.
  void lose(Collection<Long> keys) {
    unfound = Set.copyOf(keys);
    offer();
  }

  /// Whether it has been offered a target for a while, and could reach it.
  boolean knows(long key) {
    long now = time.nowMs();
    boolean isUnreached = now - unreachedMs.getOrDefault(key, -UNREACHED_MS) < UNREACHED_MS;
    return !isDead
        && !isAsleep()
        && !isUnreached
        && offered.keys.contains(key)
        && (offered.isKnown(key, now) || before.isKnown(key, now));
  }

  int holds() {
    return held.size();
  }

  Collection<Long> keys() {
    return held.keySet();
  }

  void crash() {
    ledger.crashes++;
    if (!isIdle) {
      held.forEach((key, was) -> ledger.ended(key, name, End.CRASHED, lastMs(key, was)));
    }
    held.clear();
    die(false);
  }

  void leave() {
    network.state(peers, PeerState.TERMINATING);
    sharing.drain(
        Duration.ofSeconds(60),
        () -> {
          if (!isDead) {
            if (!isIdle) {
              held.forEach((key, was) -> ledger.ended(key, name, End.RELEASED, lastMs(key, was)));
            }
            held.clear();
            giveUp();
          }
        });
  }

  private void giveUp() {
    if (fence instanceof LeaseKeeper keeper) {
      keeper.leave(() -> die(true));
      loop.after(Duration.ofSeconds(2), () -> die(true));
    } else {
      die(true);
    }
  }

  private void die(boolean isNoticed) {
    if (isDead) {
      return;
    }
    isDead = true;
    network.remove(name, isNoticed);
    sharing.close();
    loop.close();
  }

  /// The timestamp of the last scrape that was done.
  private long lastMs(long key, Held was) {
    long lastDue = SimLedger.dueMs(key, time.nowMs(), aheadMs) - SimLedger.INTERVAL_MS;
    return lastDue < was.sinceMs ? Long.MIN_VALUE : lastDue + aheadMs + was.shiftMs;
  }

  @Override
  public void probe(long key, Consumer<Boolean> done) {
    loop.after(
        Duration.ofMillis(SCRAPE_MS),
        () -> {
          boolean isReached = reaches.test(key);
          if (!isReached) {
            unreachedMs.put(key, time.nowMs());
          }
          done.accept(isReached);
        });
  }

  @Override
  public void release(long key, Consumer<Handed> done) {
    Held was = held.get(key);
    if (was == null) {
      loop.execute(() -> done.accept(Handed.NOTHING));
      return;
    }
    long now = time.nowMs();
    long nextDue = SimLedger.dueMs(key, now, aheadMs);
    long lastDue = nextDue - SimLedger.INTERVAL_MS;
    long letGo = now;
    if (isIdle) {
      letGo = now;
    } else if (lastDue >= was.sinceMs && now < lastDue + SCRAPE_MS) {
      letGo = lastDue + SCRAPE_MS;
    } else if (nextDue - now < GUARD.toMillis()) {
      letGo = nextDue + SCRAPE_MS;
    }
    loop.after(
        Duration.ofMillis(letGo - now),
        () -> {
          if (held.remove(key, was)) {
            long lastMs = lastMs(key, was);
            if (!isIdle) {
              ledger.ended(key, name, End.RELEASED, lastMs);
            }
            done.accept(lastMs == Long.MIN_VALUE ? Handed.NOTHING : new Handed(lastMs, page(key)));
          } else {
            done.accept(Handed.NOTHING);
          }
        });
  }

  private static byte[] page(long key) {
    return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
  }

  @Override
  public void take(long key, Optional<Handed> handed) {
    if (held.containsKey(key)) {
      return;
    }
    byte[] page = handed.map(Handed::lastPage).orElse(new byte[0]);
    if (page.length > 0 && ByteBuffer.wrap(page).getLong() != key) {
      ledger.violations.add("%s got the page of another target than %x".formatted(name, key));
    }
    long first = SimLedger.dueMs(key, time.nowMs(), aheadMs) + aheadMs;
    long floor = handed.map(Handed::lastTimestampMs).orElse(Long.MIN_VALUE);
    long shift =
        first > floor ? 0 : ((floor - first) / SimLedger.INTERVAL_MS + 1) * SimLedger.INTERVAL_MS;
    held.put(key, new Held(time.nowMs(), shift));
    if (!isIdle) {
      ledger.began(key, name, first + shift);
    }
  }

  @Override
  public void end(long key) {
    Held was = held.remove(key);
    if (was != null && !isIdle) {
      ledger.ended(key, name, End.GONE, lastMs(key, was));
    }
  }

  @Override
  public Cost cost(long key) {
    return costs.apply(key);
  }
}
