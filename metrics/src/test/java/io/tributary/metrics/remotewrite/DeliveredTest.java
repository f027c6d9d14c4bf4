package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.wal.WalPosition;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.wire.remotewrite.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveredTest {
  private final Layouts layouts = new Layouts();

  private Layout layout(int rows) {
    var block = new BlockBuilder();
    for (int i = 0; i < rows; i++) {
      block.add(Labels.of("__name__", "m" + i), List.of());
    }
    return layouts.layout(List.of(), List.of(block.build(FamilyMetadata.NONE)));
  }

  private record Scrape(Stream stream, Layout layout, long record) {}

  /// Cuts a window short behind every acknowledgement: what the cursor says was delivered must be
  /// exactly what was.
  @Test
  void aWindowCutShortAnywhereRepeatsNothingThatWasAcknowledged() {
    for (long seed = 0; seed < 80; seed++) {
      var random = new Random(seed);
      int shards = 1 + random.nextInt(3);
      int maxSamples = 5 + random.nextInt(60);
      var window = new Window(new WalPosition(1, 0, 100, 0), shards, maxSamples, 0);
      var scrapes = new ArrayList<Scrape>();
      Layout[] shapes = {layout(7), layout(23), layout(90)};
      for (int i = 0; i < 40; i++) {
        int target = random.nextInt(6);
        var layout = shapes[random.nextInt(10) == 0 ? 2 : target % 2];
        var scrape = new Scrape(new Stream(target, List.of()), layout, 101 + i);
        scrapes.add(scrape);
        long[] values = new long[layout.rowCount()];
        window.add(
            new ScrapeColumn(scrape.stream, layout, scrape.record, values, null, null),
            null,
            0,
            scrape.record,
            Progress.hash(scrape.stream));
        window.extendTo(scrape.record);
      }
      window.plan();
      checkEveryCut(window, scrapes, shards, maxSamples, random, "seed " + seed);
    }
  }

  private static void checkEveryCut(
      Window whole, List<Scrape> scrapes, int shards, int maxSamples, Random random, String as) {
    Window window = whole;
    List<Delivered.Layer> earlier = new ArrayList<>();
    List<Progress> progress = startOf(shards);
    // By record: rows delivered. Scrapes are told apart by their timestamps.
    Map<Long, Integer> rows = new HashMap<>();
    int shard = 0;
    while (shard < progress.size()) {
      while (true) {
        if (earlier.size() < 5 && random.nextInt(20) == 0) {
          // Another number of shards, in the middle of it.
          earlier.add(new Delivered.Layer(List.copyOf(progress)));
          int next = 1 + random.nextInt(4);
          window = window.divided(next);
          progress = startOf(next);
          shard = 0;
        }
        Load load = window.nextLoad(shard, progress.get(shard));
        if (load == null) {
          break;
        }
        assertThat(load.batch.sampleCount()).as(as).isBetween(1, Math.max(maxSamples, 1));
        for (Slice slice : load.batch.slices()) {
          int before = rows.getOrDefault(slice.timestampMs(), 0);
          assertThat(slice.fromRow()).as(as).isEqualTo(before);
          rows.put(slice.timestampMs(), slice.toRow());
        }
        progress.set(shard, load.after);
        var layers = new ArrayList<>(earlier);
        layers.add(new Delivered.Layer(List.copyOf(progress)));
        var cursor = new Delivered(5, 7, List.copyOf(layers));
        var read = Delivered.decode(cursor.encode(1 << 16));
        assertThat(read).as(as).isEqualTo(cursor);
        for (Scrape scrape : scrapes) {
          int delivered =
              Math.min(scrape.layout.rowCount(), read.deliveredRows(scrape.stream, scrape.record));
          assertThat(delivered)
              .as("%s, record %d", as, scrape.record)
              .isEqualTo(rows.getOrDefault(scrape.record, 0));
        }
      }
      shard++;
    }
    for (Scrape scrape : scrapes) {
      assertThat(rows.get(scrape.record)).as(as).isEqualTo(scrape.layout.rowCount());
    }
  }

  private static List<Progress> startOf(int shards) {
    return new ArrayList<>(Collections.nCopies(shards, Progress.through(100)));
  }

  @Test
  void rowNumbersCountOnlyUnderTheSameMapping() {
    var layer = new Delivered.Layer(List.of(Progress.through(10).withPartial(11, 5)));
    var delivered = new Delivered(0, 1, List.of(layer));
    var stream = new Stream(1, List.of());
    assertThat(delivered.under(1).deliveredRows(stream, 11)).isEqualTo(5);
    assertThat(delivered.under(2).deliveredRows(stream, 11)).isZero();
    assertThat(delivered.under(2).under(1).deliveredRows(stream, 11)).isZero();
    assertThat(delivered.under(2).deliveredRows(stream, 10)).isEqualTo(Integer.MAX_VALUE);
    assertThat(delivered.under(2).deliveredRows(stream, 12)).isZero();
  }

  /// A shard that is through with everything, one with a part of a record, and one inside a window.
  @Test
  void knowsNothingOfRecordsThatTheLogHasNeverSeen() {
    var layer =
        new Delivered.Layer(
            List.of(
                Progress.through(20),
                Progress.through(10).withPartial(20, 5),
                Progress.through(10).withMark(20, -1, 18, 19, 5)));
    var delivered = new Delivered(3, 1, List.of(layer));
    var known = delivered.upTo(15);
    assertThat(delivered.upTo(20)).isSameAs(delivered);
    assertThat(known.origin()).isEqualTo(3);
    for (int target = 0; target < 3; target++) {
      var stream = new Stream(target, List.of());
      for (long record = 1; record <= 20; record++) {
        assertThat(known.deliveredRows(stream, record))
            .as("target %d, record %d", target, record)
            .isEqualTo(record <= 15 ? delivered.deliveredRows(stream, record) : 0);
      }
    }
  }

  @Test
  void whatDoesNotFitTheCursorIsLeftOutOldestFirst() {
    var layers = new ArrayList<Delivered.Layer>();
    for (int i = 0; i < 8; i++) {
      layers.add(new Delivered.Layer(Collections.nCopies(300, Progress.through(i))));
    }
    byte[] bytes = new Delivered(9, 1, layers).encode(64 << 10);
    assertThat(bytes.length).isLessThanOrEqualTo(64 << 10);
    var read = Delivered.decode(bytes);
    assertThat(read.origin()).isEqualTo(9);
    assertThat(read.layers()).isEqualTo(layers.subList(5, 8));
  }

  @Test
  void forgetsALayerOnceTheCursorHasPassedIt() {
    var delivered =
        new Delivered(0, 1, List.of(new Delivered.Layer(List.of(Progress.through(10)))));
    assertThat(delivered.after(9)).isSameAs(delivered);
    assertThat(delivered.after(10).layers()).isEmpty();
  }

  @Test
  void bytesThatMakeNoSenseMeanNothingWasDelivered() {
    long seed = 3;
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 2;
      }
      assertThat(Delivered.decode(bytes)).as("seed %d", seed).isNotNull();
    }
    assertThat(Delivered.decode(new byte[0])).isSameAs(Delivered.NOTHING);
    assertThat(Delivered.decode(new byte[] {9, 1, 2})).isSameAs(Delivered.NOTHING);
  }
}
