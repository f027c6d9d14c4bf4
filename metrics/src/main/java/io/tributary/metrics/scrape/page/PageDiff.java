package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.Hash64;
import io.tributary.base.bytes.LongSet;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What changed between two layouts of a target: rows that ended and rows that are new.
///
/// Blocks that both hold are passed over, so the cost follows the change.
///
/// @param ended rows of the old layout whose series the new one lacks
/// @param added rows of the new layout whose series the old one lacked, each series once
public record PageDiff(BitSet ended, BitSet added) {

  public static PageDiff between(Layout old, Layout now) {
    Set<SeriesBlock> oldBlocks = blocks(old);
    Set<SeriesBlock> newBlocks = blocks(now);
    var cursor = new RowCursor();
    var oldHashes = new LongSet(256);
    for (SeriesBlock block : only(old, newBlocks)) {
      cursor.reset(block);
      while (cursor.next()) {
        oldHashes.add(hash(cursor));
      }
    }
    var newHashes = new LongSet(256);
    var added = new BitSet();
    for (int i = 0; i < now.blockCount(); i++) {
      if (oldBlocks.contains(now.block(i))) {
        continue;
      }
      cursor.reset(now.block(i));
      for (int row = now.firstRow(i); cursor.next(); row++) {
        long hash = hash(cursor);
        if (newHashes.add(hash) && !oldHashes.contains(hash)) {
          added.set(row);
        }
      }
    }
    return new PageDiff(endedRows(old, newBlocks, newHashes), added);
  }

  /// Rows of `old` whose label sets are not in `now`, where the two do not share slots; slow.
  public static BitSet byLabels(Layout old, Stream oldStream, Layout now, Stream nowStream) {
    Set<Labels> present = new HashSet<>();
    var cursor = new RowCursor();
    for (int i = 0; i < now.blockCount(); i++) {
      cursor.reset(now.block(i));
      while (cursor.next()) {
        present.add(now.labels(cursor, nowStream));
      }
    }
    var ended = new BitSet();
    for (int i = 0; i < old.blockCount(); i++) {
      cursor.reset(old.block(i));
      for (int row = old.firstRow(i); cursor.next(); row++) {
        ended.set(row, !present.contains(old.labels(cursor, oldStream)));
      }
    }
    return ended;
  }

  private static BitSet endedRows(Layout old, Set<SeriesBlock> newBlocks, LongSet newHashes) {
    var ended = new BitSet();
    var cursor = new RowCursor();
    for (int i = 0; i < old.blockCount(); i++) {
      if (newBlocks.contains(old.block(i))) {
        continue;
      }
      cursor.reset(old.block(i));
      for (int row = old.firstRow(i); cursor.next(); row++) {
        if (!newHashes.contains(hash(cursor))) {
          ended.set(row);
        }
      }
    }
    return ended;
  }

  static long hash(RowCursor cursor) {
    return Hash64.of(cursor.bytes(), 0, cursor.length(), Hash64.SEED);
  }

  private static List<SeriesBlock> only(Layout layout, Set<SeriesBlock> without) {
    var blocks = new ArrayList<SeriesBlock>();
    for (int i = 0; i < layout.blockCount(); i++) {
      if (!without.contains(layout.block(i))) {
        blocks.add(layout.block(i));
      }
    }
    return blocks;
  }

  /// By content: those of folded layouts are equal, but not the same.
  private static Set<SeriesBlock> blocks(Layout layout) {
    var set = new HashSet<SeriesBlock>();
    for (int i = 0; i < layout.blockCount(); i++) {
      set.add(layout.block(i));
    }
    return set;
  }
}
