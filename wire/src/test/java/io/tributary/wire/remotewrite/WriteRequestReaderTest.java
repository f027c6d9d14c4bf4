package io.tributary.wire.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.bytes.ByteSink;
import io.tributary.base.bytes.ByteSource;
import io.tributary.model.histogram.NativeHistogram;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.ScrapeColumn;
import io.tributary.model.layout.SideColumns;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Snappy;
import io.tributary.wire.compress.Unsnappy;
import io.tributary.wire.protobuf.Proto;
import io.tributary.wire.remotewrite.RequestEncoder.Options;
import io.tributary.wire.writerequest.WriteRequest;
import io.tributary.wire.writerequest.WriteRequestReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is received is what the encoders say, which the reference runtime of protobuf confirms
/// elsewhere.
class WriteRequestReaderTest {
  private static final long NOW_MS = 1_763_000_000_000L;

  private static EncodedRequest encoded(int version, Batch batch) {
    RequestEncoder encoder =
        version == 1
            ? new Rw1Encoder(Options.ALL, TemplateCache.none())
            : new Rw2Encoder(Options.ALL, TemplateCache.none());
    return encoder.encode(batch, false);
  }

  private static void read(int version, byte[] bytes, int from, int to, WriteRequest into) {
    var reader = new WriteRequestReader(WriteRequestReader.Options.NONE);
    if (version == 1) {
      reader.readV1(bytes, from, to, into);
    } else {
      reader.readV2(bytes, from, to, into);
    }
  }

  private static List<String> lines(WriteRequest request) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < request.seriesCount(); i++) {
      assertThat(request.problem(i)).isNull();
      Labels labels = labels(request, i);
      for (int s = request.firstSample(i); s < request.endSample(i); s++) {
        lines.add(line(labels, request.timestampMs(s), request.valueBits(s), request.histogram(s)));
      }
    }
    lines.sort(null);
    return lines;
  }

  private static Labels labels(WriteRequest request, int series) {
    var builder = new Labels.Builder();
    var row = new ByteSource(request.rows(), request.rowFrom(series), request.rowTo(series));
    while (row.hasRemaining()) {
      String name = text(row);
      builder.set(name, text(row));
    }
    return builder.build();
  }

  private static String text(ByteSource row) {
    return new String(row.getLengthPrefixed(), StandardCharsets.UTF_8);
  }

  private static String line(
      Labels labels, long atMs, long bits, @Nullable NativeHistogram histogram) {
    return labels + " " + atMs + " " + (histogram == null ? Long.toHexString(bits) : histogram);
  }

  private static void addExpected(int version, ScrapeColumn column, List<String> lines) {
    SideColumns side = column.side();
    for (int row = 0; row < column.layout().rowCount(); row++) {
      if (column.selected() != null && !column.selected().get(row)) {
        continue;
      }
      NativeHistogram histogram =
          side == null || side.histograms() == null ? null : side.histograms()[row];
      if (version == 1 && histogram != null && histogram.hasCustomBuckets()) {
        continue;
      }
      long[] own = side == null ? null : side.timestampsMs();
      long atMs =
          own == null || own[row] == SideColumns.NO_TIMESTAMP ? column.timestampMs() : own[row];
      lines.add(
          line(
              column.layout().labels(row, column.stream()), atMs, column.values()[row], histogram));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsWhatWasEncoded(int version) {
    for (long seed = 0; seed < 30; seed++) {
      var scrapes = new RandomScrapes(seed);
      Layout layout = scrapes.layout();
      var batch = new Batch();
      var expected = new ArrayList<String>();
      for (int i = 0; i < 3; i++) {
        ScrapeColumn column = scrapes.column(scrapes.stream(layout), layout, NOW_MS + i * 15_000L);
        batch.add(column, 0, layout.rowCount());
        addExpected(version, column, expected);
      }
      expected.sort(null);
      EncodedRequest request = encoded(version, batch);
      var read = new WriteRequest();
      read(version, request.bytes(), request.offset(), request.offset() + request.length(), read);
      assertThat(lines(read)).as("seed " + seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void damagedBytesAreAnErrorAndNothingWorse(int version) {
    long seed = System.nanoTime();
    System.out.println("WriteRequestReaderTest seed " + seed);
    var random = new Random(seed);
    var scrapes = new RandomScrapes(seed);
    var read = new WriteRequest();
    for (int round = 0; round < 300; round++) {
      Layout layout = scrapes.layout();
      var batch = new Batch();
      batch.add(scrapes.column(scrapes.stream(layout), layout, NOW_MS), 0, layout.rowCount());
      EncodedRequest request = encoded(version, batch);
      byte[] bytes =
          Arrays.copyOfRange(
              request.bytes(), request.offset(), request.offset() + request.length());
      // A column may have nothing selected.
      for (int i = 0; i < 4 && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        read(version, bytes, 0, Math.max(bytes.length - random.nextInt(2), 0), read);
      } catch (WireException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void saysWhatIsWrongWithLabels() {
    var read = new WriteRequest();
    read(1, series("job", "a"), read);
    assertThat(read.problem(0)).startsWith("invalid metric name or labels, got {job=\"a\"}");
    read(1, series("__name__", "a", "b", "1", "b", "2"), read);
    assertThat(read.problem(0)).contains("duplicated label b");
    read(1, series("z", "1", "__name__", "a", "empty", ""), read);
    assertThat(read.problem(0)).isNull();
    assertThat(labels(read, 0)).isEqualTo(Labels.of("__name__", "a", "z", "1"));
  }

  private static void read(int version, byte[] bytes, WriteRequest into) {
    read(version, bytes, 0, bytes.length, into);
  }

  private static byte[] series(String... labels) {
    var series = new ByteSink(64);
    for (int i = 0; i < labels.length; i += 2) {
      var label = new ByteSink(64);
      byte[] name = labels[i].getBytes(StandardCharsets.UTF_8);
      byte[] value = labels[i + 1].getBytes(StandardCharsets.UTF_8);
      Proto.bytes(label, 1, name, 0, name.length);
      Proto.bytes(label, 2, value, 0, value.length);
      Proto.bytes(series, 1, label.array(), 0, label.size());
    }
    var request = new ByteSink(64);
    Proto.bytes(request, 1, series.array(), 0, series.size());
    return Arrays.copyOf(request.array(), request.size());
  }

  @Test
  void unpacksWhatSnappyPacks() {
    byte[] text = "a b a b a b a b a b a b a b".getBytes(StandardCharsets.UTF_8);
    var snappy = new Snappy();
    int length = snappy.compress(text, 0, text.length);
    var unsnappy = new Unsnappy();
    assertThat(Unsnappy.decodedLength(snappy.output(), length)).isEqualTo(text.length);
    int decoded = unsnappy.decode(snappy.output(), length);
    assertThat(Arrays.copyOf(unsnappy.output(), decoded)).isEqualTo(text);
    byte[] damaged = Arrays.copyOf(snappy.output(), length);
    damaged[1] = (byte) 0xfe;
    assertThatThrownBy(() -> unsnappy.decode(damaged, length))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("cannot decode snappy");
  }
}
