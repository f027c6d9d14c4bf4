package io.tributary.metrics.remotewrite;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of backlog, bounded in bytes, that is delivered stream by stream, so that the scrapes
/// of one target share requests and their series share entries.
///
/// Filled by the reader, then planned; after that each shard takes its own loads, and nothing is
/// written any more that two shards share.
final class Window implements Work {
  private final WalPosition before;
  private final int shards;
  private final int maxSamples;
  private final long startNanos;
  private final Batch store;

  /// What is to be delivered; their values are in the store.
  private final List<Slice> slices;

  private long[] records = new long[256];
  private long[] hashes = new long[256];
  private long end;

  /// Per shard: its slices in order of delivery, and the next one.
  private Integer[][] order = new Integer[0][];

  private int[] next = new int[0];

  /// Per shard: rows of the run at `next` that went out already.
  private int[] rowsDone = new int[0];

  /// Shards that have not settled their part; guarded by the lock of the lanes.
  private int partsLeft;

  Window(WalPosition before, int shards, int maxSamples, long startNanos) {
    this.before = before;
    this.shards = shards;
    this.maxSamples = maxSamples;
    this.startNanos = startNanos;
    this.store = new Batch(1 << 14);
    this.slices = store.slices();
    this.end = before.sequence();
  }

  private Window(Window of, int shards) {
    this.before = of.before;
    this.shards = shards;
    this.maxSamples = of.maxSamples;
    this.startNanos = of.startNanos;
    this.store = of.store;
    this.slices = new ArrayList<>();
    this.end = of.end;
  }

  /// Copies the rows of a mapped column from `fromRow` on; `streamHash` is that of the stream in
  /// the log.
  void add(
      ScrapeColumn column, int @Nullable [] rowMap, int fromRow, long record, long streamHash) {
    note(slices.size(), record, streamHash);
    addTo(store, column, rowMap, fromRow, column.layout().rowCount());
  }

  private void note(int at, long record, long streamHash) {
    if (at == records.length) {
      records = Arrays.copyOf(records, at * 2);
      hashes = Arrays.copyOf(hashes, at * 2);
    }
    records[at] = record;
    hashes[at] = streamHash;
  }

  /// What the shards have not delivered, planned for another number of them. They are at rest, and
  /// go on with nothing of this.
  Window divided(int newShards) {
    var rest = new Window(this, newShards);
    for (int shard = 0; shard < shards; shard++) {
      Integer[] mine = order[shard];
      int begun = rowsDone[shard] == 0 ? next[shard] : endOfRun(mine, next[shard]);
      for (int i = next[shard]; i < mine.length; i++) {
        Slice slice = slice(mine[i]);
        rest.note(rest.slices.size(), records[mine[i]], hashes[mine[i]]);
        rest.slices.add(i < begun ? slice.startingAt(slice.fromRow() + rowsDone[shard]) : slice);
      }
    }
    rest.plan();
    return rest;
  }

  static void addTo(
      Batch batch, ScrapeColumn column, int @Nullable [] rowMap, int fromRow, int toRow) {
    if (rowMap == null) {
      batch.add(column, fromRow, toRow);
    } else {
      batch.add(column, column.values(), rowMap, fromRow, toRow);
    }
  }

  /// Counts everything up to `record` as part of the window.
  void extendTo(long record) {
    end = record;
  }

  long end() {
    return end;
  }

  @Override
  public WalPosition before() {
    return before;
  }

  @Override
  public long bytes() {
    return store.contentBytes();
  }

  /// Shards that have something to deliver, once planned.
  int parts() {
    return partsLeft;
  }

  boolean hasPart(int shard) {
    return order[shard].length > 0;
  }

  /// Another shard has settled its part; returns how many have not.
  int partDone() {
    return --partsLeft;
  }

  /// Sorts each shard's part by stream, and the scrapes of a stream by time of arrival.
  void plan() {
    order = new Integer[shards][];
    next = new int[shards];
    rowsDone = new int[shards];
    Comparator<Integer> byStream =
        (a, b) -> {
          int byHash = Long.compareUnsigned(hashes[a], hashes[b]);
          return byHash != 0 ? byHash : Long.compare(records[a], records[b]);
        };
    int[] counts = new int[shards];
    for (Slice slice : slices) {
      counts[Delivered.shardOf(slice.stream(), shards)]++;
    }
    for (int shard = 0; shard < shards; shard++) {
      order[shard] = new Integer[counts[shard]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < slices.size(); i++) {
      int shard = Delivered.shardOf(slices.get(i).stream(), shards);
      order[shard][counts[shard]++] = i;
    }
    for (Integer[] mine : order) {
      Arrays.sort(mine, byStream);
      partsLeft += mine.length > 0 ? 1 : 0;
    }
  }

  /// The next load of `shard`, which got as far as `progress`; null when it has delivered its part.
  ///
  /// Whole runs while they fit, and then as many rows of the next one as do, of all its scrapes.
  @Nullable Load nextLoad(int shard, Progress progress) {
    Integer[] mine = order[shard];
    var batch = new Batch(maxSamples);
    Progress after = progress;
    while (next[shard] < mine.length) {
      int from = next[shard];
      int to = endOfRun(mine, from);
      Slice first = slice(mine[from]);
      int start = first.fromRow() + rowsDone[shard];
      int room = maxSamples - batch.sampleCount();
      int fit = room / (to - from);
      boolean isWhole =
          first.toRow() - start <= fit
              || (start == first.fromRow() && samples(mine, from, to) <= room);
      if (!isWhole && room <= maxSamples >> 2) {
        break;
      }
      int stop = isWhole ? first.toRow() : start + fit;
      if (stop == start) {
        break;
      }
      for (int i = from; i < to; i++) {
        store(batch, slice(mine[i]), start, stop);
      }
      if (!isWhole) {
        rowsDone[shard] = stop - first.fromRow();
        after = marked(progress, mine, from, records[mine[to - 1]], stop);
        break;
      }
      rowsDone[shard] = 0;
      next[shard] = to;
      after = marked(progress, mine, to, 0, 0);
    }
    if (batch.isEmpty()) {
      return null;
    }
    if (next[shard] == mine.length) {
      after = Progress.through(end);
    }
    return new Load(batch, before, startNanos, after, true);
  }

  private int samples(Integer[] mine, int from, int to) {
    int samples = 0;
    for (int i = from; i < to; i++) {
      samples += slice(mine[i]).sampleCount();
    }
    return samples;
  }

  /// What is known when the slices before `to` are delivered, and `rows` rows of the run that goes
  /// on up to `runEnd`.
  private Progress marked(Progress progress, Integer[] mine, int to, long runEnd, int rows) {
    int last = rows == 0 ? to - 1 : to;
    long hash = hashes[mine[last]];
    long markDone = 0;
    for (int i = to - 1; i >= 0 && hashes[mine[i]] == hash; i--) {
      markDone = Math.max(markDone, records[mine[i]]);
    }
    return progress.withMark(end, hash, markDone, runEnd, rows);
  }

  private Slice slice(int index) {
    return slices.get(index);
  }

  private void store(Batch batch, Slice slice, int fromRow, int toRow) {
    batch.addRows(store, slice, fromRow, toRow);
  }

  /// Neighbouring scrapes of one stream and layout with the same rows; no more than one request can
  /// take a row of each.
  private int endOfRun(Integer[] mine, int from) {
    Slice first = slice(mine[from]);
    int to = from + 1;
    while (to < mine.length && to - from < maxSamples) {
      Slice other = slice(mine[to]);
      if (other.layout() != first.layout()
          || other.fromRow() != first.fromRow()
          || !other.stream().equals(first.stream())) {
        break;
      }
      to++;
    }
    return to;
  }
}
