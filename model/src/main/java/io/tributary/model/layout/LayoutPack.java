package io.tributary.model.layout;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.PackSink;
import io.tributary.base.bytes.PackSource;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;

/// The blocks of a folded layout as items of [PackSink]:
///
/// ```
/// item = rows  type  family  help  unit  encoded      numbers are varints; texts, and what
///                                                     SeriesBlock#encoded gives, with their length
/// ```
final class LayoutPack {
  private LayoutPack() {}

  static byte[][] pack(SeriesBlock[] blocks, PackSink to) {
    for (SeriesBlock block : blocks) {
      FamilyMetadata metadata = block.metadata();
      ByteSink item = to.item();
      item.putVarint(block.rowCount());
      item.putVarint(metadata.type().remoteWrite2());
      putText(metadata.family(), item);
      putText(metadata.help(), item);
      putText(metadata.unit(), item);
      item.putLengthPrefixed(block.encoded());
      to.endItem();
    }
    return to.finish();
  }

  private static void putText(String text, ByteSink to) {
    to.putLengthPrefixed(text.getBytes(StandardCharsets.UTF_8));
  }

  static SeriesBlock[] open(byte[][] packs, int count) {
    var source = new PackSource();
    source.reset(packs);
    var blocks = new SeriesBlock[count];
    for (int i = 0; i < count; i++) {
      ByteSource from = source.item();
      int rows = (int) from.getVarint();
      MetricType type = MetricType.ofRemoteWrite2((int) from.getVarint());
      var metadata = new FamilyMetadata(text(from), type, text(from), text(from));
      blocks[i] = new SeriesBlock(from.getLengthPrefixed(), rows, metadata);
    }
    return blocks;
  }

  private static String text(ByteSource from) {
    return new String(from.getLengthPrefixed(), StandardCharsets.UTF_8);
  }
}
