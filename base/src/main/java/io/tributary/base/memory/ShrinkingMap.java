package io.tributary.base.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A hash map whose table becomes small again with what it holds; that of a [HashMap] stays as
/// large as it ever was. For maps that hold much while an agent starts and little from then on.
///
/// Not thread-safe.
public final class ShrinkingMap<K, V> {
  /// A map that was never larger keeps its table.
  private static final int SMALL = 4096;

  /// The table is made anew when less than one part in so many of the largest size is left.
  private static final int SHRINK_FRACTION = 8;

  private Map<K, V> map = new HashMap<>();

  /// The largest size since the table was made.
  private int largest;

  public ShrinkingMap() {}

  public @Nullable V get(Object key) {
    return map.get(key);
  }

  public void put(K key, V value) {
    map.put(key, value);
    largest = Math.max(largest, map.size());
  }

  public void remove(Object key) {
    map.remove(key);
    shrink();
  }

  /// Removes the key if `value` is what it has.
  public void remove(Object key, Object value) {
    map.remove(key, value);
    shrink();
  }

  public void clear() {
    map = new HashMap<>();
    largest = 0;
  }

  public int size() {
    return map.size();
  }

  private void shrink() {
    if (largest > SMALL && SHRINK_FRACTION * map.size() < largest) {
      map = new HashMap<>(map);
      largest = map.size();
    }
  }
}
