package io.tributary.cluster.store;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The part of a store whose keys begin with a prefix, which is put before a key as it is and taken
/// off again.
///
/// Source: grafana/dskit `kv/prefix.go`.
final class PrefixedStore implements KeyValueStore {
  private final KeyValueStore store;
  private final String prefix;

  PrefixedStore(KeyValueStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /// Tells of keys as they are within the part.
  private final class Within implements Listener {
    private final Listener listener;

    Within(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void loaded(SortedMap<String, byte[]> all) {
      listener.loaded(within(all));
    }

    @Override
    public void changed(String key, byte[] value) {
      listener.changed(within(key), value);
    }

    @Override
    public void deleted(String key) {
      listener.deleted(within(key));
    }
  }

  private String within(String key) {
    return key.substring(prefix.length());
  }

  private SortedMap<String, byte[]> within(SortedMap<String, byte[]> all) {
    var within = new TreeMap<String, byte[]>();
    all.forEach((key, value) -> within.put(within(key), value));
    return within;
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return store.get(prefix + key);
  }

  @Override
  public SortedMap<String, byte[]> list(String more) throws StoreException, InterruptedException {
    return within(store.list(prefix + more));
  }

  @Override
  public SortedSet<String> keys(String more) throws StoreException, InterruptedException {
    var within = new TreeSet<String>();
    store.keys(prefix + more).forEach(key -> within.add(within(key)));
    return within;
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    store.update(prefix + key, change);
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    return store.delete(prefix + key);
  }

  @Override
  public Watch watch(String more, Listener listener) {
    return store.watch(prefix + more, new Within(listener));
  }

  @Override
  public void close() {
    store.close();
  }
}
