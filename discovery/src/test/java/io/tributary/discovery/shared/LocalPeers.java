package io.tributary.discovery.shared;

import io.tributary.base.time.Clock;
import io.tributary.cluster.discovery.DiscoveryShare;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.LoopThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Agents of one cluster in one process: messages arrive at once.
final class LocalPeers implements AutoCloseable {
  // Guarded by this.
  private final Map<String, One> all = new TreeMap<>();
  private final List<DiscoveryShare> shares = new ArrayList<>();

  DiscoveryShare join(String name) {
    var one = new One(name);
    synchronized (this) {
      all.put(name, one);
    }
    var share =
        new DiscoveryShare(
            one, new LoopThread(name, Clock.system(), new LongAdder()), new Random(1));
    shares.add(share);
    tellViews();
    return share;
  }

  void leave(String name) {
    synchronized (this) {
      all.remove(name);
    }
    tellViews();
  }

  private void tellViews() {
    List<One> now;
    synchronized (this) {
      now = List.copyOf(all.values());
    }
    now.forEach(one -> one.listeners.forEach(listener -> listener.viewed(one.view())));
  }

  @Override
  public void close() {
    shares.forEach(DiscoveryShare::close);
  }

  private final class One implements Peers {
    final String name;
    final List<Listener> listeners = new ArrayList<>();

    One(String name) {
      this.name = name;
    }

    @Override
    public View view() {
      synchronized (LocalPeers.this) {
        List<Peer> peers =
            all.keySet().stream()
                .map(other -> new Peer(other, "host:1", PeerState.PARTICIPANT, other.equals(name)))
                .toList();
        return new View(1, peers);
      }
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
      listener.viewed(view());
    }

    @Override
    public void send(String node, byte[] message) {
      One to;
      synchronized (LocalPeers.this) {
        to = all.get(node);
      }
      if (to != null) {
        to.listeners.forEach(listener -> listener.received(name, message));
      }
    }

    @Override
    public void broadcast(byte[] message) {
      view()
          .peers()
          .forEach(peer -> {
            if (!peer.isSelf()) {
              send(peer.name(), message);
            }
          });
    }

    @Override
    public void close() {}
  }
}
