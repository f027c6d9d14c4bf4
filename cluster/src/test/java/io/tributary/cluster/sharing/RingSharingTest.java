package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers;
import io.tributary.cluster.node.Quorum;
import io.tributary.cluster.node.View;
import io.tributary.cluster.placement.Cost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The owners are those of the ring of three nodes in the parity vectors.
final class RingSharingTest {
  private static final long OF_C = 0x3be70821b12489c9L;
  private static final long OF_B = 0xe124df88c059fd6dL;
  private static final Quorum ALWAYS = new Quorum(Quorum.Settings.NONE, Clock.system());

  /// A cluster that a test makes up.
  private static final class Script implements Peers {
    private final String self;
    private View view = new View(0, List.of());
    private final List<Listener> listeners = new ArrayList<>();

    Script(String self, String... participants) {
      this.self = self;
      show(participants);
    }

    void show(String... participants) {
      var peers = new ArrayList<Peer>();
      for (String name : participants) {
        peers.add(new Peer(name, "", PeerState.PARTICIPANT, name.equals(self)));
      }
      if (!List.of(participants).contains(self)) {
        peers.add(new Peer(self, "", PeerState.VIEWER, true));
      }
      view = new View(view.number() + 1, peers);
      listeners.forEach(listener -> listener.viewed(view));
    }

    @Override
    public View view() {
      return view;
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
    }

    @Override
    public void send(String node, byte[] message) {}

    @Override
    public void broadcast(byte[] message) {}

    @Override
    public void close() {}
  }

  private static final class Held implements Holder {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void probe(long key, Consumer<Boolean> done) {
      done.accept(true);
    }

    @Override
    public void release(long key, Consumer<Handed> done) {
      heard.add("release " + Long.toHexString(key));
      done.accept(Handed.NOTHING);
    }

    @Override
    public void take(long key, Optional<Handed> handed) {
      heard.add("take " + Long.toHexString(key));
    }

    @Override
    public void end(long key) {
      heard.add("end " + Long.toHexString(key));
    }

    @Override
    public Cost cost(long key) {
      return Cost.UNKNOWN;
    }

    String next() throws InterruptedException {
      return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void endsWhatDiscoveryHasLost() throws InterruptedException {
    var held = new Held();
    try (var sharing =
        new RingSharing(
            new Script("node-b", "node-a", "node-b", "node-c"),
            ALWAYS,
            Fence.NONE,
            Clock.system())) {
      Unit unit = sharing.join("u", "", held);
      unit.offer(Set.of(OF_B, OF_C));
      assertThat(held.next()).startsWith("take ");
      unit.offer(Set.of(OF_C));
      assertThat(held.next()).isEqualTo("end " + Long.toHexString(OF_B));
    }
  }

  @Test
  void takesWhatIsItsOwnAndNothingElse() {
    var held = new Held();
    try (var sharing =
        new RingSharing(
            new Script("node-b", "node-a", "node-b", "node-c"),
            ALWAYS,
            Fence.NONE,
            Clock.system())) {
      sharing.join("u", "", held).offer(Set.of(OF_B, OF_C));

      assertThat(held.heard).containsExactly("take e124df88c059fd6d");
    }
  }

  @Test
  void whatANodeLeavesOthersTakeAndGiveBackWhenItReturns() throws Exception {
    var script = new Script("node-b", "node-a", "node-b", "node-c");
    var held = new Held();
    try (var sharing = new RingSharing(script, ALWAYS, Fence.NONE, Clock.system())) {
      sharing.join("u", "", held).offer(Set.of(OF_B, OF_C));
      assertThat(held.next()).isEqualTo("take e124df88c059fd6d");

      script.show("node-b");
      assertThat(held.next()).isEqualTo("take 3be70821b12489c9");

      script.show("node-a", "node-b", "node-c");
      assertThat(held.next()).isEqualTo("release 3be70821b12489c9");
    }
  }

  @Test
  void aViewerOwnsNothing() {
    var held = new Held();
    try (var sharing = new RingSharing(new Script("node-b"), ALWAYS, Fence.NONE, Clock.system())) {
      sharing.join("u", "", held).offer(Set.of(OF_B, OF_C));

      assertThat(held.heard).isEmpty();
    }
  }

  @Test
  void nobodyOwnsAnythingUntilThereAreEnough() throws Exception {
    var script = new Script("node-b", "node-b");
    var held = new Held();
    try (var quorum = new Quorum(new Quorum.Settings(3, Duration.ZERO), Clock.system());
        var sharing = new RingSharing(script, quorum, Fence.NONE, Clock.system())) {
      script.listen(quorum);
      sharing.join("u", "", held).offer(Set.of(OF_B, OF_C));
      assertThat(held.heard).isEmpty();

      script.show("node-a", "node-b", "node-c");
      assertThat(held.next()).isEqualTo("take e124df88c059fd6d");
    }
  }
}
