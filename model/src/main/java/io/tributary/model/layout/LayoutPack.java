package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.Pack;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;

/// The blocks of a folded layout as one [Pack] of
///
/// ```
/// ( rows  type  family  help  unit  encoded )*     numbers are varints; texts, and what
///                                                  SeriesBlock#encoded gives, with their length
/// ```
final class LayoutPack {
  private static final MetricType[] TYPES = MetricType.values();

  static {
    for (MetricType type : MetricType.values()) {
      TYPES[type.remoteWrite2()] = type;
    }
  }

  private LayoutPack() {}

  static byte[] pack(SeriesBlock[] blocks, Pack packer) {
    var all = new ByteSink(16 << 10);
    for (SeriesBlock block : blocks) {
      FamilyMetadata metadata = block.metadata();
      all.putVarint(block.rowCount());
      all.putVarint(metadata.type().remoteWrite2());
      putText(metadata.family(), all);
      putText(metadata.help(), all);
      putText(metadata.unit(), all);
      all.putLengthPrefixed(block.encoded());
    }
    return packer.pack(all.array(), all.size());
  }

  private static void putText(String text, ByteSink to) {
    to.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }

  static SeriesBlock[] open(byte[] pack, int count) {
    byte[] bytes = new byte[Pack.unpackedBytes(pack) + Pack.SLACK];
    var from = new ByteSource(bytes, 0, Pack.unpack(pack, bytes));
    var blocks = new SeriesBlock[count];
    for (int i = 0; i < count; i++) {
      int rows = (int) from.getVarint();
      MetricType type = type((int) from.getVarint());
      var metadata = new FamilyMetadata(text(from), type, text(from), text(from));
      blocks[i] = new SeriesBlock(from.getLengthPrefixed(), rows, metadata);
    }
    return blocks;
  }

  private static String text(ByteSource from) {
    return new String(from.getLengthPrefixed(), StandardCharsets.UTF_8);
  }

  /// The type with this number in remote write 2.0.
  static MetricType type(int number) {
    return TYPES[number];
  }
}
