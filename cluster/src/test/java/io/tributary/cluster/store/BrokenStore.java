package io.tributary.cluster.store;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// A store that is away.
final class BrokenStore implements KeyValueStore {
  private static StoreException away() {
    return new StoreException("cannot reach the store: it is away");
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException {
    throw away();
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException {
    throw away();
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException {
    throw away();
  }

  @Override
  public void update(String key, Change change) throws StoreException {
    throw away();
  }

  @Override
  public boolean delete(String key) throws StoreException {
    throw away();
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
