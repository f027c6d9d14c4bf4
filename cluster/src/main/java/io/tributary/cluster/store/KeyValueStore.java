package io.tributary.cluster.store;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// Keys and values that several agents share. Thread-safe; calls block.
///
/// A store that is away is not one that is empty: whoever cannot read throws, and goes on with what
/// it knew.
public interface KeyValueStore extends AutoCloseable {
  /// Of keys and values of one list together. A configuration takes a few kilobytes.
  long MOST_LISTED_BYTES = 256L << 20;

  Optional<byte[]> get(String key) throws StoreException, InterruptedException;

  /// Everything whose key begins with `prefix`.
  SortedMap<String, byte[]> list(String prefix) throws StoreException, InterruptedException;

  /// The keys that begin with `prefix`, ascending, without what lies there.
  SortedSet<String> keys(String prefix) throws StoreException, InterruptedException;

  /// Replaces a value by what `change` makes of it, again and again while others are faster. Throws
  /// where they are so too often.
  void update(String key, Change change) throws StoreException, InterruptedException;

  /// Whether there was such a key.
  boolean delete(String key) throws StoreException, InterruptedException;

  /// Tells `listener` what there is below a prefix and then what becomes of it, deletions included,
  /// until the watch is closed.
  Watch watch(String prefix, Listener listener);

  @Override
  void close();

  /// Makes the next value out of the present one; empty leaves that alone. Called anew for each
  /// attempt.
  @FunctionalInterface
  interface Change {
    Optional<byte[]> apply(Optional<byte[]> present);
  }

  /// Hears of a prefix, one call after the other.
  interface Listener {
    /// Everything that is there now: at first, and whenever changes may have been missed.
    void loaded(SortedMap<String, byte[]> all);

    void changed(String key, byte[] value);

    void deleted(String key);
  }

  /// Ends what [KeyValueStore#watch] began. Nothing is told any more once it is closed.
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
