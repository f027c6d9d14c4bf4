package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.PackSink;
import io.tributary.base.bytes.PackSource;
import io.tributary.model.layout.Layout;
import io.tributary.model.metadata.MetricType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the blocks of a page that is folded, and walks them without making objects. Series and
/// metadata are those of the page's layout; the rest of each block is an item of [PackSink]:
///
/// ```
/// item = rows << 1 | drops  type  length  code  kept      varints; code is that of PageCode
/// kept = ( rows of eight, the lowest bit first )*         if drops: whether relabelling kept them
/// ```
///
/// Reusable; owned by one thread.
final class FoldedBlocks {
  private final PackSource source = new PackSource();
  private int blocksLeft;
  private byte[] bytes = {};
  private int rows;
  private boolean drops;
  private int type;
  private int codeFrom;
  private int codeTo;
  private int keptFrom;

  FoldedBlocks() {}

  static byte[][] pack(List<PageBlock> blocks, PackSink to) {
    for (PageBlock block : blocks) {
      ByteSink item = to.item();
      int rows = block.exposedRows();
      int[] kept = block.keptRow();
      item.putVarint((long) rows << 1 | (kept == null ? 0 : 1));
      item.putVarint(block.text().typeInForce().remoteWrite2());
      item.putLengthPrefixed(block.text().code());
      for (int row = 0; kept != null && row < rows; row += Byte.SIZE) {
        int bits = 0;
        for (int i = row; i < Math.min(row + Byte.SIZE, rows); i++) {
          bits |= (kept[i] >= 0 ? 1 : 0) << (i - row);
        }
        item.put(bits);
      }
      to.endItem();
    }
    return to.finish();
  }

  /// Stands before the first block of a folded page.
  void reset(Page page) {
    byte[][] packs = page.packs();
    if (packs == null) {
      throw new IllegalStateException("BUG: the page is not folded");
    }
    source.reset(packs);
    blocksLeft = page.blockCount();
  }

  /// Moves to the next block; false behind the last.
  boolean next() {
    if (blocksLeft == 0) {
      return false;
    }
    blocksLeft--;
    ByteSource item = source.item();
    bytes = item.array();
    int head = (int) item.getVarint();
    rows = head >>> 1;
    drops = (head & 1) != 0;
    type = (int) item.getVarint();
    int length = (int) item.getVarint();
    codeFrom = item.position();
    codeTo = codeFrom + length;
    keptFrom = codeTo;
    item.skip(length + (drops ? (rows + 7) / Byte.SIZE : 0));
    return true;
  }

  /// The array that holds the block's code; valid until the next block.
  byte[] bytes() {
    return bytes;
  }

  int codeFrom() {
    return codeFrom;
  }

  int codeTo() {
    return codeTo;
  }

  /// Sample lines of the block.
  int rows() {
    return rows;
  }

  /// Whether relabelling kept the exposed row.
  boolean keeps(int row) {
    return !drops || (bytes[keptFrom + row / Byte.SIZE] >>> row % Byte.SIZE & 1) != 0;
  }

  /// Moves what is indexed by exposed row to the column rows, in place.
  void compact(Page page, long[] byExposedRow) {
    reset(page);
    int from = 0;
    int to = 0;
    while (next()) {
      for (int row = 0; row < rows; row++) {
        if (keeps(row)) {
          byExposedRow[to++] = byExposedRow[from + row];
        }
      }
      from += rows;
    }
  }

  /// The blocks of a folded page, made anew.
  List<PageBlock> open(Page page) {
    reset(page);
    Layout layout = page.layout();
    var blocks = new ArrayList<PageBlock>(page.blockCount());
    while (next()) {
      var series = layout.block(blocks.size());
      byte[] code = Arrays.copyOfRange(bytes, codeFrom, codeTo);
      var text = new PageText(code, rows, MetricType.ofRemoteWrite2(type), series.metadata());
      blocks.add(new PageBlock(text, series, keptRows()));
    }
    return blocks;
  }

  private int @Nullable [] keptRows() {
    if (!drops) {
      return null;
    }
    int[] kept = new int[rows];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      kept[row] = keeps(row) ? next++ : -1;
    }
    return kept;
  }
}
