package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.base.memory.ShrinkingMap;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Turns columns into the records of one segment after another.
///
/// Within a segment, blocks, layouts and streams are defined at their first use and go by number
/// from then on; [SegmentDecoder] follows. Payloads:
///
/// ```
/// block  = id  0  metadata  rows  length  strings and rows     see SeriesBlock
///        | id  1  id − parent  (0 | 1 metadata)  edit              see BlockEdit
/// layout = id  id − base (0: none)  (0: base's | 1 + n  name*)  blocks
///          (n << 1      zigzag(first − next of the base)             n blocks of the base
///          |n << 1 | 1  zigzag(id − id before)*)*                    n blocks by number
/// stream = id  key (8)  n  value*
/// forget = n streams  n layouts  n blocks                        numbers that are used no more
/// scrape = stream  layout  samples before it in the segment  samples in it  flags
///          records back to the one that it is a delta of (unless KEY or STALE)
///          zigzag(time − time of that one, or of the segment's creation)
///          selection (if SELECTED)  side columns (if SIDE)  column (unless STALE)
/// ```
///
/// A scrape names the record it is a delta of, so a reader notices that it misses one. To bound
/// what a damaged record costs, every [#KEY_EVERY] scrapes of a stream there is one that needs no
/// other.
///
/// The last column of each stream, 8 B a series, is the only state that grows with the series; that
/// of a stream not seen for [#IDLE_NANOS] is dropped. Guarded by the lock of the log.
final class SegmentEncoder {
  static final int KEY = 1;
  static final int SELECTED = 2;
  static final int STALE = 4;
  static final int SIDE = 8;

  /// The column is a delta of one in another layout, brought over by [Carry].
  static final int CARRIED = 16;

  static final int KEY_EVERY = 64;
  static final long IDLE_NANOS = 10L * 60 * 1_000_000_000;

  /// Numbers to forget are collected into records of this many.
  private static final int FORGET_BATCH = 64;

  private static final class StreamState {
    final Stream stream;
    int id = -1;
    @Nullable LayoutDef layout;
    @Nullable LayoutDef previousLayout;
    long[] last = {};
    long lastSequence;
    long lastTimestampMs;
    int sinceKey;
    int rows;
    long seenNanos;

    StreamState(Stream stream) {
      this.stream = stream;
    }
  }

  private final Map<Stream, StreamState> streams = new HashMap<>();
  private final Map<Layout, LayoutDef> layouts = new HashMap<>();
  private final ShrinkingMap<SeriesBlock, BlockDef> blocks = new ShrinkingMap<>();
  private final List<Integer> forgottenStreams = new ArrayList<>();
  private final List<Integer> forgottenLayouts = new ArrayList<>();
  private final List<Integer> forgottenBlocks = new ArrayList<>();
  private final CRC32C crc = new CRC32C();
  private final BlockEdit edits = new BlockEdit();
  private final Carry carry = new Carry();
  private final IntIndex baseBlocks = new IntIndex();

  private long createdMs;
  private long sequence;
  private long samples;
  private int nextStream;
  private int nextLayout;
  private int nextBlock;
  private long activeSeries;

  SegmentEncoder() {}

  /// Everything is defined anew from here on; columns keep their memory.
  void startSegment(long segmentCreatedMs, long baseSequence) {
    createdMs = segmentCreatedMs;
    sequence = baseSequence;
    samples = 0;
    nextStream = 0;
    nextLayout = 0;
    nextBlock = 0;
    layouts.clear();
    blocks.clear();
    forgottenStreams.clear();
    forgottenLayouts.clear();
    forgottenBlocks.clear();
    for (StreamState state : streams.values()) {
      state.id = -1;
      state.layout = null;
      state.previousLayout = null;
    }
  }

  /// The sequence number that the next record gets.
  long sequence() {
    return sequence;
  }

  /// Series of all streams that are remembered.
  long activeSeries() {
    return activeSeries;
  }

  /// What the last columns of all streams take.
  long columnBytes() {
    return activeSeries * Long.BYTES;
  }

  int streamCount() {
    return streams.size();
  }

  /// Appends the records of one scrape to `to`. False when its record would exceed
  /// `maxPayloadBytes`: definitions may have been written then, but no samples.
  boolean encode(ScrapeColumn column, long nowNanos, int maxPayloadBytes, ByteSink to) {
    int rows = column.layout().rowCount();
    if (rows > LayoutDef.MAX_ROWS || column.layout().blockCount() > LayoutDef.MAX_BLOCKS) {
      return false;
    }
    if (column.values().length < rows) {
      throw new IllegalArgumentException(
          "cannot append " + column.values().length + " values for " + rows + " rows");
    }
    var state = streams.computeIfAbsent(column.stream(), StreamState::new);
    state.seenNanos = nowNanos;
    var layout = define(column.layout(), state.layout, to);
    if (column.layout().isFolded() && !layout.isFolded()) {
      fold(layout);
    }
    if (state.id < 0) {
      define(state, to);
    }
    if (forgottenStreams.size() + forgottenLayouts.size() + forgottenBlocks.size()
        >= FORGET_BATCH) {
      forget(to);
    }
    return scrape(state, layout, column, maxPayloadBytes, to);
  }

  private boolean scrape(
      StreamState state, LayoutDef layout, ScrapeColumn column, int maxPayloadBytes, ByteSink to) {
    int rows = layout.layout.rowCount();
    var side = column.side() == null || SideCodec.isEmpty(column.side()) ? null : column.side();
    long[] mask = mask(column.selected(), side, rows);
    boolean isStale = isStale(column.values(), rows, mask);
    int flags = 0;
    if (isStale) {
      flags = STALE;
      if (state.layout != layout) {
        keepAsPrevious(state, layout);
      }
    } else if (state.layout != layout) {
      flags = changeLayout(state, layout) ? CARRIED : KEY;
    } else if (state.sinceKey >= KEY_EVERY) {
      flags = KEY;
    }
    flags |= (column.selected() == null ? 0 : SELECTED) | (side == null ? 0 : SIDE);

    int start = Frame.begin(to);
    int count = column.sampleCount();
    to.putVarint(state.id);
    to.putVarint(layout.id);
    to.putVarint(samples);
    to.putVarint(count);
    to.putVarint(flags);
    boolean isDelta = (flags & (KEY | STALE)) == 0;
    if (isDelta) {
      to.putVarint(sequence - state.lastSequence);
    }
    to.putVarint(
        Varint.zigzag(column.timestampMs() - (isDelta ? state.lastTimestampMs : createdMs)));
    if (column.selected() != null) {
      RowSelection.encode(column.selected(), rows, to);
    }
    if (side != null) {
      SideCodec.encode(side, rows, column.timestampMs(), to);
    }
    if (isDelta) {
      ColumnEncoder.delta(column.values(), state.last, rows, mask, to);
      state.sinceKey++;
    } else if (!isStale) {
      ColumnEncoder.key(column.values(), state.last, rows, mask, to);
      // Streams take turns: their first keys come together.
      state.sinceKey = state.sinceKey >= KEY_EVERY ? 0 : state.id % (KEY_EVERY / 2);
    }
    if (to.size() - start - Frame.HEADER_BYTES > maxPayloadBytes) {
      to.truncate(start);
      state.sinceKey = KEY_EVERY;
      return false;
    }
    if (!isStale) {
      state.lastSequence = sequence;
      state.lastTimestampMs = column.timestampMs();
    }
    end(to, start, Frame.SCRAPE);
    samples += count;
    return true;
  }

  /// The rows that have a value in the column: selected, and not a histogram. Null means all.
  static long @Nullable [] mask(@Nullable BitSet selected, @Nullable SideColumns side, int rows) {
    var histograms = side == null ? null : side.histograms();
    if (selected == null && histograms == null) {
      return null;
    }
    long[] mask = new long[(rows + 63) / 64];
    if (selected == null) {
      Arrays.fill(mask, -1L);
    } else {
      long[] words = selected.toLongArray();
      System.arraycopy(words, 0, mask, 0, Math.min(words.length, mask.length));
    }
    for (int row = 0; histograms != null && row < rows; row++) {
      if (histograms[row] != null) {
        mask[row >> 6] &= ~(1L << row);
      }
    }
    return mask;
  }

  private static boolean isStale(long[] values, int rows, long @Nullable [] mask) {
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      if (mask == null || (mask[row >> 6] >>> row & 1) != 0) {
        if (values[row] != ScrapeColumn.STALE_NAN_BITS) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /// Moves a stream to another layout; true when its column came along.
  private boolean changeLayout(StreamState state, LayoutDef layout) {
    var old = state.layout;
    int rows = layout.layout.rowCount();
    long[] column = old == null && state.last.length == rows ? state.last : new long[rows];
    boolean carried = false;
    if (old != null && state.sinceKey < KEY_EVERY) {
      carry.carry(state.last, old, column, layout);
      carried = carry.carriedRows() >= rows / 2;
    }
    state.last = column;
    activeSeries += rows - state.rows;
    state.rows = rows;
    layout.users++;
    state.layout = layout;
    if (old != null) {
      var older = state.previousLayout;
      state.previousLayout = old;
      release(older);
    }
    return carried;
  }

  /// Staleness markers for rows that a layout change removed come in the old layout, before or
  /// after the change: it stays defined for them.
  private void keepAsPrevious(StreamState state, LayoutDef layout) {
    if (state.previousLayout != layout) {
      layout.users++;
      var older = state.previousLayout;
      state.previousLayout = layout;
      release(older);
    }
  }

  private void release(@Nullable LayoutDef layout) {
    if (layout == null || --layout.users > 0) {
      return;
    }
    layouts.remove(layout.layout);
    forgottenLayouts.add(layout.id);
    if (layout.isFolded()) {
      unfold(layout);
    }
    for (int i = 0; i < layout.blockCount(); i++) {
      BlockDef block = layout.block(i);
      if (--block.users == 0) {
        blocks.remove(block.block, block);
        forgottenBlocks.add(block.id);
      }
    }
  }

  /// Lets go of the definitions of blocks that nobody else has: what is folded is to stay small. A
  /// layout that brings one of them again defines it again.
  private void fold(LayoutDef layout) {
    for (int i = 0; i < layout.blockCount(); i++) {
      BlockDef block = layout.block(i);
      if (block.users == 1) {
        blocks.remove(block.block, block);
      }
    }
    layout.fold();
  }

  /// Makes the definitions anew, so that another layout can build on them.
  private void unfold(LayoutDef layout) {
    var defs = new BlockDef[layout.blockCount()];
    for (int i = 0; i < defs.length; i++) {
      BlockDef def = layout.block(i);
      BlockDef known = blocks.get(def.block);
      if (known == null) {
        blocks.put(def.block, def);
      }
      if (known == null || known.id != def.id) {
        known = def;
        known.users = 1;
      }
      defs[i] = known;
    }
    layout.unfold(defs);
  }

  /// Drops the streams that nothing was appended for since `nowNanos` − [#IDLE_NANOS].
  void dropIdle(long nowNanos) {
    for (var states = streams.values().iterator(); states.hasNext(); ) {
      var state = states.next();
      if (nowNanos - state.seenNanos > IDLE_NANOS) {
        states.remove();
        activeSeries -= state.rows;
        if (state.id >= 0) {
          forgottenStreams.add(state.id);
          release(state.layout);
          release(state.previousLayout);
        }
      }
    }
  }

  private LayoutDef define(Layout layout, @Nullable LayoutDef base, ByteSink to) {
    var known = layouts.get(layout);
    if (known != null) {
      return known;
    }
    if (base != null && base.isFolded()) {
      unfold(base);
    }
    var defs = new BlockDef[layout.blockCount()];
    Map<String, BlockDef> parents = null;
    for (int i = 0; i < defs.length; i++) {
      var def = blocks.get(layout.block(i));
      if (def == null) {
        if (parents == null) {
          parents = byFamily(base);
        }
        def = define(layout.block(i), parents.get(layout.block(i).metadata().family()), to);
      }
      // Counted here and not at the first use: a block may be in a layout twice.
      def.users++;
      defs[i] = def;
    }
    var def = new LayoutDef(nextLayout++, layout, defs);
    layouts.put(layout, def);
    int start = Frame.begin(to);
    to.putVarint(def.id);
    to.putVarint(base == null ? 0 : def.id - base.id);
    if (base != null && base.layout.slotNames().equals(layout.slotNames())) {
      to.putVarint(0);
    } else {
      to.putVarint(1 + layout.slotNames().size());
      layout.slotNames().forEach(name -> putText(name, to));
    }
    putBlocks(defs, base, to);
    end(to, start, Frame.LAYOUT);
    return def;
  }

  private static Map<String, BlockDef> byFamily(@Nullable LayoutDef base) {
    var families = new HashMap<String, BlockDef>();
    for (int i = 0; base != null && i < base.blockCount(); i++) {
      families.putIfAbsent(base.block(i).block.metadata().family(), base.block(i));
    }
    return families;
  }

  private void putBlocks(BlockDef[] defs, @Nullable LayoutDef base, ByteSink to) {
    to.putVarint(defs.length);
    baseBlocks.clear(base == null ? 0 : base.blockCount());
    for (int i = 0; base != null && i < base.blockCount(); i++) {
      baseBlocks.putIfAbsent(base.blockId(i), i);
    }
    int next = 0;
    int before = 0;
    int i = 0;
    while (i < defs.length) {
      int first = baseBlocks.get(defs[i].id);
      int run = 1;
      if (first >= 0 && base != null) {
        while (i + run < defs.length
            && first + run < base.blockCount()
            && defs[i + run].id == base.blockId(first + run)) {
          run++;
        }
        to.putVarint((long) run << 1);
        to.putVarint(Varint.zigzag(first - next));
        next = first + run;
        i += run;
        continue;
      }
      while (i + run < defs.length && baseBlocks.get(defs[i + run].id) < 0) {
        run++;
      }
      to.putVarint((long) run << 1 | 1);
      for (int end = i + run; i < end; i++) {
        to.putVarint(Varint.zigzag(defs[i].id - before));
        before = defs[i].id;
      }
      // A block that replaces one of the base leaves the run behind it in place.
      next += run;
    }
  }

  private BlockDef define(SeriesBlock block, @Nullable BlockDef parent, ByteSink to) {
    int start = Frame.begin(to);
    int id = nextBlock++;
    to.putVarint(id);
    int[] triples = BlockEdit.NONE;
    if (parent != null) {
      int before = to.size();
      to.put(1);
      to.putVarint(id - parent.id);
      if (parent.block.metadata().equals(block.metadata())) {
        to.put(0);
      } else {
        to.put(1);
        putMetadata(block.metadata(), to);
      }
      triples = edits.encode(parent.block, block, to);
      if (triples.length == 0) {
        to.truncate(before);
      }
    }
    if (triples.length == 0) {
      to.put(0);
      putMetadata(block.metadata(), to);
      to.putVarint(block.rowCount());
      to.putLengthPrefixed(block.encoded());
    }
    end(to, start, Frame.BLOCK);
    var def =
        new BlockDef(
            id,
            block,
            parent == null || triples.length == 0 ? BlockDef.NO_PARENT : parent.id,
            triples);
    blocks.put(block, def);
    return def;
  }

  private void define(StreamState state, ByteSink to) {
    state.id = nextStream++;
    int start = Frame.begin(to);
    to.putVarint(state.id);
    to.putLong(state.stream.key());
    to.putVarint(state.stream.slotValues().size());
    for (int slot = 0; slot < state.stream.slotValues().size(); slot++) {
      to.putLengthPrefixed(state.stream.slotBytes(slot));
    }
    end(to, start, Frame.STREAM);
  }

  private void forget(ByteSink to) {
    int start = Frame.begin(to);
    for (var ids : List.of(forgottenStreams, forgottenLayouts, forgottenBlocks)) {
      to.putVarint(ids.size());
      ids.forEach(id -> to.putVarint(id));
      ids.clear();
    }
    end(to, start, Frame.FORGET);
  }

  private void end(ByteSink to, int start, byte type) {
    Frame.end(to, start, type, sequence, crc);
    sequence++;
  }

  private static void putMetadata(FamilyMetadata metadata, ByteSink to) {
    putText(metadata.family(), to);
    to.put(metadata.type().remoteWrite2());
    putText(metadata.help(), to);
    putText(metadata.unit(), to);
  }

  private static void putText(String text, ByteSink to) {
    to.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }
}
