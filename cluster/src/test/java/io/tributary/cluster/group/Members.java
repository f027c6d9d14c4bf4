package io.tributary.cluster.group;

import io.tributary.cluster.node.Mailbox;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.Peers.Listener;
import io.tributary.cluster.node.View;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Agents of a group on loopback, with what each of them hears.
final class Members implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final List<GroupPeers> all = new ArrayList<>();

  /// One agent, which joins those that are there already.
  static final class One implements Listener {
    final GroupPeers peers;
    private final BlockingQueue<View> views = new LinkedBlockingQueue<>();
    final BlockingQueue<String> mail = new LinkedBlockingQueue<>();

    private One(GroupPeers peers) {
      this.peers = peers;
      peers.listen(this);
    }

    @Override
    public void viewed(View view) {
      views.add(view);
    }

    @Override
    public void received(String from, byte[] message) {
      mail.add(from + ": " + new String(message, StandardCharsets.UTF_8));
    }

    View await(Predicate<View> wanted) throws InterruptedException {
      View last = peers.view();
      while (true) {
        View view = views.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (view == null) {
          throw new AssertionError("waited in vain; the last view was " + last);
        }
        last = view;
        if (wanted.test(view)) {
          return view;
        }
      }
    }

    View awaitNames(String... names) throws InterruptedException {
      return await(view -> view.peers().stream().map(Peer::name).toList().equals(List.of(names)));
    }

    String nextMail() throws InterruptedException {
      return String.valueOf(mail.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  One start(String name, String cluster, Security security) throws IOException {
    var settings =
        new GroupSettings(
            cluster, name, "127.0.0.1:1" + name, InetAddress.getLoopbackAddress(), 0, security);
    GroupPeers peers = GroupPeers.open(settings, Mailbox.Meter.NONE);
    all.add(peers);
    var one = new One(peers);
    peers.seeds(addresses());
    peers.join();
    peers.become(PeerState.PARTICIPANT);
    return one;
  }

  One start(String name) throws IOException {
    return start(name, "test", Security.NONE);
  }

  List<InetSocketAddress> addresses() {
    return all.stream().map(GroupPeers::groupAddress).toList();
  }

  @Override
  public void close() {
    for (GroupPeers peers : all.reversed()) {
      peers.close();
    }
  }
}
