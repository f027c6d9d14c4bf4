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
/// format 1  mapping hash 8  layers 1  ( shards 2  progress×shards )×layers
/// ```
///
/// A layer is what one run of the process knew. Layers of earlier runs stay until the cursor has
/// passed what they know. Immutable.
record Delivered(int mappingHash, List<Layer> layers) {
  private static final int FORMAT = 1;
  private static final int MAX_LAYERS = 8;

  static final Delivered NOTHING = new Delivered(0, List.of());

  /// The progress of each shard; a stream belongs to the shard that its key says.
  record Layer(List<Progress> shards) {
    long knownThrough() {
      return shards.stream().mapToLong(Progress::knownThrough).max().orElse(0);
    }
  }

  static int shardOf(Stream stream, int shards) {
    return (int) Long.remainderUnsigned(stream.key(), shards);
  }

  /// Rows at the front of a record that were delivered. `mapping` is a hash of what turns rows of
  /// the log into rows that are sent: when it has changed, row numbers mean nothing any more.
  int deliveredRows(Stream stream, long record, int mapping) {
    int rows = 0;
    for (Layer layer : layers) {
      Progress shard = layer.shards.get(shardOf(stream, layer.shards.size()));
      rows = Math.max(rows, shard.deliveredRows(record, Progress.hash(stream)));
    }
    return rows == Integer.MAX_VALUE || mapping == mappingHash ? rows : 0;
  }

  /// Without the layers that know nothing behind `record`.
  Delivered after(long record) {
    if (layers.isEmpty() || layers.stream().allMatch(layer -> layer.knownThrough() > record)) {
      return this;
    }
    return new Delivered(
        mappingHash, layers.stream().filter(layer -> layer.knownThrough() > record).toList());
  }

  Delivered with(Layer layer) {
    var all = new ArrayList<Layer>(layers);
    all.add(layer);
    while (all.size() > MAX_LAYERS) {
      all.removeFirst();
    }
    return new Delivered(mappingHash, List.copyOf(all));
  }

  byte[] encode() {
    if (layers.isEmpty()) {
      return new byte[0];
    }
    var to = new ByteSink(64);
    to.put(FORMAT);
    to.putInt(mappingHash);
    to.put(layers.size());
    for (Layer layer : layers) {
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
      return new Delivered(mapping, List.copyOf(layers));
    } catch (ByteSource.TruncatedException _) {
      return NOTHING;
    }
  }
}
