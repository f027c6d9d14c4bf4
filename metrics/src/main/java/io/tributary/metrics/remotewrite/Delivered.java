package io.tributary.metrics.remotewrite;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.layout.Stream;
import java.util.ArrayList;
import java.util.List;

/// What lies behind a cursor and was delivered nevertheless, because shards and windows do not
/// finish in the order of the log. It travels in the cursor's extra bytes, so that a crash repeats
/// no more than what was on its way.
///
/// ```
/// format 1  origin 8  mapping hash 4  layers 1  ( shards 4  progress×shards )×layers
/// ```
///
/// A layer is what one run of the process knew. Layers of earlier runs stay until the cursor has
/// passed what they know. Immutable.
///
/// @param origin a hash of where the destination sends to: a cursor whose destination is called
///   otherwise now can be told by it
/// @param mappingHash a hash of what turns rows of the log into rows that are sent
record Delivered(long origin, int mappingHash, List<Layer> layers) {
  private static final int FORMAT = 2;
  private static final int HEAD_BYTES = 14;
  private static final int MAX_LAYERS = 8;

  static final Delivered NOTHING = new Delivered(0, 0, List.of());

  /// The progress of each shard; a stream belongs to the shard that its key says.
  record Layer(List<Progress> shards) {
    long knownThrough() {
      return shards.stream().mapToLong(Progress::knownThrough).max().orElse(0);
    }

    int encodedBytes() {
      return 4 + Progress.ENCODED_BYTES * shards.size();
    }
  }

  static int shardOf(Stream stream, int shards) {
    return Integer.remainderUnsigned((int) stream.key(), shards);
  }

  /// Rows at the front of a record that were delivered; [Integer#MAX_VALUE] for all.
  int deliveredRows(Stream stream, long record) {
    int rows = 0;
    for (Layer layer : layers) {
      Progress shard = layer.shards.get(shardOf(stream, layer.shards.size()));
      rows = Math.max(rows, shard.deliveredRows(record, Progress.hash(stream)));
    }
    return rows;
  }

  /// The same for a sender that maps rows as `mapping` says: where that has changed, row numbers
  /// mean nothing any more, and records that were delivered in part are sent again.
  Delivered under(int mapping) {
    if (mapping == mappingHash) {
      return this;
    }
    var whole = new ArrayList<Layer>();
    for (Layer layer : layers) {
      whole.add(new Layer(layer.shards.stream().map(Progress::withoutRows).toList()));
    }
    return new Delivered(origin, mapping, List.copyOf(whole));
  }

  /// Without what it knows of records behind `record`. What a process has delivered from memory and
  /// the disk has never seen ends with it, and the numbers of these records are given to others.
  Delivered upTo(long record) {
    if (layers.stream().allMatch(layer -> layer.knownThrough() <= record)) {
      return this;
    }
    var known = new ArrayList<Layer>();
    for (Layer layer : layers) {
      known.add(new Layer(layer.shards.stream().map(shard -> shard.upTo(record)).toList()));
    }
    return new Delivered(origin, mappingHash, List.copyOf(known));
  }

  /// Without the layers that know nothing behind `record`.
  Delivered after(long record) {
    if (layers.isEmpty() || layers.stream().allMatch(layer -> layer.knownThrough() > record)) {
      return this;
    }
    return new Delivered(
        origin,
        mappingHash,
        layers.stream().filter(layer -> layer.knownThrough() > record).toList());
  }

  Delivered with(Layer layer) {
    var all = new ArrayList<Layer>(layers);
    all.add(layer);
    while (all.size() > MAX_LAYERS) {
      all.removeFirst();
    }
    return new Delivered(origin, mappingHash, List.copyOf(all));
  }

  /// In at most `maxBytes`: beyond that the oldest layers are left out, and what they know is sent
  /// again after a crash.
  byte[] encode(int maxBytes) {
    int from = layers.size();
    int bytes = HEAD_BYTES;
    while (from > 0 && bytes + layers.get(from - 1).encodedBytes() <= maxBytes) {
      bytes += layers.get(--from).encodedBytes();
    }
    var to = new ByteSink(bytes);
    to.put(FORMAT);
    to.putLong(origin);
    to.putInt(mappingHash);
    to.put(layers.size() - from);
    for (Layer layer : layers.subList(from, layers.size())) {
      to.putInt(layer.shards.size());
      layer.shards.forEach(shard -> shard.writeTo(to));
    }
    return to.toByteArray();
  }

  /// Nothing, where the bytes are of another format: then the most that happens is that some
  /// samples are sent twice.
  static Delivered decode(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      return NOTHING;
    }
    try {
      var from = new ByteSource(bytes);
      from.get();
      long origin = from.getLong();
      int mapping = from.getInt();
      var layers = new ArrayList<Layer>();
      for (int left = from.get(); left > 0; left--) {
        var shards = new ArrayList<Progress>();
        int count = from.getInt();
        if (count <= 0 || count > from.remaining() / Progress.ENCODED_BYTES) {
          return NOTHING;
        }
        for (int i = 0; i < count; i++) {
          shards.add(Progress.readFrom(from));
        }
        layers.add(new Layer(List.copyOf(shards)));
      }
      return new Delivered(origin, mapping, List.copyOf(layers));
    } catch (ByteSource.TruncatedException _) {
      return NOTHING;
    }
  }
}
