package io.tributary.wire.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.base.bytes.PackSink;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.BlockBuilder;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Layouts;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.layout.Stream;
import io.tributary.model.metadata.FamilyMetadata;
import io.tributary.model.metadata.MetricType;
import io.tributary.wire.remotewrite.RequestEncoder.Options;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEncoderTest {
  private static final long NOW_MS = 1_763_000_000_000L;
  private static final int SEEDS = 20;
  private static final long CACHE_BYTES = 1L << 30;

  private static RequestEncoder encoder(int version, boolean templates) {
    return encoder(version, templates, Options.ALL);
  }

  private static RequestEncoder encoder(int version, boolean templates, Options options) {
    return version == 1
        ? new Rw1Encoder(
            options, templates ? TemplateCache.forRw1(CACHE_BYTES) : TemplateCache.none())
        : new Rw2Encoder(
            options, templates ? TemplateCache.forRw2(CACHE_BYTES) : TemplateCache.none());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void templatesAndRowsSayWhatTheColumnsSay(int version) throws InvalidProtocolBufferException {
    for (long seed = 0; seed < SEEDS; seed++) {
      var scrapes = new RandomScrapes(seed);
      var layouts = new ArrayList<Layout>();
      for (int i = 0; i < 3; i++) {
        layouts.add(scrapes.layout());
      }
      RequestEncoder plain = encoder(version, false);
      RequestEncoder templates = encoder(version, true);
      // The first batches decide which layouts deserve a template.
      for (int round = 0; round < 6; round++) {
        if (round >= 4) {
          layouts.get(round - 4).fold(new PackSink());
        }
        Batch batch = batch(scrapes, layouts);
        String as = "version %d, seed %d, round %d".formatted(version, seed, round);
        List<String> expected = expected(version, batch);
        EncodedRequest request = plain.encode(batch, false);
        assertThat(ReferenceMessages.lines(version, request)).as(as).isEqualTo(expected);
        assertThat(request.samples() + request.histograms()).as(as).isEqualTo(expected.size());
        request = templates.encode(batch, false);
        assertThat(ReferenceMessages.lines(version, request)).as(as).isEqualTo(expected);
        assertThat(request.samples() + request.histograms()).as(as).isEqualTo(expected.size());
        assertSymbolsAreUnique(version, request);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void mergedEntriesHoldTheSameSamples(int version) throws InvalidProtocolBufferException {
    for (long seed = 0; seed < SEEDS; seed++) {
      var scrapes = new RandomScrapes(seed);
      Layout layout = scrapes.layout();
      var batch = new Batch();
      for (int s = 0; s < 3; s++) {
        Stream stream = scrapes.stream(layout);
        for (int i = 0; i < 5; i++) {
          ScrapeColumn column = scrapes.column(stream, layout, NOW_MS + i * 15_000L);
          batch.add(column, 0, layout.rowCount());
        }
      }
      List<String> expected = expected(version, batch).stream().sorted().toList();
      for (boolean templates : new boolean[] {false, true}) {
        RequestEncoder encoder = encoder(version, templates);
        for (int round = 0; round < 3; round++) {
          EncodedRequest merged = encoder.encode(batch, true);
          assertThat(ReferenceMessages.lines(version, merged).stream().sorted().toList())
              .as("version %d, seed %d", version, seed)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aBacklogSharesEntriesAndKeepsTheOrderOfTime(int version)
      throws InvalidProtocolBufferException {
    var scrapes = new RandomScrapes(3);
    Layout layout = scrapes.layout();
    Stream stream = scrapes.stream(layout);
    var batch = new Batch();
    for (int i = 0; i < 4; i++) {
      var values = new long[layout.rowCount()];
      batch.add(
          new ScrapeColumn(stream, layout, NOW_MS + i, values, null, null), 0, layout.rowCount());
    }
    for (boolean templates : new boolean[] {false, true}) {
      EncodedRequest request = encoder(version, templates).encode(batch, true);
      List<DynamicMessage> series =
          ReferenceMessages.list(ReferenceMessages.parse(version, request), "timeseries");
      assertThat(series).hasSize(layout.rowCount());
      for (DynamicMessage one : series) {
        assertThat(ReferenceMessages.<DynamicMessage>list(one, "samples"))
            .extracting(sample -> ReferenceMessages.get(sample, "timestamp"))
            .containsExactly(NOW_MS, NOW_MS + 1, NOW_MS + 2, NOW_MS + 3);
      }
    }
  }

  @Test
  void manyTargetsOfASmallLayoutOutgrowReferencesOfOneByte() throws InvalidProtocolBufferException {
    var layouts = new Layouts();
    var block = new BlockBuilder();
    for (int i = 0; i < 60; i++) {
      block.add(Labels.of("__name__", "m" + i, "instance", "?"), List.of("instance"));
    }
    Layout layout = layouts.layout(List.of("instance"), List.of(block.build(FamilyMetadata.NONE)));
    RequestEncoder encoder = encoder(2, true);
    for (int round = 0; round < 3; round++) {
      var batch = new Batch();
      for (int target = 0; target < 300; target++) {
        batch.add(
            new ScrapeColumn(
                new Stream(target, List.of("10.0.0." + target)),
                layout,
                NOW_MS,
                new long[60],
                null,
                null),
            0,
            60);
      }
      EncodedRequest request = encoder.encode(batch, false);
      assertThat(ReferenceMessages.lines(2, request)).isEqualTo(expected(2, batch));
      assertSymbolsAreUnique(2, request);
    }
  }

  @Test
  void rowsReferToAnyNumberOfSymbols() throws InvalidProtocolBufferException {
    int rows = 300;
    var block = new BlockBuilder();
    for (int row = 0; row < rows; row++) {
      // Sixty symbols of its own for each row: references of one, two and three bytes.
      var labels = new Labels.Builder().set("__name__", "m");
      for (int i = 0; i < 60; i++) {
        labels.set("l" + i, row + " " + i);
      }
      block.add(labels.build(), List.of());
    }
    Layout layout = new Layouts().layout(List.of(), List.of(block.build(FamilyMetadata.NONE)));
    var batch = new Batch();
    batch.add(
        new ScrapeColumn(new Stream(1, List.of()), layout, NOW_MS, new long[rows], null, null),
        0,
        rows);
    EncodedRequest request = encoder(2, false).encode(batch, false);
    assertThat(ReferenceMessages.lines(2, request)).isEqualTo(expected(2, batch));
    layout.fold(new PackSink());
    request = encoder(2, false).encode(batch, false);
    assertThat(ReferenceMessages.lines(2, request)).isEqualTo(expected(2, batch));
  }

  @Test
  void leavesOutHistogramsAndExemplarsThatAreNotAskedFor() throws InvalidProtocolBufferException {
    var scrapes = new RandomScrapes(1);
    Layout layout = scrapes.layout();
    int rows = layout.rowCount();
    var histograms = new NativeHistogram[rows];
    histograms[0] = scrapes.histogram();
    var column =
        new ScrapeColumn(
            scrapes.stream(layout),
            layout,
            NOW_MS,
            new long[rows],
            null,
            new SideColumns(null, null, histograms, List.of()));
    var batch = new Batch();
    batch.add(column, 0, rows);
    for (int version = 1; version <= 2; version++) {
      var request = encoder(version, false, new Options(false, false)).encode(batch, false);
      assertThat(request.histograms()).isZero();
      assertThat(request.histogramsOff()).isEqualTo(1);
      assertThat(request.samples()).isEqualTo(rows - 1);
      assertThat(ReferenceMessages.lines(version, request)).hasSize(rows - 1);
    }
  }

  @Test
  void halvesHoldTheSameRowsInOrder() throws InvalidProtocolBufferException {
    var scrapes = new RandomScrapes(11);
    var batch = batch(scrapes, List.of(scrapes.layout()));
    Batch[] halves = Objects.requireNonNull(batch.halves());
    assertThat(halves).hasSize(2);
    var lines = new ArrayList<String>();
    for (Batch half : halves) {
      lines.addAll(ReferenceMessages.lines(2, encoder(2, false).encode(half, false)));
    }
    assertThat(lines).isEqualTo(expected(2, batch));
  }

  @Test
  void dropsWhatIsTooOldRowByRow() {
    var scrapes = new RandomScrapes(12);
    Layout layout = scrapes.layout();
    int rows = layout.rowCount();
    var timestamps = new long[rows];
    java.util.Arrays.fill(timestamps, SideColumns.NO_TIMESTAMP);
    timestamps[0] = NOW_MS - 1_000;
    var side = new SideColumns(timestamps, null, null, List.of());
    Stream stream = scrapes.stream(layout);
    var batch = new Batch();
    batch.add(new ScrapeColumn(stream, layout, NOW_MS, new long[rows], null, side), 0, rows);
    batch.add(
        new ScrapeColumn(stream, layout, NOW_MS - 2_000, new long[rows], null, null), 0, rows);
    assertThat(batch.dropOlderThan(NOW_MS - 500)).isEqualTo(rows + 1);
    assertThat(batch.sampleCount()).isEqualTo(rows - 1);
    assertThat(batch.dropOlderThan(NOW_MS - 500)).isZero();
  }

  @Test
  void partsWhatIsLongLateFromTheRestRowByRow() throws InvalidProtocolBufferException {
    var scrapes = new RandomScrapes(13);
    Layout layout = scrapes.layout();
    int rows = layout.rowCount();
    var timestamps = new long[rows];
    java.util.Arrays.fill(timestamps, SideColumns.NO_TIMESTAMP);
    timestamps[0] = NOW_MS - 1_501;
    timestamps[1] = NOW_MS - 1_500;
    var side = new SideColumns(timestamps, null, null, List.of());
    Stream stream = scrapes.stream(layout);
    var batch = new Batch();
    var plain = new ScrapeColumn(stream, layout, NOW_MS - 1_000, new long[rows], null, null);
    batch.add(plain, 0, rows);
    assertThat(batch.lateAndRest(500)).isNull();
    batch.add(new ScrapeColumn(stream, layout, NOW_MS, new long[rows], null, side), 0, rows);

    assertThat(batch.lateAndRest(501)).as("counted from the oldest scrape").isNull();
    Batch[] parts = Objects.requireNonNull(batch.lateAndRest(500));
    assertThat(parts[0].sampleCount()).isEqualTo(1);
    assertThat(parts[1].sampleCount()).isEqualTo(2 * rows - 1);
    var lines = new ArrayList<String>();
    for (Batch part : parts) {
      lines.addAll(ReferenceMessages.lines(1, encoder(1, false).encode(part, false)));
    }
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(1, batch));

    var late = new Batch();
    late.add(new ScrapeColumn(stream, layout, NOW_MS, new long[rows], null, side), 0, 1);
    assertThat(late.lateAndRest(500)).as("nothing else").isNull();
  }

  @Test
  void theTemplateCacheKeepsItsBound() {
    var cache = TemplateCache.forRw2(200_000);
    var scrapes = new RandomScrapes(5);
    for (int i = 0; i < 300; i++) {
      Layout layout = scrapes.layout();
      for (int s = 0; s < 3; s++) {
        cache.get(layout, scrapes.stream(layout));
      }
      assertThat(cache.heldBytes()).isLessThanOrEqualTo(200_000);
    }
    assertThat(cache.size()).isPositive();
  }

  @Test
  void preparesALayoutOnlyOnceASecondScrapeBringsIt() {
    var cache = TemplateCache.forRw2(TemplateCache.DEFAULT_MAX_BYTES);
    var scrapes = new RandomScrapes(6);
    Layout layout = scrapes.layout();
    assertThat(cache.get(layout, scrapes.stream(layout))).isNull();
    assertThat(cache.get(layout, scrapes.stream(layout))).isNotNull();
    assertThat(TemplateCache.none().get(layout, scrapes.stream(layout))).isNull();
  }

  @Test
  void metadataOfVersion1IsReadBack() throws InvalidProtocolBufferException {
    byte[] bytes =
        Rw1Metadata.encode(
            List.of(
                new FamilyMetadata("a_total", MetricType.COUNTER, "All \"a\"", "bytes"),
                new FamilyMetadata("b", MetricType.UNKNOWN, "", "")));
    List<DynamicMessage> metadata =
        ReferenceMessages.list(ReferenceMessages.parse1(bytes), "metadata");
    assertThat(metadata)
        .extracting(one -> ReferenceMessages.get(one, "metric_family_name"))
        .containsExactly("a_total", "b");
    assertThat(ReferenceMessages.get(metadata.get(0), "help")).isEqualTo("All \"a\"");
    assertThat(ReferenceMessages.get(metadata.get(0), "unit")).isEqualTo("bytes");
    assertThat(ReferenceMessages.get(metadata.get(0), "type")).isEqualTo(1);
  }

  private static Batch batch(RandomScrapes scrapes, List<Layout> layouts) {
    var batch = new Batch();
    int columns = 1 + scrapes.random().nextInt(12);
    for (int i = 0; i < columns; i++) {
      Layout layout = layouts.get(scrapes.random().nextInt(layouts.size()));
      long timestampMs = scrapes.random().nextInt(15) == 0 ? 1000 : NOW_MS + i;
      ScrapeColumn column = scrapes.column(scrapes.stream(layout), layout, timestampMs);
      int from = 0;
      int to = layout.rowCount();
      if (scrapes.random().nextInt(3) == 0) {
        from = scrapes.random().nextInt(to);
        to = from + 1 + scrapes.random().nextInt(to - from);
      }
      batch.add(column, from, to);
    }
    return batch;
  }

  /// The lines that the reference must read, from the model alone.
  private static List<String> expected(int version, Batch batch)
      throws InvalidProtocolBufferException {
    var lines = new ArrayList<String>();
    for (Slice slice : batch.slices()) {
      for (int row = slice.fromRow(); row < slice.toRow(); row++) {
        String line = ExpectedLines.of(version, batch, slice, row);
        if (!line.isEmpty()) {
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private static void assertSymbolsAreUnique(int version, EncodedRequest request)
      throws InvalidProtocolBufferException {
    if (version == 1) {
      return;
    }
    List<String> symbols =
        ReferenceMessages.list(ReferenceMessages.parse(version, request), "symbols");
    assertThat(symbols.get(0)).isEmpty();
    assertThat(new HashSet<>(symbols)).hasSameSizeAs(symbols);
  }
}
