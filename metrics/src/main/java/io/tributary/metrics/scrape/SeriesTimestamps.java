package io.tributary.metrics.scrape;

import io.tributary.base.bytes.Hash64;
import io.tributary.metrics.scrape.page.Page;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SideColumns;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps explicit timestamps in order: a sample that is not newer than the last one of its series
/// is refused.
///
/// Exists only for targets that expose timestamps. Owned by the loop.
///
/// Source: prometheus/prometheus `tsdb/agent/db.go` (`minValidTime`), `scrape/scrape.go`
/// (`maxAheadTime`).
final class SeriesTimestamps {
  /// Samples further ahead of the clock are refused.
  private static final long MAX_AHEAD_MS = 10 * 60 * 1000;

  private @Nullable Layout layout;
  private long[] lastMs = new long[0];
  private long outOfOrder;
  private long outOfBounds;

  SeriesTimestamps() {}

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
      if (ahead || at <= lastMs[row]) {
        outOfBounds += ahead ? 1 : 0;
        outOfOrder += ahead ? 0 : 1;
        admitted = admitted == null ? all(page, present) : admitted;
        admitted.clear(row);
      } else {
        lastMs[row] = at;
      }
    }
    return admitted == null ? present : admitted;
  }

  /// Samples refused since the last call because a newer one was stored.
  long takeOutOfOrder() {
    long taken = outOfOrder;
    outOfOrder = 0;
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
    long[] moved = new long[now.rowCount()];
    Arrays.fill(moved, Long.MIN_VALUE);
    if (before != null) {
      Map<Long, Long> known = new HashMap<>();
      forEachRow(before, (row, hash) -> known.put(hash, lastMs[row]));
      forEachRow(now, (row, hash) -> moved[row] = known.getOrDefault(hash, Long.MIN_VALUE));
    }
    lastMs = moved;
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
