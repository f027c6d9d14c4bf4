package io.tributary.cluster.store;

import io.tributary.base.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// Counts what is asked of a store, and how long that takes; a watch counts when it ends.
///
/// Source: grafana/dskit `kv/metrics.go`, for the names of operations.
final class MeteredStore implements KeyValueStore {
  private final KeyValueStore store;
  private final Clock clock;
  private final StoreContext.Requests requests;

  MeteredStore(KeyValueStore store, Clock clock, StoreContext.Requests requests) {
    this.store = store;
    this.clock = clock;
    this.requests = requests;
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws StoreException, InterruptedException;
  }

  private <T> T measured(String operation, Call<T> call)
      throws StoreException, InterruptedException {
    long startNanos = clock.nanos();
    boolean isSuccess = false;
    try {
      T result = call.run();
      isSuccess = true;
      return result;
    } finally {
      requests.finished(operation, isSuccess, clock.nanos() - startNanos);
    }
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return measured("GET", () -> store.get(key));
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException {
    return measured("List", () -> store.list(prefix));
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException, InterruptedException {
    return measured("List", () -> store.keys(prefix));
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    measured(
        "CAS",
        () -> {
          store.update(key, change);
          return true;
        });
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    return measured("Delete", () -> store.delete(key));
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    long startNanos = clock.nanos();
    Watch watch = store.watch(prefix, listener);
    return () -> {
      watch.close();
      requests.finished("WatchPrefix", true, clock.nanos() - startNanos);
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
