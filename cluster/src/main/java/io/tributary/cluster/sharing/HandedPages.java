package io.tributary.cluster.sharing;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What targets were handed over with, of those that are between two owners. Each has a page, so
/// that there are few: of what finds no room, the next owner has no names of series to end.
///
/// Owned by the loop.
final class HandedPages {
  static final int MAX_PAGES = 256;

  /// Of all their pages.
  static final long MAX_BYTES = 8 << 20;

  private record Kept(Handed handed, long nanos) {}

  private final SharingStats stats;
  private final LinkedHashMap<Long, Kept> kept = new LinkedHashMap<>();
  private long bytes;

  HandedPages(SharingStats stats) {
    this.stats = stats;
  }

  /// Keeps the older ones where there is no room, and of one target the first.
  void add(long key, Handed handed, long nowNanos) {
    int size = handed.lastPage().length;
    boolean hasRoom = kept.size() < MAX_PAGES && bytes + size <= MAX_BYTES;
    if (!hasRoom) {
      stats.lostPages.increment();
    } else if (kept.putIfAbsent(key, new Kept(handed, nowNanos)) == null) {
      bytes += size;
    }
  }

  /// The same where it came since then.
  Optional<Handed> remove(long key, long sinceNanos) {
    @Nullable Kept found = kept.get(key);
    return found == null || found.nanos - sinceNanos < 0 ? Optional.empty() : remove(key);
  }

  Optional<Handed> remove(long key) {
    @Nullable Kept found = kept.remove(key);
    if (found == null) {
      return Optional.empty();
    }
    bytes -= found.handed.lastPage().length;
    return Optional.of(found.handed);
  }

  /// Lets go of those that are at least as old. Whether any are left.
  boolean forget(long untilNanos) {
    Iterator<Kept> each = kept.values().iterator();
    while (each.hasNext()) {
      Kept oldest = each.next();
      if (oldest.nanos - untilNanos > 0) {
        break; // They are in order.
      }
      bytes -= oldest.handed.lastPage().length;
      each.remove();
    }
    return !kept.isEmpty();
  }

  void clear() {
    kept.clear();
    bytes = 0;
  }
}
