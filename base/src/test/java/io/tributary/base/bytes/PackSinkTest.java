package io.tributary.base.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackSinkTest {
  private final PackSink sink = new PackSink();
  private final PackSource source = new PackSource();

  @Test
  void givesBackAllItemsInOrder() {
    long seed = System.nanoTime();
    System.out.println("PackSinkTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      var items = new ArrayList<byte[]>();
      for (int count = random.nextInt(200); count > 0; count--) {
        byte[] item = new byte[random.nextInt(random.nextInt(50) == 0 ? 300_000 : 5_000)];
        for (int i = 0; i < item.length; i++) {
          item[i] = (byte) random.nextInt(3);
        }
        items.add(item);
        sink.item().putLengthPrefixed(item);
        sink.endItem();
      }
      byte[][] packs = sink.finish();
      source.reset(packs);
      for (byte[] item : items) {
        assertThat(source.item().getLengthPrefixed()).isEqualTo(item);
      }
    }
  }

  @Test
  void unpacksNoMoreAtATimeThanAPackHolds() {
    for (int i = 0; i < 100; i++) {
      sink.item().putLengthPrefixed(new byte[10_000]);
      sink.endItem();
    }
    byte[][] packs = sink.finish();
    assertThat(packs.length).isEqualTo(15);
    source.reset(packs);
    source.item();
    assertThat(source.item().array()).hasSizeLessThan(2 * PackSink.PACK_BYTES);
  }

  @Test
  void hasNoPacksWithoutItems() {
    assertThat(sink.finish().length).isZero();
  }
}
