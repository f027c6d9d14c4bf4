package io.tributary.cluster.store;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two stores, for a move from one to the other: the first is used, the second gets what is
/// written. A second one that fails is counted and logged, and hurts nobody.
///
/// Deletions are written to both, too: otherwise what was deleted would come back with the move.
///
/// Source: grafana/dskit `kv/multi.go`, which mirrors changes alone.
final class MultiStore implements KeyValueStore {
  private static final Logger LOG = LoggerFactory.getLogger(MultiStore.class);

  private final KeyValueStore primary;
  private final KeyValueStore secondary;
  private final boolean mirrors;
  private final Duration mirrorTimeout;
  private final Mirrored mirrored;

  /// One after the other: the second store ends with the value that was written last.
  private final ReentrantLock mirroring = new ReentrantLock();

  /// Hears how writes to the second store went.
  @FunctionalInterface
  interface Mirrored {
    void finished(boolean isSuccess);
  }

  /// @param mirrorTimeout zero for as long as it takes
  MultiStore(
      KeyValueStore primary,
      KeyValueStore secondary,
      boolean mirrors,
      Duration mirrorTimeout,
      Mirrored mirrored) {
    this.primary = primary;
    this.secondary = secondary;
    this.mirrors = mirrors;
    this.mirrorTimeout = mirrorTimeout;
    this.mirrored = mirrored;
  }

  @FunctionalInterface
  private interface Write {
    void run() throws StoreException, InterruptedException;
  }

  @Override
  public Optional<byte[]> get(String key) throws StoreException, InterruptedException {
    return primary.get(key);
  }

  @Override
  public SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException {
    return primary.list(prefix);
  }

  @Override
  public SortedSet<String> keys(String prefix) throws StoreException, InterruptedException {
    return primary.keys(prefix);
  }

  @Override
  public void update(String key, Change change) throws StoreException, InterruptedException {
    if (!mirrors) {
      primary.update(key, change);
      return;
    }
    mirroring.lockInterruptibly();
    try {
      var written = new Last();
      primary.update(key, present -> written.keep(change.apply(present)));
      if (written.value.isPresent()) {
        mirror(key, () -> secondary.update(key, _ -> written.value));
      }
    } finally {
      mirroring.unlock();
    }
  }

  @Override
  public boolean delete(String key) throws StoreException, InterruptedException {
    if (!mirrors) {
      return primary.delete(key);
    }
    mirroring.lockInterruptibly();
    try {
      boolean wasThere = primary.delete(key);
      mirror(key, () -> secondary.delete(key));
      return wasThere;
    } finally {
      mirroring.unlock();
    }
  }

  /// What the last attempt wrote.
  private static final class Last {
    Optional<byte[]> value = Optional.empty();

    Optional<byte[]> keep(Optional<byte[]> next) {
      value = next;
      return next;
    }
  }

  private void mirror(String key, Write write) throws InterruptedException {
    var failure = new String[] {"it takes longer than " + mirrorTimeout};
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              String outcome = outcome(write);
              synchronized (failure) {
                failure[0] = outcome;
              }
            });
    try {
      if (mirrorTimeout.isZero()) {
        writer.join();
      } else {
        writer.join(mirrorTimeout);
      }
    } finally {
      writer.interrupt();
    }
    synchronized (failure) {
      mirrored.finished(failure[0].isEmpty());
      if (!failure[0].isEmpty()) {
        LOG.atWarn()
            .addKeyValue("key", key)
            .addKeyValue("err", failure[0])
            .log("cannot write to the second store as well");
      }
    }
  }

  /// Why it failed; empty where it did not.
  private static String outcome(Write write) {
    try {
      write.run();
      return "";
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException _) {
      return "interrupted";
    }
  }

  @Override
  public Watch watch(String prefix, Listener listener) {
    return primary.watch(prefix, listener);
  }

  @Override
  public void close() {
    primary.close();
    secondary.close();
  }
}
