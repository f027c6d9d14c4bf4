package io.tributary.plugins.consul;

import io.tributary.cluster.store.KeyValueStore.Listener;
import io.tributary.cluster.store.StoreException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kiwiproject.consul.model.kv.Value;

/// Makes changes out of lists: Consul answers a watch with everything, and what has vanished is
/// simply missing.
///
/// Used by one thread.
final class Follower {
  private static final byte[] EMPTY = {};

  private final Session session;
  private final String prefix;
  private final RateLimit limit;
  private final Listener news;

  /// What was told of each key.
  private Map<String, Seen> seen = Map.of();

  /// The index alone would do, but for a Consul that was made anew.
  private record Seen(long modifyIndex, int hash) {
    static Seen of(Value value) {
      return new Seen(value.getModifyIndex(), value.getValue().orElse("").hashCode());
    }
  }

  Follower(Session session, String prefix, RateLimit limit, Listener news) {
    this.session = session;
    this.prefix = prefix;
    this.limit = limit;
    this.news = news;
  }

  /// Returns where the index has gone backwards: everything is read anew then, as the manual asks.
  ///
  /// Source: Consul's documentation, "Blocking Queries".
  void follow() throws StoreException, InterruptedException {
    limit.await();
    Session.Listed all = session.list(prefix);
    load(all);
    BigInteger index = all.index().max(BigInteger.ONE);
    while (true) {
      limit.await();
      Session.Listed next = session.awaitChange(prefix, index);
      int direction = next.index().compareTo(index);
      if (direction < 0) {
        return;
      }
      if (direction > 0) {
        tell(next);
        index = next.index();
      }
    }
  }

  private void load(Session.Listed all) {
    var values = new TreeMap<String, byte[]>();
    var now = new HashMap<String, Seen>();
    for (Value value : all.values()) {
      values.put(value.getKey(), value.getValueAsBytes().orElse(EMPTY));
      now.put(value.getKey(), Seen.of(value));
    }
    seen = now;
    news.loaded(values);
  }

  private void tell(Session.Listed all) {
    var now = new HashMap<String, Seen>();
    for (Value value : all.values()) {
      Seen next = Seen.of(value);
      now.put(value.getKey(), next);
      if (!next.equals(seen.get(value.getKey()))) {
        news.changed(value.getKey(), value.getValueAsBytes().orElse(EMPTY));
      }
    }
    for (String key : seen.keySet()) {
      if (!now.containsKey(key)) {
        news.deleted(key);
      }
    }
    seen = now;
  }
}
