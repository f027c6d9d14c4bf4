package io.tributary.metrics.scrape.page;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.PackSink;
import io.tributary.model.layout.Layout;
import io.tributary.wire.exposition.ExpositionFormat;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a target exposed at its last scrape, without the numbers.
///
/// Immutable. *Exposed* rows are the sample lines of the body; *column* rows are those of `layout`:
/// the exposed rows that relabelling kept, in the same order, and behind them the rows of the
/// scrape's own report.
///
/// A page that hardly shares blocks with others can be [#folded]: then it takes a tenth of the
/// memory, and bodies are still compared with it. Whoever needs the blocks asks for [#unfolded].
///
/// @param format of the body it was read from
/// @param open the blocks, null when folded
/// @param packs the blocks of a folded page (see [FoldedBlocks]), else null
/// @param tail what follows the last sample line
/// @param matchable whether a body can be compared with it byte by byte
/// @param repeated column rows whose series stands earlier in the page, or is one of the report's;
///   null when there are none
public record Page(
    ExpositionFormat format,
    @Nullable List<PageBlock> open,
    byte @Nullable [][] packs,
    byte[] tail,
    boolean matchable,
    Layout layout,
    int exposedRows,
    int keptRows,
    @Nullable BitSet repeated) {

  static Page of(
      ExpositionFormat format,
      List<PageBlock> blocks,
      byte[] tail,
      boolean matchable,
      Layout layout,
      int exposedRows,
      int keptRows,
      @Nullable BitSet repeated) {
    return new Page(
        format,
        List.copyOf(blocks),
        null,
        tail,
        matchable,
        layout,
        exposedRows,
        keptRows,
        repeated);
  }

  public boolean isFolded() {
    return open == null;
  }

  /// Whether folding saves much: at least half of the rows are in blocks that only this page has.
  public boolean isWorthFolding() {
    if (open == null || exposedRows == 0) {
      return false;
    }
    int own = 0;
    for (PageBlock block : open) {
      own += block.isShared() ? 0 : block.exposedRows();
    }
    return 2 * own >= exposedRows;
  }

  /// Heap bytes, roughly, of blocks that are not folded.
  public long openBytes() {
    long bytes = 0;
    if (open != null) {
      for (PageBlock block : open) {
        bytes += 100 + block.text().code().length + block.series().estimatedBytes();
      }
    }
    return bytes;
  }

  /// This page with its blocks packed; its layout is folded with it.
  public Page folded(PackSink packer) {
    if (open == null) {
      return this;
    }
    layout.fold(packer);
    return with(null, FoldedBlocks.pack(open, packer));
  }

  /// This page with its blocks at hand.
  public Page unfolded() {
    return open != null ? this : with(new FoldedBlocks().open(this), null);
  }

  /// The text that it was read from, every value 0 and without timestamps and exemplars.
  public byte[] exposition() {
    var out = new ByteSink(4096);
    for (PageBlock block : blocks()) {
      PageCode.expose(block.text().code(), out);
    }
    out.put(tail);
    return out.toByteArray();
  }

  private Page with(@Nullable List<PageBlock> blocks, byte @Nullable [][] packed) {
    return new Page(
        format, blocks, packed, tail, matchable, layout, exposedRows, keptRows, repeated);
  }

  /// The blocks of a page that is not folded.
  List<PageBlock> blocks() {
    if (open == null) {
      throw new IllegalStateException("BUG: the page is folded");
    }
    return open;
  }

  /// Without the report's.
  int blockCount() {
    return layout.blockCount() - 1;
  }

  /// Whether a timestamp behind a value is a whole number of milliseconds.
  boolean integerTimestamps() {
    return format == ExpositionFormat.TEXT;
  }

  /// Different series among the rows that relabelling kept.
  public int distinctRows() {
    return keptRows - (repeated == null ? 0 : repeated.cardinality());
  }

  /// Whether relabelling dropped rows, so that exposed rows are not column rows.
  boolean drops() {
    return exposedRows != keptRows;
  }

  /// Moves what is indexed by exposed row to the column rows, in place.
  public void compact(long[] byExposedRow) {
    if (!drops()) {
      return;
    }
    int from = 0;
    int to = 0;
    for (PageBlock block : blocks()) {
      int[] kept = block.keptRow();
      int rows = block.exposedRows();
      if (kept == null) {
        System.arraycopy(byExposedRow, from, byExposedRow, to, rows);
        to += rows;
      } else {
        for (int i = 0; i < rows; i++) {
          if (kept[i] >= 0) {
            byExposedRow[to++] = byExposedRow[from + i];
          }
        }
      }
      from += rows;
    }
  }
}
