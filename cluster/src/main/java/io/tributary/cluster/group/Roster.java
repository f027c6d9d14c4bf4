package io.tributary.cluster.group;

import io.tributary.cluster.group.GroupMessage.Hello;
import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/// Who the members of a group are: those that have said so.
///
/// Of two with one name the one that was there first counts, for everybody. The other one sees
/// itself as a viewer, which owns nothing.
///
/// Guarded by its owner.
final class Roster {
  /// Most agents that have said who they are before they were members.
  static final int MAX_STRANGERS = 1024;

  private @Nullable Address self;
  private final Map<Address, Hello> hellos = new HashMap<>();
  private final Set<Address> conflicts = new HashSet<>();
  private final GroupCounters counters;
  private List<Address> members = List.of();
  private long number;

  /// Who counted under a name in the last view.
  private final Map<String, Address> counted = new HashMap<>();

  private List<Peer> last = List.of();

  Roster(GroupCounters counters) {
    this.counters = counters;
  }

  /// This agent has an address in the group from now on.
  void join(Address address, Hello hello) {
    self = address;
    members = List.of(address);
    hellos.put(address, hello);
  }

  boolean hasJoined() {
    return self != null;
  }

  /// Those who are new.
  List<Address> become(List<Address> next) {
    var left = new HashSet<>(members);
    var joined = new ArrayList<>(next);
    joined.removeAll(members);
    left.removeAll(next);
    left.removeIf(one -> one.equals(self));
    hellos.keySet().removeAll(left);
    conflicts.retainAll(next);
    counters.joins.add(joined.size());
    counters.leaves.add(left.size());
    members = List.copyOf(next);
    return joined;
  }

  /// All members but this agent, those that have not said who they are among them.
  List<Address> others() {
    return members.stream().filter(member -> !member.equals(self)).toList();
  }

  void put(Address member, Hello hello) {
    if (members.contains(member) || hellos.size() < members.size() + MAX_STRANGERS) {
      hellos.put(member, hello);
    }
  }

  @Nullable Hello hello(Address member) {
    return hellos.get(member);
  }

  /// The member that counts under a name.
  @Nullable Address named(String name) {
    for (Address member : members) {
      Hello hello = hellos.get(member);
      if (hello != null && hello.name().equals(name)) {
        return member;
      }
    }
    return null;
  }

  /// A view without those whose names others have now, or null where there are none. One that was
  /// kept out counts as soon as its namesake is gone: everybody must see that this is another
  /// agent, which holds nothing and knows nothing of what was said.
  ///
  /// Where it is this agent's own name, there is nobody else in it.
  @Nullable View gap() {
    var replaced = new HashSet<String>();
    counted.forEach((name, member) -> {
      Address now = named(name);
      if (now != null && !now.equals(member)) {
        replaced.add(name);
      }
    });
    if (replaced.isEmpty()) {
      return null;
    }
    Hello mine = self == null ? null : hellos.get(self);
    List<Peer> others =
        mine != null && replaced.contains(mine.name())
            ? List.of(new Peer(mine.name(), mine.address(), PeerState.VIEWER, true))
            : last.stream().filter(peer -> !replaced.contains(peer.name())).toList();
    return new View(++number, others);
  }

  /// The names of those who were found to have the name of another one since the last call are
  /// added to `found`.
  View view(List<Hello> found) {
    var byName = new LinkedHashMap<String, Peer>();
    boolean isKeptOut = false;
    counted.clear();
    for (Address member : members) {
      Hello hello = hellos.get(member);
      if (hello == null) {
        continue;
      }
      boolean isSelf = member.equals(self);
      var peer = new Peer(hello.name(), hello.address(), hello.state(), isSelf);
      if (byName.putIfAbsent(hello.name(), peer) != null) {
        isKeptOut |= isSelf;
        if (conflicts.add(member)) {
          counters.conflicts.increment();
          found.add(hello);
        }
      } else {
        counted.put(hello.name(), member);
      }
    }
    var peers = new ArrayList<>(byName.values());
    Hello mine = self == null ? null : hellos.get(self);
    if (mine != null && isKeptOut) {
      peers.add(new Peer(mine.name(), mine.address(), PeerState.VIEWER, true));
    }
    last = List.copyOf(peers);
    return new View(++number, peers);
  }
}
