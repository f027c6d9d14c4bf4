package io.tributary.model.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  @Test
  void aFoldedLayoutIsStillTheLayoutOfItsBlocks() {
    var blocks = List.of(block("a"), block("b"));
    var layout = layouts.layout(List.of("instance"), blocks);
    layout.fold(new PackSink());

    assertThat(layout.isFolded()).isTrue();
    assertThat(layouts.layout(List.of("instance"), blocks)).isSameAs(layout);
    assertThat(layout.block(1)).isEqualTo(blocks.get(1));
    assertThat(layout.rowCount(1)).isEqualTo(2);
    assertThat(layout.labels(2, new Stream(1, List.of("x"))))
        .isEqualTo(Labels.of("__name__", "up", "instance", "x", "mode", "b"));
  }

  @Test
  void aCursorReadsTheSameWhetherALayoutIsFoldedOrNot() {
    var blocks = new ArrayList<SeriesBlock>();
    for (int i = 0; i < 3000; i++) {
      blocks.add(block("mode " + i));
    }
    var layout = layouts.layout(List.of("instance"), blocks);
    List<String> before = rows(layout);
    layout.fold(new PackSink());
    assertThat(rows(layout)).isEqualTo(before);
    assertThat(layout.packs().length).isGreaterThan(1);
  }

  private static List<String> rows(Layout layout) {
    var rows = new ArrayList<String>();
    var cursor = new LayoutCursor().reset(layout);
    while (cursor.next()) {
      var refs = cursor.rows();
      while (refs.next()) {
        var row = new ByteSink(64);
        refs.writeRow(row);
        rows.add(
            cursor.firstRow()
                + " of "
                + cursor.rowCount()
                + new String(row.toByteArray(), StandardCharsets.UTF_8)
                + cursor.metadata()
                + cursor.type()
                + new String(
                    cursor.texts(),
                    cursor.helpFrom(),
                    cursor.helpTo() - cursor.helpFrom(),
                    StandardCharsets.UTF_8));
      }
    }
    return rows;
  }

  @Test
  void knowsHowOftenOneStreamHasHadItInARow() {
    var layout = layouts.layout(List.of("instance"), List.of(block("a")));
    var one = new Stream(1, List.of("x"));
    var other = new Stream(2, List.of("y"));
    assertThat(layout.usedBy(one)).isZero();
    assertThat(layout.usedBy(one)).isEqualTo(1);
    assertThat(layout.usedBy(other)).isZero();
    assertThat(layout.usedBy(one)).isZero();
    assertThat(layout.usedBy(one)).isEqualTo(1);
  }

  @Test
  void forgetsBlocksThatOnlyAFoldedLayoutHas() {
    var kept = new ArrayList<Layout>();
    for (int i = 0; i < 5000; i++) {
      var layout = layouts.layout(List.of("instance"), List.of(block("mode " + i)));
      layout.fold(new PackSink());
      kept.add(layout);
    }
    for (int tries = 0; tries < 100 && layouts.blockCount() > 10; tries++) {
      System.gc();
      layouts.purge(1000);
    }
    assertThat(layouts.blockCount()).isLessThanOrEqualTo(10);
    assertThat(layouts.layoutCount()).isEqualTo(kept.size());
    assertThat(layouts.layout(List.of("instance"), List.of(block("mode 17"))))
        .isSameAs(kept.get(17));
  }

  private static SeriesBlock block(String mode) {
    var builder = new BlockBuilder();
    var slots = List.of("instance");
    builder.add(Labels.of("__name__", "up", "instance", "?", "mode", mode), slots);
    builder.add(Labels.of("__name__", "up", "Zone", "é"), slots);
    return builder.build(UP);
  }
}
