package io.tributary.cluster.discovery;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.ByteSource.TruncatedException;
import io.tributary.base.bytes.Hash64;
import io.tributary.model.labels.Labels;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.compress.Unsnappy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Targets as bytes, compressed: `(count (length name length value)*)*`. Owned by one thread.
final class TargetPack {
  /// Decompressed. Targets travel in several packs where they are more.
  static final int MAX_BYTES = 1 << 20;

  private final Snappy snappy = new Snappy();
  private final Unsnappy unsnappy = new Unsnappy();

  static byte[] encode(Labels target) {
    var sink = new ByteSink(256);
    sink.putVarint(target.size());
    for (int i = 0; i < target.size(); i++) {
      sink.putLengthPrefixed(target.name(i).getBytes(StandardCharsets.UTF_8));
      sink.putLengthPrefixed(target.value(i).getBytes(StandardCharsets.UTF_8));
    }
    return sink.toByteArray();
  }

  /// What a target is told apart by from others.
  static long id(byte[] encoded) {
    return Hash64.of(encoded, 0, encoded.length, 0);
  }

  byte[] pack(ByteSink targets) {
    int length = snappy.compress(targets.array(), 0, targets.size());
    return Arrays.copyOf(snappy.output(), length);
  }

  /// Throws [WireException] for what [#pack] cannot have made.
  List<byte[]> unpack(byte[] packed) {
    if (packed.length == 0) {
      return List.of();
    }
    if (Unsnappy.decodedLength(packed, packed.length) > MAX_BYTES) {
      throw new WireException("cannot read targets: there are too many in one message", 0);
    }
    int length = unsnappy.decode(packed, packed.length);
    var source = new ByteSource(unsnappy.output(), 0, length);
    var targets = new ArrayList<byte[]>();
    try {
      while (source.hasRemaining()) {
        int from = source.position();
        int labels = source.getLength(source.remaining());
        for (int i = 0; i < 2 * labels; i++) {
          source.skip(source.getLength(source.remaining()));
        }
        targets.add(Arrays.copyOfRange(source.array(), from, source.position()));
      }
    } catch (TruncatedException e) {
      throw new WireException("cannot read targets: " + e.getMessage(), source.position());
    }
    return targets;
  }

  static Labels decode(byte[] encoded) {
    var source = new ByteSource(encoded);
    var labels = new Labels.Builder();
    int count = source.getLength(source.remaining());
    for (int i = 0; i < count; i++) {
      String name = new String(source.getLengthPrefixed(), StandardCharsets.UTF_8);
      labels.keepEmpty(name, new String(source.getLengthPrefixed(), StandardCharsets.UTF_8));
    }
    return labels.build();
  }
}
