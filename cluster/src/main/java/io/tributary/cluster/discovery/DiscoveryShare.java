package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.Found;
import io.tributary.cluster.discovery.Note.Has;
import io.tributary.cluster.discovery.Note.State;
import io.tributary.cluster.discovery.Note.Units;
import io.tributary.cluster.discovery.Note.Want;
import io.tributary.cluster.discovery.SharedUnit.Local;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import io.tributary.cluster.placement.TargetKey;
import io.tributary.cluster.sharing.GuardedLoop;
import io.tributary.cluster.sharing.Loop;
import io.tributary.model.labels.Labels;
import io.tributary.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each discovery unit on one agent of the cluster, which tells the others what it found.
///
/// Of the agents that take part and have announced a unit, the one whose name and the unit hash
/// highest runs it, and of those where it does not fail if there are any. When another one is
/// chosen, the one before goes on until that has answered, and everybody keeps what is known until
/// then.
///
/// Everything happens on the loop.
public final class DiscoveryShare implements AutoCloseable, Peers.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryShare.class);

  /// How long after a change of the view nobody starts for the want of announcements.
  static final Duration ANNOUNCED_BY = Duration.ofSeconds(3);

  private static final Duration ANNOUNCE_DELAY = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofSeconds(5);

  /// What others know is told again, for a message may have been lost.
  static final Duration REMIND = Duration.ofSeconds(30);

  private final Peers peers;
  private final Loop loop;
  private final RandomGenerator random;
  private final DiscoveryStats stats = new DiscoveryStats();
  private final String self;
  private final TargetPack pack = new TargetPack();
  private final Surroundings surroundings = new Surroundings();

  // Guarded by this, as everything that tasks of the loop touch.
  private final Map<UnitKey, SharedUnit> units = new TreeMap<>();

  /// By agent, what it has and whether it is unfit for that.
  private final Map<String, Map<String, Boolean>> announced = new HashMap<>();

  private View view;
  private long viewedNanos;
  private long remindedNanos;
  private boolean isAnnouncing;
  private boolean isClosed;

  private final class Joined implements Shared {
    final UnitKey key;
    final Local local;
    volatile @Nullable SharedUnit unit;

    Joined(UnitKey key, Finder finder) {
      this.key = key;
      local = new Local(finder);
    }

    @Override
    public void publish(List<Labels> targets, String problem) {
      withUnit(unit -> unit.publish(local, targets, problem));
    }

    @Override
    public void failed(String reason) {
      withUnit(unit -> unit.failed(local, reason));
    }

    private void withUnit(Consumer<SharedUnit> task) {
      loop.execute(() -> {
        SharedUnit joined = unit;
        if (joined != null) {
          task.accept(joined);
        }
      });
    }

    @Override
    public Optional<DiscoveryStatus> status() {
      SharedUnit joined = unit;
      return joined == null ? Optional.empty() : joined.status();
    }

    @Override
    public void close() {
      loop.execute(() -> leave(this));
    }
  }

  /// What units see of this agent.
  private final class Surroundings implements SharedUnit.Surroundings {
    @Override
    public String self() {
      return self;
    }

    @Override
    public long nanos() {
      return loop.nanos();
    }

    @Override
    public long wallMs() {
      return loop.wallMs();
    }

    @Override
    public long random() {
      return random.nextLong();
    }

    @Override
    public void after(Duration delay, Runnable task) {
      loop.after(delay, task);
    }

    @Override
    public void send(List<String> nodes, Note note) {
      byte[] message = note.encode();
      nodes.forEach(node -> peers.send(node, message));
    }

    @Override
    public List<String> members(String unit) {
      return announced.entrySet().stream()
          .filter(entry -> entry.getValue().containsKey(unit))
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }

    @Override
    public void fitnessChanged() {
      changed();
    }

    @Override
    public void began() {
      stats.began.increment();
    }
  }

  public DiscoveryShare(Peers peers, Loop loop, RandomGenerator random) {
    this.peers = peers;
    this.loop = new GuardedLoop(loop, this, () -> !isClosed);
    this.random = random;
    view = peers.view();
    self = view.self().name();
    viewedNanos = loop.nanos();
    remindedNanos = viewedNanos;
    peers.listen(this);
    this.loop.every(TICK, this::tick);
  }

  /// Lets a discovery component take part. It is told when it is to run, and what was found.
  public Shared join(UnitKey key, Finder finder) {
    var joined = new Joined(key, finder);
    loop.execute(() -> {
      SharedUnit unit = units.get(key);
      boolean isNew = unit == null;
      if (unit == null) {
        unit = new SharedUnit(key, surroundings, pack);
        units.put(key, unit);
      }
      joined.unit = unit;
      unit.add(joined.local);
      if (isNew) {
        changed();
      }
    });
    return joined;
  }

  private void leave(Joined joined) {
    SharedUnit unit = joined.unit;
    if (unit != null && !unit.remove(joined.local) && units.remove(joined.key, unit)) {
      changed();
    }
  }

  /// This agent has other units, or is fit for others. Units come and go in swarms when a
  /// configuration is loaded.
  private void changed() {
    if (!isAnnouncing) {
      isAnnouncing = true;
      surroundings.after(
          ANNOUNCE_DELAY,
          () -> {
            isAnnouncing = false;
            announce(false);
            elect();
          });
    }
  }

  @Override
  public void viewed(View next) {
    loop.execute(() -> {
      view = next;
      viewedNanos = loop.nanos();
      announced.keySet().removeIf(name -> next.peer(name).isEmpty());
      announce(true);
      elect();
      if (next.peers().size() > 1) {
        surroundings.after(ANNOUNCED_BY, this::elect);
      }
    });
  }

  @Override
  public void received(String from, byte[] message) {
    if (Note.isOurs(message)) {
      loop.executeWhenRoom(() -> read(from, message));
    }
  }

  private void read(String from, byte[] message) {
    try {
      receive(from, Note.decode(message));
    } catch (WireException e) {
      stats.rejected.increment();
      LOG.atDebug()
          .addKeyValue("peer", from)
          .addKeyValue("err", e.getMessage())
          .log("cannot read what a peer found");
    }
  }

  private void announce(boolean wantsAnswer) {
    peers.broadcast(announcement(wantsAnswer));
  }

  private byte[] announcement(boolean wantsAnswer) {
    List<Has> own =
        units.entrySet().stream()
            .limit(Note.MAX_UNITS)
            .map(unit -> new Has(unit.getKey().text(), unit.getValue().isUnfit()))
            .toList();
    return new Units(wantsAnswer, own).encode();
  }

  private void receive(String from, Note note) {
    switch (note) {
      case Units theirs -> announced(from, theirs);
      case Want want -> unit(want.unit()).ifPresent(unit -> unit.wanted(from));
      case Found found -> unit(found.unit()).ifPresent(unit -> unit.found(from, found));
      case State state -> unit(state.unit()).ifPresent(unit -> unit.state(from, state));
    }
  }

  private void announced(String from, Units theirs) {
    if (view.peer(from).isEmpty()) {
      return;
    }
    Map<String, Boolean> fitness = HashMap.newHashMap(theirs.units().size());
    theirs.units().forEach(has -> fitness.put(has.unit(), has.isUnfit()));
    announced.put(from, fitness);
    if (theirs.wantsAnswer()) {
      peers.send(from, announcement(false));
    }
    elect();
  }

  private Optional<SharedUnit> unit(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(
            units.get(new UnitKey(text.substring(0, colon), text.substring(colon + 1))));
  }

  private void elect() {
    boolean knowsAll =
        view.peers().stream().allMatch(peer -> peer.isSelf() || announced.containsKey(peer.name()));
    boolean isLate = loop.nanos() - viewedNanos >= ANNOUNCED_BY.toNanos();
    if (!knowsAll && !isLate) {
      return;
    }
    int at = 0;
    for (Map.Entry<UnitKey, SharedUnit> unit : List.copyOf(units.entrySet())) {
      if (at++ < Note.MAX_UNITS) {
        elected(unit.getKey().text(), unit.getValue().isUnfit())
            .ifPresent(node -> unit.getValue().elect(node));
      } else {
        unit.getValue().goAlone(); // the others do not know that it is there
      }
    }
  }

  /// Who is to run a unit; empty where nobody can, and whoever runs it goes on.
  private Optional<String> elected(String unit, boolean isUnfitHere) {
    String best = "";
    boolean isBestUnfit = true;
    long bestHash = 0;
    for (Peer peer : view.peers()) {
      String name = peer.name();
      Boolean isUnfit = announced.getOrDefault(name, Map.of()).get(unit);
      if (name.equals(self)) {
        isUnfit = isUnfitHere;
      }
      if (peer.state() != PeerState.PARTICIPANT || isUnfit == null) {
        continue;
      }
      long hash = TargetKey.ofAll().of(Labels.of("node", name, "unit", unit));
      boolean isBetter =
          best.isEmpty()
              || (isBestUnfit && !isUnfit)
              || (isBestUnfit == isUnfit && Long.compareUnsigned(hash, bestHash) > 0);
      if (isBetter) {
        best = name;
        bestHash = hash;
        isBestUnfit = isUnfit;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private void tick() {
    if (loop.nanos() - remindedNanos >= REMIND.toNanos()) {
      remindedNanos = loop.nanos();
      announce(false);
      units.values().forEach(SharedUnit::remind);
    }
    units.values().forEach(SharedUnit::tick);
  }

  public DiscoveryStats stats() {
    return stats;
  }

  /// All units that components of this agent are part of.
  public synchronized List<DiscoveryStatus> units() {
    return units.values().stream().flatMap(unit -> unit.status().stream()).toList();
  }

  /// How many units' findings, of those that this agent discovers, are too large to be shared.
  public synchronized long tooLarge() {
    return units.values().stream().filter(SharedUnit::isTooLarge).count();
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    units.values().forEach(SharedUnit::stop);
    units.clear();
    loop.close();
  }
}
