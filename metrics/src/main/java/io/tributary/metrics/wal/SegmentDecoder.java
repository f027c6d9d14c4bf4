package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.Varint;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.layout.WeakInterner;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the records of one segment, in order, and gives each scrape back as it was appended.
///
/// Whatever the bytes are, a record is either decoded, or recognised as depending on one that was
/// not seen ([Outcome#MISSES_ANOTHER]), or refused with a [MalformedRecordException] or a
/// `TruncatedException`. Owned by one thread.
final class SegmentDecoder {
  enum Outcome {
    DECODED,
    MISSES_ANOTHER
  }

  private static final class StreamState {
    final Stream stream;
    @Nullable LayoutDef layout;
    long[] last = {};
    long lastSequence = -1;
    long lastTimestampMs;

    StreamState(Stream stream) {
      this.stream = stream;
    }
  }

  private final Layouts pool;
  private final WeakInterner<Stream> streamPool;
  private final IntMap<BlockHome> blocks = new IntMap<>();
  private final Map<Integer, LayoutDef> layouts = new HashMap<>();
  private final Map<Integer, StreamState> streams = new HashMap<>();
  private final BlockEdit edits = new BlockEdit();
  private final Carry carry = new Carry();
  private final ColumnDecoder columns = new ColumnDecoder();
  private long[] stale = {};
  private long createdMs;
  private int lastBlock = -1;
  private int lastLayout = -1;
  private int lastStream = -1;

  private @Nullable Stream stream;
  private @Nullable Layout layout;
  private @Nullable BitSet selected;
  private @Nullable SideColumns side;
  private long[] values = {};
  private long timestampMs;
  private long samplesBefore;
  private int sampleCount;
  private long columnBytes;

  SegmentDecoder(Layouts pool, WeakInterner<Stream> streamPool) {
    this.pool = pool;
    this.streamPool = streamPool;
  }

  void startSegment(long segmentCreatedMs) {
    createdMs = segmentCreatedMs;
    blocks.clear();
    layouts.clear();
    streams.clear();
    columnBytes = 0;
    lastBlock = -1;
    lastLayout = -1;
    lastStream = -1;
  }

  /// Applies a record that is not a scrape; false when it depends on one that was not seen.
  boolean define(byte type, ByteSource payload) {
    return switch (type) {
      case Frame.BLOCK -> defineBlock(payload);
      case Frame.LAYOUT -> defineLayout(payload);
      case Frame.STREAM -> defineStream(payload);
      default -> forget(payload);
    };
  }

  private boolean defineBlock(ByteSource from) {
    int id = newId(from, lastBlock);
    lastBlock = id;
    int kind = from.get();
    if (kind == 0) {
      var metadata = getMetadata(from);
      int rows = from.getLength(LayoutDef.MAX_ROWS);
      byte[] encoded = from.getLengthPrefixed();
      SeriesBlock block;
      try {
        block = SeriesBlock.ofEncoded(encoded, rows, metadata);
      } catch (IllegalArgumentException e) {
        throw new MalformedRecordException(String.valueOf(e.getMessage()));
      }
      blocks.put(id, new BlockDef(id, pool.intern(block), BlockDef.NO_PARENT, BlockEdit.NONE));
      return true;
    }
    int parentId = id - from.getLength(Integer.MAX_VALUE);
    var home = blocks.get(parentId);
    if (home == null) {
      return false;
    }
    var parent = home.def(parentId);
    var metadata = from.get() == 0 ? parent.block.metadata() : getMetadata(from);
    var block = edits.decode(parent.block, metadata, from);
    blocks.put(id, new BlockDef(id, pool.intern(block), parentId, edits.triples()));
    return true;
  }

  private boolean defineLayout(ByteSource from) {
    int id = newId(from, lastLayout);
    lastLayout = id;
    int back = from.getLength(Integer.MAX_VALUE);
    var base = back == 0 ? null : layouts.get(id - back);
    if (back != 0 && base == null) {
      return false;
    }
    int names = from.getLength(from.remaining());
    List<String> slotNames = base == null ? List.of() : base.layout.slotNames();
    if (names > 0) {
      slotNames = new ArrayList<>();
      for (int i = 1; i < names; i++) {
        slotNames.add(getText(from));
      }
    }
    var defs = getBlocks(from, base);
    if (defs == null) {
      return false;
    }
    long rows = 0;
    var rowBlocks = new ArrayList<SeriesBlock>(defs.size());
    for (BlockDef def : defs) {
      rows += def.block.rowCount();
      rowBlocks.add(def.block);
    }
    if (rows > LayoutDef.MAX_ROWS) {
      throw new MalformedRecordException("layout of " + rows + " rows");
    }
    layouts.put(
        id,
        new LayoutDef(
            id, pool.layout(slotNames, rowBlocks), defs.toArray(new BlockDef[defs.size()])));
    return true;
  }

  private @Nullable List<BlockDef> getBlocks(ByteSource from, @Nullable LayoutDef base) {
    int count = from.getLength(LayoutDef.MAX_BLOCKS);
    var defs = new ArrayList<BlockDef>();
    long next = 0;
    long before = 0;
    while (defs.size() < count) {
      int op = from.getLength(2 * (count - defs.size()) + 1);
      int run = op >> 1;
      if (run == 0 || run > count - defs.size()) {
        throw new MalformedRecordException("run of " + run + " blocks");
      }
      if ((op & 1) == 0) {
        long first = next + Varint.unzigzag(from.getVarint());
        if (base == null || first < 0 || first > base.blockCount() - run) {
          throw new MalformedRecordException("block " + first + " of another layout");
        }
        for (int i = 0; i < run; i++) {
          defs.add(base.block((int) first + i));
        }
        next = first + run;
        continue;
      }
      for (int i = 0; i < run; i++) {
        before += Varint.unzigzag(from.getVarint());
        var home = blocks.get((int) before);
        if (home == null) {
          return null;
        }
        defs.add(home.def((int) before));
      }
      next += run;
    }
    return defs;
  }

  private boolean defineStream(ByteSource from) {
    int id = newId(from, lastStream);
    lastStream = id;
    long key = from.getLong();
    int count = from.getLength(from.remaining());
    var values = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      values.add(getText(from));
    }
    streams.put(id, new StreamState(streamPool.intern(new Stream(key, values))));
    return true;
  }

  private boolean forget(ByteSource from) {
    for (int left = from.getLength(from.remaining()); left > 0; left--) {
      var gone = streams.remove(getId(from));
      columnBytes -= gone == null ? 0 : (long) Long.BYTES * gone.last.length;
    }
    var goneLayouts = new ArrayList<LayoutDef>();
    for (int left = from.getLength(from.remaining()); left > 0; left--) {
      var layoutDef = layouts.remove(getId(from));
      if (layoutDef != null) {
        goneLayouts.add(layoutDef);
      }
    }
    for (int left = from.getLength(from.remaining()); left > 0; left--) {
      blocks.remove(getId(from));
    }
    goneLayouts.forEach(this::moveOut);
    return true;
  }

  /// Lets go of the blocks' definitions: what is folded is to stay small.
  private void fold(LayoutDef def) {
    for (int i = 0; i < def.blockCount(); i++) {
      int id = def.blockId(i);
      if (blocks.get(id) instanceof BlockDef) {
        blocks.put(id, def);
      }
    }
    def.fold();
  }

  /// The blocks of a folded layout that is forgotten may still be in others.
  private void moveOut(LayoutDef def) {
    for (int i = 0; i < def.blockCount(); i++) {
      if (blocks.get(def.blockId(i)) == def) {
        blocks.put(def.blockId(i), def.block(i));
      }
    }
  }

  /// What the last columns of all streams take: the part of a reader's memory that grows with the
  /// series.
  long columnBytes() {
    return columnBytes;
  }

  /// The stream of a scrape record; −1 where that cannot be read.
  static int streamOf(ByteSource from) {
    try {
      return getId(from);
    } catch (ByteSource.TruncatedException _) {
      return -1;
    }
  }

  /// The stream of a scrape record that needs no other; −1 for all others.
  static int streamOfKey(ByteSource from) {
    try {
      int stream = getId(from);
      getId(from);
      from.getVarint();
      from.getVarint();
      return (from.getVarint() & SegmentEncoder.KEY) != 0 ? stream : -1;
    } catch (ByteSource.TruncatedException _) {
      return -1;
    }
  }

  /// Decodes a scrape record. [#samplesBefore] and [#sampleCount] are known whatever the outcome.
  Outcome scrape(long sequence, ByteSource from) {
    int streamId = getId(from);
    int layoutId = getId(from);
    samplesBefore = from.getVarint();
    sampleCount = from.getLength(LayoutDef.MAX_ROWS);
    int flags = from.getLength(31);
    var state = streams.get(streamId);
    var def = layouts.get(layoutId);
    if (state == null || def == null) {
      return Outcome.MISSES_ANOTHER;
    }
    if (def.layout.isFolded() && !def.isFolded()) {
      fold(def);
    }
    int rows = def.layout.rowCount();
    boolean isStale = (flags & SegmentEncoder.STALE) != 0;
    boolean isKey = (flags & SegmentEncoder.KEY) != 0;
    boolean isDelta = !isStale && !isKey;
    if (isDelta) {
      boolean isCarried = (flags & SegmentEncoder.CARRIED) != 0;
      if (state.lastSequence != sequence - from.getVarint()
          || state.layout == null
          || (state.layout != def) != isCarried) {
        state.lastSequence = -1;
        return Outcome.MISSES_ANOTHER;
      }
    }
    timestampMs = (isDelta ? state.lastTimestampMs : createdMs) + Varint.unzigzag(from.getVarint());
    selected = (flags & SegmentEncoder.SELECTED) == 0 ? null : RowSelection.decode(from, rows);
    side = (flags & SegmentEncoder.SIDE) == 0 ? null : SideCodec.decode(from, rows, timestampMs);
    if (sampleCount != (selected == null ? rows : selected.cardinality())) {
      throw new MalformedRecordException(sampleCount + " samples in " + rows + " rows");
    }
    stream = state.stream;
    layout = def.layout;
    values = isStale ? stale(rows) : column(state, def, isKey, sequence, from);
    return Outcome.DECODED;
  }

  private long[] column(
      StreamState state, LayoutDef def, boolean isKey, long sequence, ByteSource from) {
    int rows = def.layout.rowCount();
    if (state.layout != def) {
      long[] column = isKey && state.last.length == rows ? state.last : new long[rows];
      if (!isKey && state.layout != null) {
        carry.carry(state.last, state.layout, column, def);
      }
      columnBytes += (long) Long.BYTES * (rows - state.last.length);
      state.last = column;
      state.layout = def;
    }
    // A column that fails half way is of no use to the next.
    state.lastSequence = -1;
    int start = from.position();
    int end = start + from.remaining();
    int behind =
        isKey
            ? columns.key(
                from.array(),
                start,
                end,
                state.last,
                rows,
                SegmentEncoder.mask(selected, side, rows))
            : columns.delta(from.array(), start, end, state.last, rows);
    if (behind != end) {
      throw new MalformedRecordException("column of " + (behind - start) + " bytes");
    }
    state.lastSequence = sequence;
    state.lastTimestampMs = timestampMs;
    return state.last;
  }

  private long[] stale(int rows) {
    if (stale.length < rows) {
      stale = new long[rows];
      Arrays.fill(stale, ScrapeColumn.STALE_NAN_BITS);
    }
    return stale;
  }

  Stream stream() {
    return require(stream);
  }

  Layout layout() {
    return require(layout);
  }

  @Nullable BitSet selected() {
    return selected;
  }

  @Nullable SideColumns side() {
    return side;
  }

  long[] values() {
    return values;
  }

  long timestampMs() {
    return timestampMs;
  }

  /// Samples between the start of the segment and this scrape.
  long samplesBefore() {
    return samplesBefore;
  }

  int sampleCount() {
    return sampleCount;
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("BUG: no record was read");
    }
    return value;
  }

  /// A number means one thing in a segment, whatever the bytes are.
  private static int newId(ByteSource from, int last) {
    int id = getId(from);
    if (id <= last) {
      throw new MalformedRecordException("number " + id + " defined again");
    }
    return id;
  }

  private static int getId(ByteSource from) {
    return from.getLength(Integer.MAX_VALUE);
  }

  private static FamilyMetadata getMetadata(ByteSource from) {
    String family = getText(from);
    var type = typeOf(from.get());
    return new FamilyMetadata(family, type, getText(from), getText(from));
  }

  private static MetricType typeOf(int number) {
    for (MetricType type : MetricType.values()) {
      if (type.remoteWrite2() == number) {
        return type;
      }
    }
    throw new MalformedRecordException("metric of type " + number);
  }

  private static String getText(ByteSource from) {
    return new String(from.getLengthPrefixed(), StandardCharsets.UTF_8);
  }
}
