package io.tributary.cluster.sharing;

import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Links that delay and break, and views that follow after a while: agents that all reach each
/// other, both ways, come to see the same view.
final class SimNetwork {
  private static final int MAX_DELAY_MS = 40;
  private static final int RETRY_MS = 250;

  /// How long it takes until agents notice that another one does not answer, or does again.
  private static final int DETECTION_MS = 4000;

  /// How much longer it takes where connections do not break.
  private static final int SILENCE_MS = 6000;

  private final SimTime time;
  private final Random random;

  /// By age: the eldest coordinates.
  private final Map<String, SimPeers> agents = new LinkedHashMap<>();

  private final Set<String> broken = new HashSet<>();
  private final Map<String, ArrayDeque<byte[]>> links = new HashMap<>();
  private int extraDelayMs;
  private double lost;
  long messages;
  long bytes;

  SimNetwork(SimTime time, Random random) {
    this.time = time;
    this.random = random;
  }

  final class SimPeers implements Peers {
    final String name;
    PeerState state = PeerState.VIEWER;
    View view;
    boolean isGone;

    /// Whether it stands still, so that it learns of nothing.
    boolean isSilent;

    private final List<Listener> listeners = new ArrayList<>();

    SimPeers(String name) {
      this.name = name;
      view = new View(1, List.of(new Peer(name, name + ":1", state, true)));
    }

    @Override
    public View view() {
      return view;
    }

    @Override
    public void listen(Listener next) {
      listeners.add(next);
      next.viewed(view);
    }

    @Override
    public void send(String node, byte[] message) {
      if (!isGone && sees(node)) {
        transmit(name, node, message);
      }
    }

    @Override
    public void broadcast(byte[] message) {
      view.peers()
          .forEach(peer -> {
            if (!peer.isSelf()) {
              send(peer.name(), message);
            }
          });
    }

    boolean sees(String node) {
      return view.peer(node).isPresent();
    }

    void view(List<String> members) {
      var peers = new ArrayList<Peer>();
      for (String member : members) {
        SimPeers other = agents.get(member);
        if (other != null) {
          peers.add(new Peer(member, member + ":1", other.state, member.equals(name)));
        }
      }
      if (!isGone && !isSilent && (state == PeerState.VIEWER || !peers.equals(view.peers()))) {
        view = new View(view.number() + 1, peers);
        if (state == PeerState.VIEWER) {
          // As an agent does once it has joined and loaded its configuration.
          state(this, PeerState.PARTICIPANT);
        }
        listeners.forEach(listener -> listener.viewed(view));
      }
    }

    @Override
    public void close() {}
  }

  SimPeers add(String name) {
    var peers = new SimPeers(name);
    agents.put(name, peers);
    changed(500);
    return peers;
  }

  /// @param isNoticed whether it said that it goes
  void remove(String name, boolean isNoticed) {
    SimPeers gone = agents.remove(name);
    if (gone != null) {
      gone.isGone = true;
    }
    changed(isNoticed ? 100 : DETECTION_MS);
  }

  void state(SimPeers agent, PeerState state) {
    agent.state = state;
    changed(100);
  }

  void breakLink(String from, String to) {
    broken.add(from + ">" + to);
    changed(DETECTION_MS);
  }

  /// An agent that stands still until then: missed after a while, and found again.
  void silence(String name, long untilMs) {
    SimPeers silent = agents.get(name);
    if (silent == null) {
      return;
    }
    silent.isSilent = true;
    time.at(
        time.nowMs() + DETECTION_MS + SILENCE_MS,
        () -> {
          for (String other : agents.keySet()) {
            if (!other.equals(name) && agents.containsKey(name)) {
              broken.add(name + ">" + other);
            }
          }
          if (time.nowMs() < untilMs) {
            changed(1);
          }
        });
    time.at(
        untilMs,
        () -> {
          silent.isSilent = false;
          broken.removeIf(link -> link.startsWith(name + ">"));
          changed(DETECTION_MS);
        });
  }

  void heal() {
    broken.clear();
    changed(DETECTION_MS);
  }

  boolean isWhole() {
    return broken.isEmpty();
  }

  void extraDelay(int ms) {
    extraDelayMs = ms;
  }

  List<String> names() {
    return List.copyOf(agents.keySet());
  }

  private boolean isUp(String from, String to) {
    return !broken.contains(from + ">" + to);
  }

  private void changed(int afterMs) {
    time.at(time.nowMs() + afterMs + random.nextInt(afterMs), this::formViews);
  }

  /// Each agent gets the view at a moment of its own.
  private void formViews() {
    var groups = new ArrayList<List<String>>();
    for (String name : agents.keySet()) {
      List<String> home = null;
      for (List<String> group : groups) {
        if (group.stream().allMatch(other -> isUp(name, other) && isUp(other, name))) {
          home = group;
          break;
        }
      }
      if (home == null) {
        home = new ArrayList<>();
        groups.add(home);
      }
      home.add(name);
    }
    for (List<String> group : groups) {
      for (String name : group) {
        SimPeers agent = agents.get(name);
        if (agent != null) {
          time.at(time.nowMs() + random.nextInt(100), () -> agent.view(group));
        }
      }
    }
  }

  /// Loses this part of all messages.
  void lose(double ratio) {
    lost = ratio;
  }

  private void transmit(String from, String to, byte[] message) {
    if (lost > 0 && random.nextDouble() < lost) {
      return;
    }
    messages++;
    bytes += message.length;
    ArrayDeque<byte[]> queue = links.computeIfAbsent(from + ">" + to, _ -> new ArrayDeque<>());
    queue.add(message);
    if (queue.size() == 1) {
      time.at(
          time.nowMs() + 1 + random.nextInt(MAX_DELAY_MS) + extraDelayMs, () -> arrive(from, to));
    }
  }

  /// In order; while a link is broken and nobody has noticed, messages wait as they would for an
  /// acknowledgement.
  private void arrive(String from, String to) {
    ArrayDeque<byte[]> queue = links.getOrDefault(from + ">" + to, new ArrayDeque<>());
    SimPeers receiver = agents.get(to);
    SimPeers sender = agents.get(from);
    if (receiver == null || !receiver.sees(from) || sender == null || !sender.sees(to)) {
      links.remove(from + ">" + to);
      return;
    }
    if (!isUp(from, to) || !isUp(to, from)) {
      time.at(time.nowMs() + RETRY_MS, () -> arrive(from, to));
      return;
    }
    while (!queue.isEmpty()) {
      byte[] message = queue.remove();
      receiver.listeners.forEach(listener -> listener.received(from, message));
    }
    links.remove(from + ">" + to);
  }
}
