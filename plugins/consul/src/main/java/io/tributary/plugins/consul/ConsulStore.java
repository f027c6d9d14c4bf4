package io.tributary.plugins.consul;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.StoreContext;
import io.tributary.cluster.store.StoreException;
import io.tributary.cluster.store.StoreSettings;
import io.tributary.cluster.store.WatchThread;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.kiwiproject.consul.model.kv.Value;

/// Keys and values in Consul.
///
/// Source: grafana/dskit `kv/consul/client.go`; unlike that, watches tell of deletions.
final class ConsulStore implements KeyValueStore {
  /// To change a value while others change it, too.
  private static final int ATTEMPTS = 10;

  private final Session session;
  private final StoreSettings.Consul settings;
  private final StoreContext context;
  private final Set<WatchThread> watches = ConcurrentHashMap.newKeySet();

  ConsulStore(Session session, StoreSettings.Consul settings, StoreContext context) {
    this.session = session;
    this.settings = settings;
    this.context = context;
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return session.read(key, false).map(ConsulStore::bytes);
  }

  /// Consul tells an empty value as none.
  private static byte[] bytes(Value value) {
    return value.getValueAsBytes().orElse(new byte[0]);
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException {
    return values(session.list(prefix));
  }

  private static SortedMap<String, byte[]> values(Session.Listed listed) {
    var all = new TreeMap<String, byte[]>();
    for (Value value : listed.values()) {
      all.put(value.getKey(), bytes(value));
    }
    return all;
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException, InterruptedException {
    return new TreeSet<>(session.keys(prefix));
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    long startNanos = context.clock().nanos();
    boolean isSuccess = false;
    try {
      updateInALoop(key, change);
      isSuccess = true;
    } finally {
      context.requests().finished("CAS loop", isSuccess, context.clock().nanos() - startNanos);
    }
  }

  private void updateInALoop(String key, Change change)
      throws StoreException, InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Value> present = session.read(key, true);
      Optional<byte[]> next = change.apply(present.map(ConsulStore::bytes));
      if (next.isEmpty()
          || session.swap(key, next.get(), present.map(Value::getModifyIndex).orElse(0L))) {
        return;
      }
      pause();
    }
    throw session.failure(
        "change \"" + key + "\"", "others changed it first, " + ATTEMPTS + " times");
  }

  private void pause() throws InterruptedException {
    long mostNanos = settings.casRetryDelay().toNanos();
    if (mostNanos > 0) {
      context.clock().sleepUntil(context.clock().nanos() + context.random().nextLong(mostNanos));
    }
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    boolean isThere = session.read(key, true).isPresent();
    if (isThere) {
      session.delete(key);
    }
    return isThere;
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    var limit = new RateLimit(context.clock(), settings.watchesPerSecond(), settings.watchBurst());
    WatchThread watch =
        WatchThread.start(
            "Consul \"" + prefix + "\"",
            context,
            news -> new Follower(session, prefix, limit, news).follow(),
            listener);
    watches.add(watch);
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  @Override
  public void close() {
    watches.forEach(WatchThread::close);
    watches.clear();
    session.close();
  }
}
