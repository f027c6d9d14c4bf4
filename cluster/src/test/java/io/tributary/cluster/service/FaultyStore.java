package io.tributary.cluster.service;

import io.tributary.cluster.store.KeyValueStore;
import io.tributary.cluster.store.MemoryStore;
import io.tributary.cluster.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One agent's way to a store that all share: it can be cut, and reads can lag behind.
final class FaultyStore implements KeyValueStore {
  private final MemoryStore shared;
  private final List<Gate> gates = new ArrayList<>();
  private boolean isAway;
  private boolean refusesWrites;
  private boolean isStale;
  private boolean isDeaf;
  private SortedMap<String, byte[]> old = new TreeMap<>();
  private long calls;

  FaultyStore(MemoryStore shared) {
    this.shared = shared;
  }

  /// Lets what the store tells through while it is there, and tells everything when it is back.
  private final class Gate implements Listener {
    final String prefix;
    final Listener listener;
    boolean isClosed;

    Gate(String prefix, Listener listener) {
      this.prefix = prefix;
      this.listener = listener;
    }

    private boolean isOpen() {
      return !isAway && !isDeaf && !isClosed;
    }

    @Override
    public void loaded(SortedMap<String, byte[]> all) {
      if (isOpen()) {
        listener.loaded(all);
      }
    }

    @Override
    public void changed(String key, byte[] value) {
      if (isOpen()) {
        listener.changed(key, value);
      }
    }

    @Override
    public void deleted(String key) {
      if (isOpen()) {
        listener.deleted(key);
      }
    }
  }

  void cut() {
    isAway = true;
  }

  void mend() {
    isAway = false;
    for (Gate gate : gates) {
      gate.loaded(shared.list(gate.prefix));
    }
  }

  /// Nothing is told from now on.
  void deafen() {
    isDeaf = true;
  }

  void refuseWrites(boolean refuses) {
    refusesWrites = refuses;
  }

  /// From now on reads tell what there is now.
  void freezeReads() {
    isStale = true;
    old = shared.list("");
  }

  void thawReads() {
    isStale = false;
  }

  long calls() {
    return calls;
  }

  private void call() throws StoreException {
    calls++;
    if (isAway) {
      throw new StoreException("cannot reach the store: it is away");
    }
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException {
    call();
    return isStale ? Optional.ofNullable(old.get(key)) : shared.get(key);
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException {
    call();
    return isStale ? old : shared.list(prefix);
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException {
    return new TreeSet<>(list(prefix).keySet());
  }

  @Override
  public void update(String key, Change change) throws StoreException {
    call();
    if (refusesWrites) {
      throw new StoreException("cannot write to the store: no space");
    }
    shared.update(key, change);
  }

  @Override
  public boolean delete(String key) throws StoreException {
    call();
    return shared.delete(key);
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    var gate = new Gate(prefix, listener);
    gates.add(gate);
    Watch watch = shared.watch(prefix, gate);
    return () -> {
      gate.isClosed = true;
      watch.close();
    };
  }

  @Override
  public void close() {
    gates.clear();
  }
}
