package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.LabelCursor;
import io.tributary.model.layout.LabelRefCursor;
import io.tributary.model.layout.RowCursor;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.metadata.FamilyMetadata;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// A block as a change of an earlier one: with series churn, a block costs the bytes of its new
/// rows.
///
/// An edit is a run of triples (skip, copy, insert): leave out `skip` rows of the parent, take
/// `copy` rows of it, put in `insert` new ones. Written, each triple is followed by its new rows,
/// front-coded against the row before in the *new* block:
///
/// ```
/// edit = rows of the block   (skip  copy  insert  (prefix  suffix length  suffix)*)*
/// ```
///
/// The same triples carry a column over from one layout to the next ([Carry]).
///
/// Owned by one thread; reusable.
final class BlockEdit {
  static final int[] NONE = {};

  private final RowCursor cursor = new RowCursor();
  private final LabelRefCursor refs = new LabelRefCursor();
  private final CRC32C crc = new CRC32C();
  private final ByteSink row = new ByteSink(256);
  private final BlockBuilder builder = new BlockBuilder();
  private final ByteSource check = new ByteSource(new byte[0]);
  private int[] triples = NONE;

  BlockEdit() {}

  /// Writes `block` as an edit of `parent` and returns its triples; writes nothing and returns
  /// [#NONE] where the block in full is about as short.
  int[] encode(SeriesBlock parent, SeriesBlock block, ByteSink to) {
    int[] triples = difference(rowHashes(parent), rowHashes(block));
    int start = to.size();
    write(block, triples, to);
    if (to.size() - start < block.encoded().length / 4 * 3 && readsBack(parent, block, to, start)) {
      return triples;
    }
    to.truncate(start);
    return NONE;
  }

  /// The block of an edit that [#encode] wrote, given its parent; the triples are in [#triples].
  SeriesBlock decode(SeriesBlock parent, FamilyMetadata metadata, ByteSource from) {
    int rows = from.getLength(LayoutDef.MAX_ROWS);
    var read = new int[3 * 4];
    int used = 0;
    int parentLeft = parent.rowCount();
    refs.reset(parent);
    row.clear();
    // A block that failed half way may have left rows behind.
    builder.clear();
    builder.copyFrom(refs);
    while (builder.rowCount() < rows) {
      int skip = from.getLength(parentLeft);
      int copy = from.getLength(Math.min(parentLeft - skip, rows - builder.rowCount()));
      int insert = from.getLength(rows - builder.rowCount() - copy);
      if (copy + insert == 0) {
        throw new MalformedRecordException("edit without rows");
      }
      parentLeft -= skip + copy;
      if (used == read.length) {
        read = Arrays.copyOf(read, 2 * used);
      }
      read[used++] = skip;
      read[used++] = copy;
      read[used++] = insert;
      copyRows(skip, copy);
      insertRows(insert, from);
    }
    triples = Arrays.copyOf(read, used);
    return builder.build(metadata);
  }

  /// The triples of the edit that was read last.
  int[] triples() {
    return triples;
  }

  private void copyRows(int skip, int copy) {
    for (int i = 0; i < skip; i++) {
      refs.next();
    }
    for (int i = 0; i < copy; i++) {
      refs.next();
      builder.copy(refs);
    }
    if (copy > 0) {
      row.clear();
      refs.writeRow(row);
    }
  }

  private void insertRows(int insert, ByteSource from) {
    for (int i = 0; i < insert; i++) {
      int prefix = from.getLength(row.size());
      int suffix = from.getLength(from.remaining());
      row.truncate(prefix);
      row.put(from.array(), from.position(), suffix);
      from.skip(suffix);
      if (!LabelCursor.isRow(row.array(), 0, row.size())) {
        throw new MalformedRecordException("row without labels");
      }
      builder.add(row.array(), 0, row.size());
    }
  }

  private void write(SeriesBlock block, int[] triples, ByteSink to) {
    to.putVarint(block.rowCount());
    cursor.reset(block);
    row.clear();
    for (int i = 0; i < triples.length; i += 3) {
      to.putVarint(triples[i]);
      to.putVarint(triples[i + 1]);
      to.putVarint(triples[i + 2]);
      for (int copy = triples[i + 1]; copy > 0; copy--) {
        cursor.next();
      }
      if (triples[i + 1] > 0) {
        row.clear();
        row.put(cursor.bytes(), 0, cursor.length());
      }
      for (int insert = triples[i + 2]; insert > 0; insert--) {
        cursor.next();
        writeRow(to);
      }
    }
  }

  private void writeRow(ByteSink to) {
    int limit = Math.min(row.size(), cursor.length());
    int mismatch = Arrays.mismatch(row.array(), 0, limit, cursor.bytes(), 0, limit);
    int prefix = mismatch < 0 ? limit : mismatch;
    to.putVarint(prefix);
    to.putVarint(cursor.length() - prefix);
    to.put(cursor.bytes(), prefix, cursor.length() - prefix);
    row.truncate(prefix);
    row.put(cursor.bytes(), prefix, cursor.length() - prefix);
  }

  /// Hashes may collide, and foreign blocks need not be coded as [BlockBuilder] does it.
  private boolean readsBack(SeriesBlock parent, SeriesBlock block, ByteSink written, int start) {
    check.reset(written.array(), start, written.size());
    return decode(parent, block.metadata(), check).equals(block);
  }

  private long[] rowHashes(SeriesBlock block) {
    var hashes = new long[block.rowCount()];
    cursor.reset(block);
    for (int i = 0; i < hashes.length; i++) {
      cursor.next();
      crc.reset();
      crc.update(cursor.bytes(), 0, cursor.length());
      hashes[i] = (long) cursor.length() << 32 | crc.getValue();
    }
    return hashes;
  }

  /// Greedy: a row that is further down in the parent is taken from there, any other is new.
  private static int[] difference(long[] parent, long[] rows) {
    var at = new HashMap<Long, Integer>();
    var triples = new int[3 * 8];
    int used = 0;
    int next = 0;
    int i = 0;
    while (i < rows.length) {
      int from = find(parent, rows[i], next, at);
      int skip = from < 0 ? 0 : from - next;
      int copy = 0;
      if (from >= 0) {
        next = from;
        while (i < rows.length && next < parent.length && rows[i] == parent[next]) {
          copy++;
          next++;
          i++;
        }
      }
      int insert = 0;
      while (i < rows.length && find(parent, rows[i], next, at) < 0) {
        insert++;
        i++;
      }
      if (used == triples.length) {
        triples = Arrays.copyOf(triples, 2 * used);
      }
      triples[used++] = skip;
      triples[used++] = copy;
      triples[used++] = insert;
    }
    return Arrays.copyOf(triples, used);
  }

  /// Where `hash` is in the parent at or behind `next`, −1 when nowhere.
  private static int find(long[] parent, long hash, int next, Map<Long, Integer> at) {
    if (next < parent.length && parent[next] == hash) {
      return next;
    }
    if (at.isEmpty()) {
      for (int i = 0; i < parent.length; i++) {
        at.put(parent[i], i);
      }
    }
    int found = at.getOrDefault(hash, -1);
    return found >= next ? found : -1;
  }
}
