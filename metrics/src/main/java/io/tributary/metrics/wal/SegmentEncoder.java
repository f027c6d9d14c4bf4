package io.tributary.metrics.wal;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.Varint;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
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
  private final RecordNumbers records = new RecordNumbers();
  private final SegmentDefinitions definitions = new SegmentDefinitions(records);
  private final Carry carry = new Carry();

  private long createdMs;
  private long samples;
  private int nextStream;
  private long activeSeries;

  SegmentEncoder() {}

  /// Everything is defined anew from here on; columns keep their memory.
  void startSegment(long segmentCreatedMs, long baseSequence) {
    createdMs = segmentCreatedMs;
    records.startAt(baseSequence);
    samples = 0;
    nextStream = 0;
    definitions.clear();
    for (StreamState state : streams.values()) {
      state.id = -1;
      state.layout = null;
      state.previousLayout = null;
    }
  }

  /// The sequence number that the next record gets.
  long sequence() {
    return records.next();
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
    var layout = definitions.define(column.layout(), state.layout, to);
    if (state.id < 0) {
      define(state, to);
    }
    definitions.forgetBatch(to);
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
      to.putVarint(records.next() - state.lastSequence);
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
      state.lastSequence = records.next();
      state.lastTimestampMs = column.timestampMs();
    }
    records.end(to, start, Frame.SCRAPE);
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
      definitions.release(older);
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
      definitions.release(older);
    }
  }

  /// Drops the streams that nothing was appended for since `nowNanos` − [#IDLE_NANOS].
  void dropIdle(long nowNanos) {
    for (var states = streams.values().iterator(); states.hasNext(); ) {
      var state = states.next();
      if (nowNanos - state.seenNanos > IDLE_NANOS) {
        states.remove();
        activeSeries -= state.rows;
        if (state.id >= 0) {
          definitions.forgetStream(state.id);
          definitions.release(state.layout);
          definitions.release(state.previousLayout);
        }
      }
    }
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
    records.end(to, start, Frame.STREAM);
  }
}
