package io.tributary.model.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.bytes.ByteSource;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final FamilyMetadata UP =
      new FamilyMetadata("up", MetricType.GAUGE, "Is it up?", "");
  private final Layouts layouts = new Layouts();

  @Test
  void givesBackTheLabelsThatWerePutIn() {
    var layout = layouts.layout(List.of("instance"), List.of(block("a"), block("b")));
    var stream = new Stream(1, List.of("10.0.0.7:9100"));

    assertThat(layout.rowCount()).isEqualTo(4);
    assertThat(layout.labels(2, stream))
        .isEqualTo(Labels.of("__name__", "up", "instance", "10.0.0.7:9100", "mode", "b"));
    assertThat(layout.labels(3, stream)).isEqualTo(Labels.of("__name__", "up", "Zone", "é"));
  }

  @Test
  void sharesEqualBlocksAndLayouts() {
    var one = layouts.layout(List.of("instance"), List.of(block("a"), block("b")));
    var two = layouts.layout(List.of("instance"), List.of(block("a"), block("b")));
    var other = layouts.layout(List.of("instance"), List.of(block("b"), block("a")));

    assertThat(two).isSameAs(one);
    assertThat(other).isNotSameAs(one);
    assertThat(other.block(0)).isSameAs(one.block(1));
    assertThat(layouts.blockCount()).isEqualTo(2);
  }

  @Test
  void readsItsOwnBytesAndRefusesOthers() {
    var block = block("a");
    assertThat(SeriesBlock.ofEncoded(block.encoded(), 2, UP)).isEqualTo(block);
    assertThatThrownBy(() -> SeriesBlock.ofEncoded(block.encoded(), 3, UP))
        .isInstanceOf(ByteSource.TruncatedException.class);
    assertThatThrownBy(() -> SeriesBlock.ofEncoded(new byte[] {9, 1, 1}, 1, UP))
        .isInstanceOf(ByteSource.TruncatedException.class);
  }

  private static SeriesBlock block(String mode) {
    var builder = new BlockBuilder();
    var slots = List.of("instance");
    builder.add(Labels.of("__name__", "up", "instance", "?", "mode", mode), slots);
    builder.add(Labels.of("__name__", "up", "Zone", "é"), slots);
    return builder.build(UP);
  }
}
