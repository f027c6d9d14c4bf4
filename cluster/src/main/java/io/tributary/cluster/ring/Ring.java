package io.tributary.cluster.ring;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All members at one moment, and who of them owns a name. Immutable.
///
/// Source: grafana/dskit `ring/ring.go`, `Get` and `findInstancesForKey`.
public final class Ring {
  public static final Ring EMPTY = new Ring(new TreeMap<>());

  /// Size of the space of keys and tokens.
  static final long SPACE = 1L << 32;

  private final SortedMap<String, RingMember> members;

  /// Made when it is asked for: most rings that arrive have a new heartbeat and nothing else.
  private volatile @Nullable NavigableMap<Long, RingMember> byToken;

  private Ring(SortedMap<String, RingMember> members) {
    this.members = Collections.unmodifiableSortedMap(members);
  }

  /// Who has each token. Of two with the same one, the first by id.
  private NavigableMap<Long, RingMember> byToken() {
    NavigableMap<Long, RingMember> known = byToken;
    if (known == null) {
      known = new TreeMap<>();
      for (RingMember member : members.values()) {
        for (Long token : member.tokens()) {
          known.putIfAbsent(token, member);
        }
      }
      byToken = known;
    }
    return known;
  }

  public static Ring of(Collection<RingMember> members) {
    var byId = new TreeMap<String, RingMember>();
    members.forEach(member -> byId.put(member.id(), member));
    return new Ring(byId);
  }

  /// By id.
  public SortedMap<String, RingMember> members() {
    return members;
  }

  public Ring with(RingMember member) {
    var next = new TreeMap<>(members);
    next.put(member.id(), member);
    return new Ring(next);
  }

  public Ring without(String id) {
    var next = new TreeMap<>(members);
    next.remove(id);
    return new Ring(next);
  }

  /// Without the members in some zones.
  public Ring withoutZones(Set<String> zones) {
    return zones.isEmpty()
        ? this
        : of(members.values().stream().filter(one -> !zones.contains(one.zone())).toList());
  }

  /// All tokens in use.
  public Set<Long> tokens() {
    return Collections.unmodifiableSet(byToken().keySet());
  }

  /// Who owns what lies at `key`: going up from it, the first member that can. Empty where nobody
  /// can, and then nobody must act as if it were the owner.
  public Optional<RingMember> owner(long key, OwnerRule rule, long nowSeconds) {
    var passed = new HashSet<String>();
    Optional<RingMember> owner = walk(byToken().tailMap(key, false), passed, rule, nowSeconds);
    if (owner.isEmpty()) {
      owner = walk(byToken().headMap(key, true), passed, rule, nowSeconds);
    }
    return owner.filter(one -> rule.canOwn(one, nowSeconds));
  }

  /// The first member of `places` that is not passed over.
  private static Optional<RingMember> walk(
      Map<Long, RingMember> places, Set<String> passed, OwnerRule rule, long nowSeconds) {
    for (RingMember member : places.values()) {
      if (!passed.contains(member.id())) {
        if (!rule.passesOver(member, nowSeconds)) {
          return Optional.of(member);
        }
        passed.add(member.id());
      }
    }
    return Optional.empty();
  }

  /// The part of all keys that a member would own if all could, between 0 and 1.
  public double share(String id) {
    if (byToken().isEmpty()) {
      return 0;
    }
    long keys = 0;
    long before = byToken().lastKey() - SPACE;
    for (var place : byToken().entrySet()) {
      if (place.getValue().id().equals(id)) {
        keys += place.getKey() - before;
      }
      before = place.getKey();
    }
    return (double) keys / SPACE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ring ring && members.equals(ring.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.values().toString();
  }
}
