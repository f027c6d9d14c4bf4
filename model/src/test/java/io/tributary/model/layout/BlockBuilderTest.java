package io.tributary.model.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.labels.Labels;
import io.tributary.model.metadata.FamilyMetadata;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
  private static final List<String> SLOTS = List.of("instance", "job");

  private final Random random = new Random();
  private final BlockBuilder builder = new BlockBuilder();

  @BeforeEach
  void seed() {
    long seed = System.nanoTime();
    random.setSeed(seed);
    System.out.println("BlockBuilderTest seed " + seed);
  }

  @Test
  void givesBackAnyRows() {
    for (int round = 0; round < 300; round++) {
      List<byte[]> rows = randomRows();
      assertThat(rowsOf(blockOf(rows))).usingElementComparator(Arrays::compare).isEqualTo(rows);
    }
  }

  @Test
  void buildsTheSameBlockFromBytesAndFromOtherBlocks() {
    for (int round = 0; round < 300; round++) {
      List<byte[]> rows = randomRows();
      SeriesBlock source = blockOf(shuffledWithOthers(rows));
      SeriesBlock expected = blockOf(rows);
      var sources = rowsOf(source);
      var cursor = new LabelRefCursor();
      builder.copyFrom(cursor.reset(source));
      for (byte[] row : rows) {
        if (random.nextInt(4) == 0) {
          builder.add(row, 0, row.length);
          continue;
        }
        cursor.reset(source);
        for (byte[] candidate : sources) {
          cursor.next();
          if (Arrays.equals(candidate, row)) {
            break;
          }
        }
        builder.copy(cursor);
      }
      assertThat(builder.build(FamilyMetadata.NONE)).isEqualTo(expected);
    }
  }

  @Test
  void readsItsOwnBytes() {
    for (int round = 0; round < 300; round++) {
      SeriesBlock block = blockOf(randomRows());
      assertThat(SeriesBlock.ofEncoded(block.encoded(), block.rowCount(), FamilyMetadata.NONE))
          .isEqualTo(block);
    }
  }

  @Test
  void refusesOtherBytesOrReadsThemWithoutTrouble() {
    int read = 0;
    for (int round = 0; round < 3000; round++) {
      SeriesBlock block = blockOf(randomRows());
      byte[] bytes = block.encoded().clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      SeriesBlock damaged;
      try {
        damaged = SeriesBlock.ofEncoded(bytes, block.rowCount(), FamilyMetadata.NONE);
      } catch (ByteSource.TruncatedException | IllegalArgumentException _) {
        continue;
      }
      read++;
      assertThat(rowsOf(damaged)).hasSize(block.rowCount());
    }
    assertThat(read).isPositive();
  }

  @Test
  void takesMoreLabelsThanFitTheirByte() {
    var many = new Labels.Builder();
    for (int i = 0; i < 400; i++) {
      many.set("label_" + i, "value " + i);
    }
    var more = new Labels.Builder(many.build()).set("zone", "b").build();
    builder.add(many.build(), SLOTS);
    builder.add(more, SLOTS);
    SeriesBlock block = builder.build(FamilyMetadata.NONE);
    var layout = new Layouts().layout(SLOTS, List.of(block));
    var stream = new Stream(1, List.of("a", "b"));
    assertThat(layout.labels(0, stream)).isEqualTo(many.build());
    assertThat(layout.labels(1, stream)).isEqualTo(more);
    assertThat(SeriesBlock.ofEncoded(block.encoded(), 2, FamilyMetadata.NONE)).isEqualTo(block);
  }

  /// Two slots begin with the bytes that room which was never written has.
  @Test
  void comparesWithAllOfTheRowBeforeAfterMakingRoomForIt() {
    var first = new ByteSink(64);
    SeriesBlock.putLabel(first, text("a"), text(""));
    SeriesBlock.putLabel(first, text("b"), text("short"));
    var longer = new ByteSink(64);
    SeriesBlock.putLabel(longer, text("a"), text(""));
    SeriesBlock.putLabel(longer, text("b"), text("v".repeat(1000)));
    var slots = new ByteSink(64);
    SeriesBlock.putSlot(slots, 0);
    SeriesBlock.putSlot(slots, 1);
    SeriesBlock.putLabel(slots, text("c"), text("y"));
    var rows = List.of(first.toByteArray(), longer.toByteArray(), slots.toByteArray());
    assertThat(rowsOf(blockOf(rows))).usingElementComparator(Arrays::compare).isEqualTo(rows);
  }

  /// A byte of a label takes a byte here and there, and not room for a label of its own.
  @Test
  void takesALongLabelAtAFewTimesItsSize() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var row = new ByteSink(64);
    SeriesBlock.putLabel(row, text("long"), text("v".repeat(4_000_000)));
    byte[] bytes = row.toByteArray();
    long before = threads.getCurrentThreadAllocatedBytes();
    SeriesBlock block = blockOf(List.of(bytes));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(rowsOf(block)).usingElementComparator(Arrays::compare).containsExactly(bytes);
    assertThat(allocated).isLessThan(6L * bytes.length);
  }

  @Test
  void writesAStringOnce() {
    String value = "v".repeat(1000);
    for (int i = 0; i < 20; i++) {
      builder.add(Labels.of("__name__", "m" + i, "long", value), SLOTS);
    }
    assertThat(builder.build(FamilyMetadata.NONE).encoded().length).isLessThan(1000 + 20 * 12);
  }

  private SeriesBlock blockOf(List<byte[]> rows) {
    rows.forEach(row -> builder.add(row, 0, row.length));
    return builder.build(FamilyMetadata.NONE);
  }

  private static List<byte[]> rowsOf(SeriesBlock block) {
    var rows = new ArrayList<byte[]>();
    var cursor = new RowCursor().reset(block);
    while (cursor.next()) {
      rows.add(Arrays.copyOf(cursor.bytes(), cursor.length()));
    }
    return rows;
  }

  private List<byte[]> shuffledWithOthers(List<byte[]> rows) {
    var all = new ArrayList<>(rows);
    all.addAll(randomRows());
    java.util.Collections.shuffle(all, random);
    return all;
  }

  private List<byte[]> randomRows() {
    var rows = new ArrayList<byte[]>();
    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
    for (int i = 0; i < count; i++) {
      rows.add(randomRow());
    }
    return rows;
  }

  private byte[] randomRow() {
    var row = new ByteSink(64);
    int labels = random.nextInt(random.nextInt(20) == 0 ? 60 : 8);
    for (int i = 0; i < labels; i++) {
      int kind = random.nextInt(10);
      if (kind == 0) {
        SeriesBlock.putSlot(row, random.nextInt(random.nextInt(5) == 0 ? 300 : 3));
      } else {
        SeriesBlock.putLabel(row, text(kind == 1 ? "__name__" : "n" + i), text(value()));
      }
    }
    return row.toByteArray();
  }

  private String value() {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> "__name__";
      case 2 -> "é".repeat(random.nextInt(200));
      default -> "v" + random.nextInt(6);
    };
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
