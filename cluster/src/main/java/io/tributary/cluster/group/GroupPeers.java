package io.tributary.cluster.group;

import io.tributary.base.time.Clock;
import io.tributary.cluster.group.GroupMessage.Hello;
import io.tributary.cluster.node.Mailbox;
import io.tributary.cluster.node.Node;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents of a cluster, found and watched by JGroups.
///
/// Listens from the moment it is opened, and is alone until [#join]. Agents tell newcomers who they
/// are; one that has not done so is not in the view.
public final class GroupPeers implements Node {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPeers.class);

  /// Longest message.
  public static final int MAX_MESSAGE_BYTES = 8 << 20;

  private final GroupSettings settings;
  private final GroupCounters counters = new GroupCounters();
  private final GroupServerSocket door;
  private final SeedDiscovery discovery = new SeedDiscovery(Clock.system());
  private final JChannel channel;
  private final Outbox outbox;
  private final Mailbox mailbox;

  // Guarded by this.
  private Hello self;
  private final Roster roster = new Roster(counters);
  private volatile View view;
  private volatile long time;

  private GroupPeers(GroupSettings settings, Mailbox.Meter meter) throws IOException {
    this.settings = settings;
    SafeMessages.install();
    self = new Hello(settings.name(), settings.httpAddress(), PeerState.VIEWER, 0);
    view = new View(0, List.of(new Peer(self.name(), self.address(), PeerState.VIEWER, true)));
    door =
        new GroupServerSocket(
            local(settings.advertised()), settings.port(), settings.security(), counters);
    try {
      var sockets = new GroupSockets(door, settings.security());
      channel =
          GroupStack.channel(
              settings.advertised(), door.getLocalPort(), sockets, discovery, counters);
      channel.setName(settings.name());
      channel.setDiscardOwnMessages(true);
      channel.setReceiver(new Inbox());
    } catch (Exception e) {
      door.close();
      throw new IOException("cannot set up the group of the cluster: " + e.getMessage(), e);
    }
    outbox = new Outbox((to, content) -> channel.send(new BytesMessage(to, content)), counters);
    mailbox = new Mailbox(settings.name(), view, meter);
  }

  /// Binds the port. Throws where it is taken or the address is not of this host.
  public static GroupPeers open(GroupSettings settings, Mailbox.Meter meter) throws IOException {
    try {
      return new GroupPeers(settings, meter);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for the cluster on %s:%d: %s"
              .formatted(settings.advertised().getHostAddress(), settings.port(), e.getMessage()),
          e);
    }
  }

  /// Null where the address is not of this host, which then listens on all of its own.
  private static @Nullable InetAddress local(InetAddress advertised) throws IOException {
    return NetworkInterface.getByInetAddress(advertised) == null ? null : advertised;
  }

  /// Where others reach the group at this agent.
  public InetSocketAddress groupAddress() {
    return new InetSocketAddress(settings.advertised(), door.getLocalPort());
  }

  public GroupCounters counters() {
    return counters;
  }

  /// Messages that wait to be sent.
  public int unsent() {
    return outbox.size();
  }

  /// Messages that wait to be read.
  public int unread() {
    return mailbox.size();
  }

  /// Connections to other agents.
  public int connections() {
    TCP transport = channel.getProtocolStack().findProtocol(TCP.class);
    return channel.isConnected() ? transport.getOpenConnections() : 0;
  }

  /// The Lamport clock of states.
  public long lamportTime() {
    return time;
  }

  /// Where members may be found: asked when this agent joins, and now and then from then on.
  public void seeds(Collection<InetSocketAddress> addresses) {
    var seeds = new ArrayList<PhysicalAddress>();
    for (InetSocketAddress address : addresses) {
      seeds.add(new IpAddress(address.getAddress(), address.getPort()));
    }
    discovery.seeds(seeds);
  }

  /// Joins whoever is found at the seeds; alone where nobody is. Waits for that.
  public void join() throws IOException {
    try {
      channel.connect(settings.cluster());
    } catch (Exception e) {
      throw new IOException("cannot join the cluster: " + e.getMessage(), e);
    }
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public void listen(Listener listener) {
    mailbox.add(listener);
  }

  @Override
  public void send(String node, byte[] message) {
    requireBounded(message);
    Address to;
    boolean isSelf;
    synchronized (this) {
      to = roster.named(node);
      isSelf = to == null ? node.equals(self.name()) : to.equals(channel.getAddress());
    }
    if (isSelf) {
      if (!mailbox.receivedFromSelf(node, message)) {
        counters.lost.increment();
      }
    } else if (to != null) {
      outbox.add(to, GroupMessage.encode(message));
    }
  }

  @Override
  public void broadcast(byte[] message) {
    requireBounded(message);
    toAll(GroupMessage.encode(message));
  }

  private void toAll(byte[] content) {
    List<Address> others;
    synchronized (this) {
      others = roster.others();
    }
    others.forEach(other -> outbox.add(other, content));
  }

  private static void requireBounded(byte[] message) {
    if (message.length > MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "BUG: a message of %d bytes to other agents".formatted(message.length));
    }
  }

  @Override
  public synchronized void become(PeerState state) {
    if (!self.state().allows(state)) {
      return;
    }
    time++;
    self = new Hello(self.name(), self.address(), state, time);
    if (!roster.hasJoined()) {
      view = new View(0, List.of(new Peer(self.name(), self.address(), state, true)));
      mailbox.viewed(view);
      return;
    }
    roster.put(channel.getAddress(), self);
    counters.stateBroadcasts.increment();
    toAll(GroupMessage.encode(self));
    publish();
  }

  /// Called with the lock.
  private void publish() {
    View gap = roster.gap();
    if (gap != null) {
      mailbox.viewedByItself(gap);
    }
    var conflicts = new ArrayList<Hello>();
    View next = roster.view(conflicts);
    for (Hello conflict : conflicts) {
      LOG.atError()
          .addKeyValue("node", conflict.name())
          .addKeyValue("address", conflict.address())
          .log("another agent of the cluster has the same name: it is kept out");
    }
    view = next;
    mailbox.viewed(next);
  }

  private synchronized void viewed(org.jgroups.View now) {
    Address mine = channel.getAddress();
    if (!roster.hasJoined()) {
      roster.join(mine, self);
    }
    List<Address> newcomers = roster.become(now.getMembers());
    outbox.keep(now.getMembers());
    // Where groups come together, those who were never missed here may have missed this agent.
    List<Address> greeted = now instanceof MergeView ? roster.others() : newcomers;
    for (Address one : greeted) {
      if (!one.equals(mine)) {
        outbox.add(one, GroupMessage.encode(self));
      }
    }
    publish();
  }

  private void received(Message message) {
    counters.receivedMessages.increment();
    counters.receivedBytes.add(message.getLength());
    if (!message.hasArray()) {
      counters.unknownMessages.increment();
      return;
    }
    Address from = message.getSrc();
    switch (GroupMessage.decode(message.getArray(), message.getOffset(), message.getLength())) {
      case Hello hello -> greeted(from, hello);
      case GroupMessage.Mail(byte[] content) -> {
        String name = nameOf(from);
        if (name.isEmpty()) {
          counters.lost.increment(); // Nobody that this agent knows, or one with another's name.
        } else {
          mailbox.received(name, content);
        }
      }
      case GroupMessage.Unknown(String why) -> {
        counters.unknownMessages.increment();
        LOG.atWarn()
            .addKeyValue("peer", from)
            .addKeyValue("err", why)
            .log("cannot read a message of another agent: is it of another version?");
      }
    }
  }

  private synchronized String nameOf(Address member) {
    Hello hello = roster.hello(member);
    return hello == null || !member.equals(roster.named(hello.name())) ? "" : hello.name();
  }

  private synchronized void greeted(Address from, Hello hello) {
    Hello before = roster.hello(from);
    if (before != null && hello.time() < before.time()) {
      return;
    }
    time = Math.max(time, hello.time()) + 1;
    counters.stateChanges.increment();
    roster.put(from, hello);
    if (roster.hasJoined()) {
      publish();
    }
  }

  /// Tells the others and leaves, within bounds.
  @Override
  public void close() {
    outbox.close();
    channel.close();
    mailbox.close();
    try {
      door.close();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("err", e.getMessage()).log("cannot close the cluster's port");
    }
  }

  private final class Inbox implements Receiver {
    @Override
    public void viewAccepted(org.jgroups.View now) {
      viewed(now);
    }

    @Override
    public void receive(Message message) {
      received(message);
    }
  }
}
