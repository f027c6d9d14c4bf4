package io.tributary.cluster.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A store in this process alone, for trying things out: what is in it ends with the process.
///
/// Listeners are called by whoever changes something, with the store locked, and must not change it
/// themselves.
public final class MemoryStore implements KeyValueStore {
  // Guarded by this.
  private final TreeMap<String, byte[]> values = new TreeMap<>();
  private final List<Watching> watches = new ArrayList<>();

  private final class Watching implements Watch {
    final String prefix;
    final Listener listener;

    Watching(String prefix, Listener listener) {
      this.prefix = prefix;
      this.listener = listener;
    }

    @Override
    public void close() {
      synchronized (MemoryStore.this) {
        watches.remove(this);
      }
    }
  }

  @Override
  public synchronized Optional<byte[]> get(String key) {
    return Optional.ofNullable(values.get(key)).map(byte[]::clone);
  }

  @Override
  public synchronized SortedMap<String, byte[]> list(String prefix) {
    var found = new TreeMap<String, byte[]>();
    for (var entry : values.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue().clone());
    }
    return found;
  }

  @Override
  public SortedSet<String> keys(String prefix) {
    return new TreeSet<>(list(prefix).keySet());
  }

  @Override
  public synchronized void update(String key, Change change) {
    change
        .apply(get(key))
        .ifPresent(next -> {
          values.put(key, next.clone());
          for (Watching watching : List.copyOf(watches)) {
            if (key.startsWith(watching.prefix)) {
              watching.listener.changed(key, next.clone());
            }
          }
        });
  }

  @Override
  public synchronized boolean delete(String key) {
    if (values.remove(key) == null) {
      return false;
    }
    for (Watching watching : List.copyOf(watches)) {
      if (key.startsWith(watching.prefix)) {
        watching.listener.deleted(key);
      }
    }
    return true;
  }

  @Override
  public synchronized Watch watch(String prefix, Listener listener) {
    var watching = new Watching(prefix, listener);
    watches.add(watching);
    listener.loaded(list(prefix));
    return watching;
  }

  @Override
  public synchronized void close() {
    watches.clear();
  }
}
