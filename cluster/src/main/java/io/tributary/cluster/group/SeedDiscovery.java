package io.tributary.cluster.group;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.Message.Flag;
import org.jgroups.Message.TransientFlag;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.PingData;
import org.jgroups.protocols.PingHeader;
import org.jgroups.protocols.TCPPING;
import org.jgroups.util.NameCache;
import org.jgroups.util.Responses;
import org.jspecify.annotations.Nullable;

/// Finds members at addresses that somebody else resolves, again and again, and at those where
/// members were before: that heals a cluster that fell apart.
final class SeedDiscovery extends Discovery {
  /// Addresses of former members that are tried; the oldest is forgotten first.
  static final int MAX_KNOWN = 512;

  /// Of those that were not heard of for so long only the last ones are tried any more: where
  /// agents come and go with new addresses, the others are gone for good.
  static final Duration FORGETS = Duration.ofHours(1);

  static final int ALWAYS_KNOWN = 16;

  private final Clock clock;
  private volatile List<PhysicalAddress> seeds = List.of();

  /// When an address was last heard of; the last one is the youngest. Guarded by itself.
  private final Map<PhysicalAddress, Long> known = new LinkedHashMap<>();

  /// What the first question of an agent that joins was answered, while it has not joined. The
  /// library adds the answers to later ones to it.
  private volatile @Nullable Responses joining;

  SeedDiscovery(Clock clock) {
    this.clock = clock;
    // Messages find their protocol by number; ours is none that the library knows.
    id = ClassConfigurator.getProtocolId(TCPPING.class);
  }

  void seeds(Collection<PhysicalAddress> addresses) {
    seeds = List.copyOf(addresses);
  }

  @Override
  public boolean isDynamic() {
    return true;
  }

  @Override
  public Object down(Event event) {
    Object answer = super.down(event);
    if (event.getType() == Event.VIEW_CHANGE) {
      joining = null;
      rememberMembers();
    }
    return answer;
  }

  private void rememberMembers() {
    if (view != null) {
      for (Address member : view.getMembersRaw()) {
        remember(physical(member));
      }
    }
  }

  @Override
  public void discoveryRequestReceived(Address from, String name, PhysicalAddress address) {
    super.discoveryRequestReceived(from, name, address);
    remember(address);
  }

  void remember(@Nullable PhysicalAddress address) {
    if (address == null) {
      return;
    }
    synchronized (known) {
      known.remove(address);
      known.put(address, clock.nanos());
      if (known.size() > MAX_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  /// Where members are, or were not long ago.
  List<PhysicalAddress> known() {
    synchronized (known) {
      long now = clock.nanos();
      Iterator<Long> heard = known.values().iterator();
      for (int left = known.size(); left > ALWAYS_KNOWN; left--) {
        if (now - heard.next() < FORGETS.toNanos()) {
          break; // those that follow are younger
        }
        heard.remove();
      }
      return List.copyOf(known.keySet());
    }
  }

  private @Nullable PhysicalAddress physical(Address member) {
    return (PhysicalAddress) down_prot.down(new Event(Event.GET_PHYSICAL_ADDRESS, member));
  }

  /// An agent that joins would ask one that led the group when it looked first, and is gone since,
  /// again and again, and nobody else while it waits for the answer; those that come meanwhile wait
  /// for it.
  private void forgetAnswers(Responses next) {
    Responses before = joining;
    if (before == null) {
      joining = next;
    } else {
      before.clear();
    }
  }

  @Override
  public void findMembers(List<Address> members, boolean isInitial, Responses responses) {
    if (isInitial) {
      forgetAnswers(responses);
    }
    PhysicalAddress self = physical(local_addr);
    rememberMembers();
    var asked = new LinkedHashSet<>(seeds);
    asked.addAll(known());
    asked.remove(self);
    if (asked.isEmpty()) {
      responses.done(); // Nobody can answer.
      return;
    }
    var data = new PingData(local_addr, false, NameCache.get(local_addr), self);
    if (members != null && members.size() <= max_members_in_discovery_request) {
      data.mbrs(members);
    }
    var header =
        new PingHeader(PingHeader.GET_MBRS_REQ)
            .clusterName(cluster_name)
            .initialDiscovery(isInitial);
    for (PhysicalAddress address : asked) {
      Message request =
          new BytesMessage(address)
              .setFlag(Flag.DONT_BUNDLE, Flag.OOB)
              .setFlag(TransientFlag.DONT_LOOPBACK)
              .putHeader(id, header)
              .setArray(marshal(data));
      // One that does not answer must not hold up the others.
      timer.execute(() -> down_prot.down(request), sends_can_block);
    }
  }
}
