package io.tributary.wire.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.tributary.base.bytes.PackSink;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SeriesBlock;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.compress.PlainUnsnappy;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.remotewrite.RequestEncoder.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is compressed while it is encoded says the same as what is encoded row by row, in the eyes
/// of three decoders.
class CompressedRequestTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("rounds", 20);
  private static final long NOW_MS = 1_763_000_000_000L;
  private static final long CACHE_BYTES = 1L << 30;
  private static final List<String> SLOTS = List.of("zone", "instance", "pod");
  private static final long[] SPECIAL = {
    0,
    Double.doubleToRawLongBits(-0.0),
    Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
    Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
    Double.doubleToRawLongBits(1),
    Double.doubleToRawLongBits(Double.NaN),
    ScrapeColumn.STALE_NAN_BITS,
    -1,
    1
  };

  @BeforeAll
  static void printSeed() {
    System.out.println("CompressedRequestTest seed " + SEED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anyScrapesAreReadBack(int version) throws IOException {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      var scrapes = new RandomScrapes(seed);
      var layouts = List.of(scrapes.layout(), scrapes.layout(), scrapes.layout());
      RequestEncoder encoder = encoder(version);
      for (int round = 0; round < 4; round++) {
        foldSome(layouts, scrapes.random());
        var batch = new Batch();
        for (int i = scrapes.random().nextInt(30); i >= 0; i--) {
          Layout layout = layouts.get(scrapes.random().nextInt(layouts.size()));
          long timestampMs = scrapes.random().nextInt(15) == 0 ? -5 : NOW_MS + i;
          batch.add(
              scrapes.column(scrapes.stream(layout), layout, timestampMs), 0, layout.rowCount());
        }
        check(version, encoder, batch, "seed %d, round %d".formatted(seed, round));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void targetsOfLikeLayoutsAreReadBack(int version) throws IOException {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      var random = new Random(seed);
      List<SeriesBlock> blocks = blocks(random);
      var layouts = new Layouts();
      var shapes = new ArrayList<Layout>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        shapes.add(layouts.layout(SLOTS, some(blocks, random)));
      }
      var streams = new ArrayList<Stream>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        streams.add(new Stream(i, slots(random)));
      }
      RequestEncoder encoder = encoder(version);
      for (int round = 0; round < 4; round++) {
        foldSome(shapes, random);
        var batch = new Batch();
        for (Stream stream : streams) {
          Layout layout = shapes.get(random.nextInt(shapes.size()));
          int from = random.nextInt(8) == 0 ? random.nextInt(layout.rowCount()) : 0;
          int to =
              random.nextInt(8) == 0
                  ? from + 1 + random.nextInt(layout.rowCount() - from)
                  : layout.rowCount();
          long timestampMs = NOW_MS + round * 15_000L + random.nextInt(3) * random.nextLong(20_000);
          batch.add(column(stream, layout, timestampMs, random), from, to);
        }
        check(version, encoder, batch, "seed %d, round %d".formatted(seed, round));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void samplesOfASeriesStayInOrderWhateverItsLayout(int version) throws IOException {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      var random = new Random(seed);
      List<SeriesBlock> blocks = blocks(random);
      var layouts = new Layouts();
      var shapes =
          List.of(
              layouts.layout(SLOTS, blocks),
              layouts.layout(SLOTS, some(blocks, random)),
              layouts.layout(SLOTS, some(blocks, random)));
      var streams = new ArrayList<Stream>();
      int count = 2 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        streams.add(new Stream(i, List.of("z" + i, "i" + i, "p" + i)));
      }
      RequestEncoder encoder = encoder(version);
      for (int round = 0; round < 3; round++) {
        foldSome(shapes, random);
        var batch = new Batch();
        for (int i = 0; i < 3 * count; i++) {
          Layout layout = shapes.get(random.nextInt(shapes.size()));
          Stream stream = streams.get(random.nextInt(streams.size()));
          batch.add(column(stream, layout, NOW_MS + i, random), 0, layout.rowCount());
        }
        String as = "seed %d, round %d".formatted(seed, round);
        check(version, encoder, batch, as);
        EncodedRequest message = decoded(encoder.encodeCompressed(batch, false), as);
        Map<String, Long> newest = new HashMap<>();
        for (String line : ReferenceMessages.lines(version, message)) {
          String series = line.substring(0, line.indexOf('}') + 1);
          String rest = line.substring(series.length() + 1);
          long timestampMs = Long.parseLong(rest.split("[@ ]", -1)[1]);
          Long before = newest.put(series, timestampMs);
          assertThat(before == null || before < timestampMs).as(as + " " + series).isTrue();
        }
      }
    }
  }

  @Test
  void manyLikeTargetsTakeLessThanWithTheOrdinaryCodec() throws IOException {
    var random = new Random(4);
    var layouts = new Layouts();
    var block = new BlockBuilder();
    for (int i = 0; i < 200; i++) {
      block.add(
          Labels.of(
              "__name__",
              "requests_total",
              "code",
              i % 3 == 0 ? "200" : "503",
              "handler",
              "/api/v1/" + i / 6,
              "instance",
              "?",
              "method",
              i % 2 == 0 ? "get" : "post"),
          List.of("instance"));
    }
    Layout layout = layouts.layout(List.of("instance"), List.of(block.build(FamilyMetadata.NONE)));
    var batch = new Batch();
    for (int target = 0; target < 12; target++) {
      var stream = new Stream(target, List.of("10.1.2." + target + ":9100"));
      long[] values = new long[layout.rowCount()];
      for (int i = 0; i < values.length; i += 2) {
        values[i] = Double.doubleToRawLongBits(random.nextInt(100_000));
      }
      var column = new ScrapeColumn(stream, layout, NOW_MS + target, values, null, null);
      batch.add(column, 0, layout.rowCount());
    }
    var encoder = new Rw1Encoder(Options.ALL, TemplateCache.forRw1(CACHE_BYTES));
    check(1, encoder, batch, "");
    var message = encoder.encode(batch, false);
    var ordinary = new Snappy();
    int ordinaryBytes = ordinary.compress(message.bytes(), message.offset(), message.length());
    assertThat(encoder.encodeCompressed(batch, false).length()).isLessThan(ordinaryBytes * 9 / 10);
  }

  private static void foldSome(List<Layout> layouts, Random random) {
    for (Layout layout : layouts) {
      if (random.nextInt(5) == 0) {
        layout.fold(new PackSink());
      }
    }
  }

  private static RequestEncoder encoder(int version) {
    return version == 1
        ? new Rw1Encoder(Options.ALL, TemplateCache.forRw1(CACHE_BYTES))
        : new Rw2Encoder(Options.ALL, TemplateCache.forRw2(CACHE_BYTES));
  }

  /// Blocks whose rows resemble each other as those of real families do.
  private static List<SeriesBlock> blocks(Random random) {
    var blocks = new ArrayList<SeriesBlock>();
    for (int b = 0; b <= random.nextInt(12); b++) {
      var block = new BlockBuilder();
      String name = "node_" + "family_".repeat(random.nextInt(4)) + b + "_total";
      int devices = 1 + random.nextInt(12);
      boolean hasMode = random.nextInt(3) == 0;
      boolean isLong = random.nextInt(12) == 0;
      for (int d = 0; d < devices; d++) {
        for (String mode : hasMode ? List.of("idle", "user", "softirq") : List.of("")) {
          var labels = new Labels.Builder().set("__name__", name).set("device", "nvme" + d);
          if (hasMode) {
            labels.set("mode", mode).set("x", "y" + d);
          }
          if (isLong) {
            labels.set("long", "text " + d + " ".repeat(200));
          }
          for (String slot : SLOTS) {
            if (b % 4 != 3 || random.nextInt(9) != 0 || slot.equals("pod")) {
              labels.set(slot, "?");
            }
          }
          block.add(labels.build(), SLOTS);
        }
      }
      blocks.add(block.build(new FamilyMetadata(name, MetricType.COUNTER, "Help", "")));
    }
    return blocks;
  }

  private static List<SeriesBlock> some(List<SeriesBlock> blocks, Random random) {
    var some = new ArrayList<SeriesBlock>();
    for (SeriesBlock block : blocks) {
      if (random.nextInt(4) != 0) {
        some.add(block);
      }
    }
    return some.isEmpty() ? blocks : some;
  }

  private static List<String> slots(Random random) {
    var values = new ArrayList<String>();
    for (int i = 0; i < SLOTS.size(); i++) {
      values.add(
          switch (random.nextInt(20)) {
            case 0 -> "";
            case 1 -> "long".repeat(random.nextInt(60));
            default -> "10.0.0." + random.nextInt(300);
          });
    }
    return values;
  }

  private static ScrapeColumn column(
      Stream stream, Layout layout, long timestampMs, Random random) {
    long[] values = new long[layout.rowCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(6)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> random.nextLong();
            case 2 -> Double.doubleToRawLongBits(random.nextInt(1_000_000) / 100.0);
            case 3 -> Double.doubleToRawLongBits(random.nextInt(100_000));
            default -> 0;
          };
    }
    BitSet selected = null;
    if (random.nextInt(20) == 0) {
      selected = new BitSet();
      selected.set(0, values.length);
      selected.clear(random.nextInt(values.length));
    }
    return new ScrapeColumn(stream, layout, timestampMs, values, selected, null);
  }

  private static void check(int version, RequestEncoder encoder, Batch batch, String as)
      throws IOException {
    EncodedRequest request = encoder.encodeCompressed(batch, false);
    int samples = request.samples();
    int histograms = request.histograms();
    List<String> got = sorted(ReferenceMessages.lines(version, decoded(request, as)));
    EncodedRequest plain = encoder.encode(batch, false);
    assertThat(got).as(as).isEqualTo(sorted(ReferenceMessages.lines(version, plain)));
    assertThat(samples).as(as).isEqualTo(plain.samples());
    assertThat(histograms).as(as).isEqualTo(plain.histograms());
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  private static EncodedRequest decoded(EncodedRequest request, String as) throws IOException {
    byte[] bytes =
        Arrays.copyOfRange(request.bytes(), request.offset(), request.offset() + request.length());
    byte[] message = org.xerial.snappy.Snappy.uncompress(bytes);
    assertThat(PlainUnsnappy.decode(bytes)).as(as).isEqualTo(message);
    byte[] third = new byte[message.length];
    new SnappyJavaDecompressor().decompress(bytes, 0, bytes.length, third, 0, third.length);
    assertThat(third).as(as).isEqualTo(message);
    return new EncodedRequest(message, 0, message.length, 0, 0, 0, 0, 0);
  }
}
