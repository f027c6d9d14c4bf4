package io.tributary.cluster.sharing;

import io.tributary.cluster.node.Peer;
import io.tributary.cluster.node.PeerState;
import io.tributary.cluster.node.View;
import io.tributary.cluster.sharing.Message.Announce;
import io.tributary.cluster.sharing.Message.UnitDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which agents there are, and what each has announced.
///
/// Owned by the loop.
final class Announcements {
  /// A clock that is off by more is not followed any further: timestamps of all would go with it.
  private static final long FURTHEST_MS = Duration.ofHours(1).toMillis();

  /// In percent: what an agent says that it bears counts as this at most.
  static final int MAX_WEIGHT = 10_000;

  private static final double PERCENT = 100;

  private View view = new View(0, List.of());
  private final Map<String, Announced> announced = new HashMap<>();

  /// Those that the last view did not have any more, and how far their clocks were ahead of ours.
  private final Map<String, Long> lost = new HashMap<>();

  private long mostAheadMs;

  /// @param aheadMs how far the agent's clock is ahead of ours
  record Announced(Announce announce, Map<String, String> digests, long aheadMs) {
    boolean isUnderstood() {
      return announce.oldest() <= MessageCodec.NEWEST && announce.newest() >= MessageCodec.OLDEST;
    }
  }

  /// The peers that were not in the view before.
  List<String> viewed(View next) {
    var fresh = new ArrayList<String>();
    for (Peer peer : next.peers()) {
      if (view.peer(peer.name()).isEmpty() && !peer.isSelf()) {
        fresh.add(peer.name());
      }
    }
    lost.clear();
    announced
        .entrySet()
        .removeIf(entry -> {
          boolean isGone = next.peer(entry.getKey()).isEmpty();
          if (isGone) {
            lost.put(entry.getKey(), entry.getValue().aheadMs);
          }
          return isGone;
        });
    view = next;
    return fresh;
  }

  boolean announced(String from, Announce announce, long wallMs) {
    if (view.peer(from).isEmpty()) {
      return false;
    }
    Map<String, String> digests = HashMap.newHashMap(announce.units().size());
    for (UnitDigest unit : announce.units()) {
      digests.put(unit.unit(), unit.digest());
    }
    long aheadMs = aheadMs(announce, wallMs);
    mostAheadMs = Math.max(mostAheadMs, aheadMs);
    announced.put(from, new Announced(announce, digests, aheadMs));
    return true;
  }

  private static long aheadMs(Announce announce, long wallMs) {
    return Math.clamp(announce.wallMs(), wallMs - FURTHEST_MS, wallMs + FURTHEST_MS) - wallMs;
  }

  View view() {
    return view;
  }

  boolean knowsAll() {
    return view.peers().stream().allMatch(peer -> announced.containsKey(peer.name()));
  }

  /// Peers that have not said what they have.
  List<String> unknown() {
    return view.peers().stream()
        .map(Peer::name)
        .filter(name -> !announced.containsKey(name))
        .toList();
  }

  /// What both understand; of a peer that has not announced itself yet, ours.
  int versionFor(String node) {
    Announced known = announced.get(node);
    return known == null
        ? MessageCodec.NEWEST
        : Math.min(MessageCodec.NEWEST, known.announce.newest());
  }

  long aheadMs(String node) {
    Announced known = announced.get(node);
    return known == null ? lost.getOrDefault(node, 0L) : known.aheadMs;
  }

  /// The same of the clock that was ever the furthest ahead.
  long mostAheadMs() {
    return mostAheadMs;
  }

  List<String> notUnderstood() {
    return view.peers().stream()
        .map(Peer::name)
        .filter(name -> {
          Announced known = announced.get(name);
          return known != null && !known.isUnderstood();
        })
        .toList();
  }

  /// Agents that take part, are ready and configured as most are may own targets. The first of them
  /// leads.
  UnitView unit(String unit) {
    String digest = digest(unit);
    var owners = new LinkedHashMap<String, Double>();
    var others = new ArrayList<String>();
    String leader = Message.NOBODY;
    for (Peer peer : view.peers()) {
      Announced known = announced.get(peer.name());
      String own = known == null ? null : known.digests.get(unit);
      if (known == null || own == null || !known.isUnderstood()) {
        continue;
      }
      if (peer.state() == PeerState.PARTICIPANT && known.announce.isReady() && own.equals(digest)) {
        owners.put(peer.name(), Math.clamp(known.announce.weight(), 1, MAX_WEIGHT) / PERCENT);
        leader = leader.isEmpty() ? peer.name() : leader;
      } else {
        others.add(peer.name());
      }
    }
    return new UnitView(leader, owners, others);
  }

  /// Whether half of the others that take part, or more, do not say that they get what they ask for
  /// of the processor; or nobody else is there.
  boolean isStrainGeneral() {
    int others = 0;
    int well = 0;
    for (Peer peer : view.peers()) {
      Announced known = announced.get(peer.name());
      if (known != null && !peer.isSelf() && peer.state() == PeerState.PARTICIPANT) {
        others++;
        well += known.announce.isWell() ? 1 : 0;
      }
    }
    return well * 2 <= others;
  }

  /// The configuration that most of those who take part have; of several, the one that comes first.
  private String digest(String unit) {
    var counts = new LinkedHashMap<String, Integer>();
    for (Peer peer : view.peers()) {
      Announced known = announced.get(peer.name());
      String own = known == null ? null : known.digests.get(unit);
      if (known != null
          && own != null
          && known.isUnderstood()
          && peer.state() == PeerState.PARTICIPANT) {
        counts.merge(own, 1, Integer::sum);
      }
    }
    String found = "";
    int most = 0;
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        found = entry.getKey();
      }
    }
    return found;
  }

  /// Agents that have the unit, and another configuration of it than most.
  List<String> mismatched(String unit) {
    String digest = digest(unit);
    return view.peers().stream()
        .map(Peer::name)
        .filter(name -> {
          Announced known = announced.get(name);
          String own = known == null ? null : known.digests.get(unit);
          return own != null && !own.equals(digest);
        })
        .toList();
  }
}
