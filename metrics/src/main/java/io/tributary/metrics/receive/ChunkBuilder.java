package io.tributary.metrics.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.Hash64;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.wire.writerequest.WriteRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Makes chunks of series that nobody has seen before: one for each target, as far as labels tell.
/// Owned by its [WriteRequestIntake].
final class ChunkBuilder {
  /// Columns are as long as their layout, however few samples they have.
  private static final int MAX_ROWS = 2048;

  private static final byte[] JOB = "job".getBytes(UTF_8);
  private static final byte[] INSTANCE = "instance".getBytes(UTF_8);

  /// Series of no target are dealt out to so many.
  private static final int ANONYMOUS_LANES = 16;

  /// The same in every run: what was sent in one lane goes on there.
  private static final long SEED = 0x5bd1e995;

  private final Layouts layouts;
  private final BlockBuilder blocks = new BlockBuilder();
  private int chunks;

  ChunkBuilder(Layouts layouts) {
    this.layouts = layouts;
  }

  /// A series without a place: its number, where it stands in the request, and the lane that keeps
  /// its samples in order.
  record Newcomer(int series, int inRequest, int lane) {}

  Newcomer newcomer(int series, int inRequest, WriteRequest request) {
    int lane = lane(request.rows(), request.rowFrom(inRequest), request.rowTo(inRequest));
    return new Newcomer(series, inRequest, lane);
  }

  /// A hash of the labels that name a target, which the whole target has in common: all samples of
  /// one series travel in one lane, whichever chunk it is in.
  static int lane(byte[] row, int from, int to) {
    long hash = 0;
    var at = new ByteSource(row, from, to);
    while (at.hasRemaining()) {
      int nameLength = at.getLength(to);
      int nameFrom = at.position();
      at.skip(nameLength);
      int valueLength = at.getLength(to);
      int valueFrom = at.position();
      at.skip(valueLength);
      if (is(JOB, row, nameFrom, nameLength) || is(INSTANCE, row, nameFrom, nameLength)) {
        hash = Hash64.of(row, valueFrom, valueFrom + valueLength, hash ^ SEED);
      }
    }
    if (hash == 0) {
      hash = Long.remainderUnsigned(Hash64.of(row, from, to, SEED), ANONYMOUS_LANES);
    }
    return (int) hash;
  }

  private static boolean is(byte[] name, byte[] row, int from, int length) {
    return Arrays.equals(name, 0, name.length, row, from, from + length);
  }

  /// Gives every newcomer a place in `table`, and new chunks to `made`.
  void settle(
      List<Newcomer> newcomers,
      WriteRequest request,
      SeriesTable table,
      long nowNanos,
      Consumer<SeriesChunk> made) {
    newcomers.sort(order(request));
    for (int from = 0; from < newcomers.size(); ) {
      int to = from + 1;
      int lane = newcomers.get(from).lane;
      while (to < newcomers.size() && to - from < MAX_ROWS && newcomers.get(to).lane == lane) {
        to++;
      }
      List<Newcomer> together = newcomers.subList(from, to);
      long key = (long) chunks++ << 32 | (lane & 0xffffffffL);
      var chunk = new SeriesChunk(new Stream(key, List.of()), layout(together, request), nowNanos);
      for (int row = 0; row < together.size(); row++) {
        table.place(together.get(row).series, chunk, row);
      }
      made.accept(chunk);
      from = to;
    }
  }

  /// By target, then by family, then by labels, which so share what they begin with.
  private static Comparator<Newcomer> order(WriteRequest request) {
    return Comparator.comparingInt(Newcomer::lane)
        .thenComparing(one -> request.metadata(one.inRequest).family())
        .thenComparing((a, b) -> compareRows(request, a.inRequest, b.inRequest));
  }

  private static int compareRows(WriteRequest request, int a, int b) {
    byte[] rows = request.rows();
    return Arrays.compareUnsigned(
        rows, request.rowFrom(a), request.rowTo(a), rows, request.rowFrom(b), request.rowTo(b));
  }

  private Layout layout(List<Newcomer> together, WriteRequest request) {
    var all = new ArrayList<SeriesBlock>();
    FamilyMetadata metadata = request.metadata(together.getFirst().inRequest);
    for (Newcomer one : together) {
      FamilyMetadata own = request.metadata(one.inRequest);
      if (!own.equals(metadata)) {
        all.add(blocks.build(metadata));
        metadata = own;
      }
      blocks.add(request.rows(), request.rowFrom(one.inRequest), request.rowTo(one.inRequest));
    }
    all.add(blocks.build(metadata));
    return layouts.layout(List.of(), all);
  }
}
