package io.tributary.cluster.discovery;

import io.tributary.cluster.discovery.Note.Found;
import io.tributary.cluster.discovery.Note.Units;
import io.tributary.cluster.discovery.Note.Want;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import io.tributary.cluster.placement.AlloyRing;
import io.tributary.cluster.placement.TargetKey;
import io.tributary.cluster.sharing.Loop;
import io.tributary.model.labels.Labels;
import io.tributary.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each discovery unit on one agent of the cluster, which tells the others what it found.
///
/// A unit is what agents must be configured alike for: its key is the kind of the component and a
/// digest of its arguments. Of the agents that have announced the same key the ring chooses one.
/// When another one is chosen, the one before goes on until that has answered, and everybody keeps
/// what is known until then.
///
/// Everything happens on the loop.
public final class DiscoveryShare implements AutoCloseable, Peers.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryShare.class);

  /// How long after a change of the view nobody starts for the want of announcements.
  static final Duration ANNOUNCED_BY = Duration.ofSeconds(3);

  /// Who has heard nothing of a unit asks again.
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final Peers peers;
  private final Loop loop;
  private final RandomGenerator random;
  private final String self;
  private final TargetPack pack = new TargetPack();

  // Guarded by this, as everything that tasks of the loop touch.
  private final Map<String, Joined> units = new TreeMap<>();
  private final Map<String, Set<String>> announced = new HashMap<>();
  private View view;
  private long viewedNanos;
  private boolean isClosed;

  private final class Joined implements Shared {
    final String unit;
    final Discoverer discoverer;
    final Findings findings = new Findings();
    @Nullable Publication publication;
    String elected = "";
    boolean hasHeard;
    boolean hasAsked;
    long askedNanos;

    Joined(String unit, Discoverer discoverer) {
      this.unit = unit;
      this.discoverer = discoverer;
    }

    @Override
    public void publish(List<Labels> targets) {
      List<Labels> copy = List.copyOf(targets);
      run(() -> {
        Publication running = publication;
        if (running != null && units.get(unit) == this) {
          tell(unit, running.change(copy));
          discoverer.found(copy);
        }
      });
    }

    @Override
    public void close() {
      run(() -> {
        if (units.remove(unit, this)) {
          stop();
          announce(false);
        }
      });
    }

    private void stop() {
      if (publication != null) {
        publication = null;
        discoverer.stop();
      }
    }
  }

  public DiscoveryShare(Peers peers, Loop loop, RandomGenerator random) {
    this.peers = peers;
    this.loop = loop;
    this.random = random;
    view = peers.view();
    self = view.self().name();
    viewedNanos = loop.nanos();
    peers.listen(this);
  }

  /// Lets a discovery component take part. It is told when it is to run, and what was found.
  ///
  /// @param unitKey the kind of the component, and a digest of its arguments
  public Shared join(String unitKey, Discoverer discoverer) {
    var joined = new Joined(unitKey, discoverer);
    run(() -> {
      Joined before = units.put(unitKey, joined);
      if (before != null) {
        before.stop();
      }
      announce(false);
      elect();
    });
    return joined;
  }

  @Override
  public void viewed(View next) {
    run(() -> {
      view = next;
      viewedNanos = loop.nanos();
      announced.keySet().removeIf(name -> next.peer(name).isEmpty());
      announce(true);
      elect();
      if (next.peers().size() > 1) {
        loop.after(ANNOUNCED_BY, () -> run(this::elect));
      }
    });
  }

  @Override
  public void received(String from, byte[] message) {
    if (Note.isOurs(message)) {
      run(() -> {
        try {
          receive(from, Note.decode(message));
        } catch (WireException e) {
          LOG.atDebug()
              .addKeyValue("peer", from)
              .addKeyValue("err", e.getMessage())
              .log("cannot read what a peer found");
        }
      });
    }
  }

  private void run(Runnable task) {
    loop.execute(() -> {
      synchronized (this) {
        if (!isClosed) {
          task.run();
        }
      }
    });
  }

  private void announce(boolean wantsAnswer) {
    peers.broadcast(new Units(wantsAnswer, List.copyOf(units.keySet())).encode());
  }

  private void receive(String from, Note note) {
    switch (note) {
      case Units other -> {
        announced.put(from, new HashSet<>(other.units()));
        if (other.wantsAnswer()) {
          peers.send(from, new Units(false, List.copyOf(units.keySet())).encode());
        }
        elect();
      }
      case Want want -> {
        Joined unit = units.get(want.unit());
        Publication running = unit == null ? null : unit.publication;
        if (running != null && running.isPublished()) {
          tell(want.unit(), running.whole());
        }
      }
      case Found found -> found(from, found);
    }
  }

  private void found(String from, Found found) {
    Joined unit = units.get(found.unit());
    if (unit == null || (!from.equals(unit.elected) && unit.elected.equals(self))) {
      return; // this agent runs it, or does not have it
    }
    switch (unit.findings.take(from, found, pack)) {
      case MORE_TO_COME -> {}
      case GAP -> want(unit, from);
      case COMPLETE -> {
        if (from.equals(unit.elected)) {
          unit.hasHeard = true;
          unit.stop();
        }
        unit.discoverer.found(unit.findings.targets());
      }
    }
  }

  /// Every part of what began before this agent listened has a gap before it: it asks once.
  private void want(Joined unit, String from) {
    long now = loop.nanos();
    if (!unit.hasAsked || now - unit.askedNanos >= ASK_AGAIN.toNanos()) {
      unit.hasAsked = true;
      unit.askedNanos = now;
      peers.send(from, new Want(unit.unit).encode());
    }
  }

  /// Everybody who has the unit is told, so that all count alike.
  private void tell(String unit, List<Note> notes) {
    for (Note note : notes) {
      byte[] message = note.encode();
      announced.forEach((name, theirs) -> {
        if (theirs.contains(unit)) {
          peers.send(name, message);
        }
      });
    }
  }

  private void elect() {
    boolean knowsAll =
        view.peers().stream().allMatch(peer -> peer.isSelf() || announced.containsKey(peer.name()));
    boolean isLate = loop.nanos() - viewedNanos >= ANNOUNCED_BY.toNanos();
    if (knowsAll || isLate) {
      units.values().forEach(this::elect);
    }
  }

  private void elect(Joined unit) {
    List<String> candidates =
        view.peers().stream()
            .filter(peer -> peer.state() == PeerState.PARTICIPANT)
            .map(Peer::name)
            .filter(name ->
                name.equals(self) || announced.getOrDefault(name, Set.of()).contains(unit.unit))
            .toList();
    if (candidates.isEmpty()) {
      return; // whoever runs it goes on
    }
    String elected = AlloyRing.of(candidates).owner(key(unit.unit));
    if (elected.equals(unit.elected)) {
      return;
    }
    unit.elected = elected;
    unit.hasHeard = false;
    unit.hasAsked = false;
    if (elected.equals(self)) {
      if (unit.publication == null) {
        unit.publication = new Publication(unit.unit, random.nextLong(), pack);
        unit.discoverer.start();
      }
    } else {
      if (unit.publication != null && !unit.publication.isPublished()) {
        unit.stop(); // nobody knows anything of it
      }
      ask(unit);
    }
  }

  private static long key(String unit) {
    return TargetKey.ofAll().of(Labels.of("unit", unit));
  }

  private void ask(Joined unit) {
    if (!unit.hasHeard && !unit.elected.equals(self) && units.get(unit.unit) == unit) {
      want(unit, unit.elected);
      loop.after(ASK_AGAIN, () -> run(() -> ask(unit)));
    }
  }

  /// The agents that run the units of this one, by unit.
  public synchronized Map<String, String> runners() {
    var runners = new TreeMap<String, String>();
    units.forEach((name, unit) -> runners.put(name, unit.elected));
    return runners;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    units.values().forEach(Joined::stop);
    units.clear();
  }
}
