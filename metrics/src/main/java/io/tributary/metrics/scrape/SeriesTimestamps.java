package io.tributary.metrics.scrape;

import io.tributary.base.bytes.Hash64;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SideColumns;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps explicit timestamps in order: a sample that is not newer than the last one of its series
/// is refused, whether it stands in the same page or the series was away for a while. With a
/// window, it may be older by less than that.
///
/// Exists only for targets that expose timestamps. Owned by the loop.
///
/// Source: prometheus/prometheus `tsdb/agent/db.go` (`minValidTime`), `scrape/scrape.go`
/// (`maxAheadTime`). There, two samples of one series in one scrape are both written, whatever
/// their order.
final class SeriesTimestamps {
  /// Samples further ahead of the clock are refused.
  private static final long MAX_AHEAD_MS = 10 * 60 * 1000;

  /// Series that are gone and remembered, in case they come back with an old timestamp.
  private static final int MAX_DEPARTED = 10_000;

  private final long windowMs;
  private @Nullable Layout layout;

  /// For each row of `layout`, where the time of its series stands in `lastMs`.
  private int[] slots = new int[0];

  private long[] lastMs = new long[0];
  private final Map<Long, Long> departed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX_DEPARTED;
        }
      };
  private long outOfOrder;
  private long late;
  private long outOfBounds;

  SeriesTimestamps(long windowMs) {
    this.windowMs = windowMs;
  }

  /// The rows of `page` that may be stored; `present` without those that are refused, or null when
  /// all may.
  @Nullable BitSet admit(
      Page page,
      long @Nullable [] explicitMs,
      long timestampMs,
      long nowMs,
      @Nullable BitSet present) {
    if (explicitMs == null && layout == null) {
      return present;
    }
    follow(page.layout());
    BitSet admitted = null;
    for (int row = 0; row < page.keptRows(); row++) {
      if (present != null && !present.get(row)) {
        continue;
      }
      long at = explicitMs == null ? SideColumns.NO_TIMESTAMP : explicitMs[row];
      at = at == SideColumns.NO_TIMESTAMP ? timestampMs : at;
      boolean ahead = at > nowMs + MAX_AHEAD_MS;
      long last = lastMs[slots[row]];
      if (ahead || at <= floorMs(last)) {
        outOfBounds += ahead ? 1 : 0;
        outOfOrder += ahead ? 0 : 1;
        admitted = admitted == null ? all(page, present) : admitted;
        admitted.clear(row);
      } else {
        late += at < last ? 1 : 0;
        lastMs[slots[row]] = Math.max(last, at);
      }
    }
    return admitted == null ? present : admitted;
  }

  /// The newest timestamp that is too old behind a sample of `last`.
  private long floorMs(long last) {
    return last < Long.MIN_VALUE + windowMs ? Long.MIN_VALUE : last - windowMs;
  }

  /// Clears those of `rows` whose series has a sample that a marker of this time would be too far
  /// behind.
  void admitMarkers(Layout of, BitSet rows, long timestampMs) {
    if (of != layout) {
      return;
    }
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      long last = lastMs[slots[row]];
      if (timestampMs <= floorMs(last)) {
        rows.clear(row);
      } else {
        lastMs[slots[row]] = Math.max(last, timestampMs);
      }
    }
  }

  /// Samples refused since the last call because a newer one was stored.
  long takeOutOfOrder() {
    long taken = outOfOrder;
    outOfOrder = 0;
    return taken;
  }

  /// Samples taken since the last call although a newer one was stored.
  long takeLate() {
    long taken = late;
    late = 0;
    return taken;
  }

  /// Samples refused since the last call because they lie in the future.
  long takeOutOfBounds() {
    long taken = outOfBounds;
    outOfBounds = 0;
    return taken;
  }

  private static BitSet all(Page page, @Nullable BitSet present) {
    if (present != null) {
      return (BitSet) present.clone();
    }
    var all = new BitSet(page.layout().rowCount());
    all.set(0, page.layout().rowCount());
    return all;
  }

  private void follow(Layout now) {
    Layout before = layout;
    if (now == before) {
      return;
    }
    if (before != null) {
      forEachRow(
          before,
          (row, hash) -> {
            if (lastMs[slots[row]] != Long.MIN_VALUE) {
              departed.put(hash, lastMs[slots[row]]);
            }
          });
    }
    Map<Long, Integer> known = new HashMap<>();
    int[] slotOfRow = new int[now.rowCount()];
    long[] times = new long[now.rowCount()];
    forEachRow(
        now,
        (row, hash) -> {
          int fresh = known.size();
          Integer slot = known.putIfAbsent(hash, fresh);
          slotOfRow[row] = slot == null ? fresh : slot;
          if (slot == null) {
            Long last = departed.remove(hash);
            times[fresh] = last == null ? Long.MIN_VALUE : last;
          }
        });
    slots = slotOfRow;
    lastMs = times;
    layout = now;
  }

  private interface RowVisitor {
    void visit(int row, long hash);
  }

  private static void forEachRow(Layout layout, RowVisitor visitor) {
    var cursor = new RowCursor();
    int row = 0;
    for (int i = 0; i < layout.blockCount(); i++) {
      cursor.reset(layout.block(i));
      while (cursor.next()) {
        visitor.visit(row++, Hash64.of(cursor.bytes(), 0, cursor.length(), Hash64.SEED));
      }
    }
  }
}
