package io.tributary.model.layout;

import io.tributary.base.memory.ShrinkingMap;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// Gives one instance for equal values, for as long as somebody holds it.
///
/// Thread-safe: guarded by `this`. Called when a layout changes, never per sample.
public final class WeakInterner<T> {
  private final ShrinkingMap<Key<T>, Key<T>> map = new ShrinkingMap<>();
  private final ReferenceQueue<T> cleared = new ReferenceQueue<>();

  public WeakInterner() {}

  public synchronized T intern(T value) {
    purge(Integer.MAX_VALUE);
    var key = new Key<>(value, cleared);
    var known = map.get(key);
    T canonical = known == null ? null : known.get();
    if (canonical != null) {
      return canonical;
    }
    map.put(key, key);
    return value;
  }

  /// Forgets a value that nobody will ask for; one that is equal to it may then come to be.
  public synchronized void forget(T value) {
    map.remove(new Key<>(value, cleared));
  }

  /// Forgets at most `most` values that nobody holds.
  public synchronized void purge(int most) {
    for (int i = 0; i < most; i++) {
      var dead = cleared.poll();
      if (dead == null) {
        return;
      }
      map.remove(dead);
    }
  }

  /// Values known now; some may already be unreachable.
  public synchronized int size() {
    return map.size();
  }

  private static final class Key<T> extends WeakReference<T> {
    private final int hash;

    Key(T value, ReferenceQueue<T> queue) {
      super(value, queue);
      hash = value.hashCode();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      if (!(other instanceof Key<?> that) || hash != that.hash) {
        return false;
      }
      Object mine = get();
      return mine != null && mine.equals(that.get());
    }
  }
}
