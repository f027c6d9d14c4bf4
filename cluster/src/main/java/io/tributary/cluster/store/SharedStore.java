package io.tributary.cluster.store;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/// One user's view of a store that others use as well: closing it ends its own watches alone.
final class SharedStore implements KeyValueStore {
  private final KeyValueStore store;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  SharedStore(KeyValueStore store) {
    this.store = store;
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return store.get(key);
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException {
    return store.list(prefix);
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException, InterruptedException {
    return store.keys(prefix);
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    store.update(key, change);
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    return store.delete(key);
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    Watch watch = store.watch(prefix, listener);
    watches.add(watch);
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    watches.clear();
  }
}
