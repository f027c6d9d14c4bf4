package io.tributary.metrics.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.bytes.ByteSink;
import io.tributary.model.layout.ScrapeColumn;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnCodecTest {
  private static final long[] SPECIAL = {
    0,
    Double.doubleToRawLongBits(-0.0),
    Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
    Double.doubleToRawLongBits(Double.MIN_VALUE),
    Double.doubleToRawLongBits(Double.MAX_VALUE),
    Double.doubleToRawLongBits(0x1p53),
    Double.doubleToRawLongBits(-0x1p53),
    Double.doubleToRawLongBits(0x1p53 + 2),
    Double.doubleToRawLongBits(0x1p63),
    ScrapeColumn.STALE_NAN_BITS,
    ScrapeColumn.NORMAL_NAN_BITS,
    -1L,
    Double.doubleToRawLongBits(1),
    Double.doubleToRawLongBits(0.1)
  };

  private final ColumnDecoder decoder = new ColumnDecoder();

  @Test
  void givesBackEveryBit() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new SplittableRandom(seed);
      int rows = random.nextInt(1, 300);
      long[] written = new long[rows];
      long[] read = new long[rows];
      for (int scrape = 0; scrape < 5; scrape++) {
        long[] values = values(random, rows, written);
        long @Nullable [] selected = random.nextBoolean() ? null : words(random, rows);
        var sink = new ByteSink(16);
        boolean isKey = scrape == 0;
        if (isKey) {
          ColumnEncoder.key(values, written, rows, selected, sink);
        } else {
          ColumnEncoder.delta(values, written, rows, selected, sink);
        }
        int end = sink.size();
        byte[] padded = Arrays.copyOf(sink.array(), end + ColumnDecoder.SLACK);
        int behind =
            isKey
                ? decoder.key(padded, 0, end, read, rows, selected)
                : decoder.delta(padded, 0, end, read, rows);
        assertThat(behind).as("seed %d", seed).isEqualTo(end);
        assertThat(read).as("seed %d", seed).isEqualTo(written);
        for (int row = 0; row < rows; row++) {
          if (selected == null || (selected[row >> 6] >>> row & 1) != 0) {
            assertThat(read[row]).as("seed %d row %d", seed, row).isEqualTo(values[row]);
          }
        }
      }
    }
  }

  @Test
  void refusesAnyBytesWithoutReadingBeyondTheSlack() {
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new SplittableRandom(seed);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      byte[] padded = Arrays.copyOf(bytes, bytes.length + ColumnDecoder.SLACK);
      random.nextBytes(padded);
      int rows = random.nextInt(1, 200);
      long[] column = new long[rows];
      assertThat(decoder.delta(padded, 0, bytes.length, column, rows))
          .isLessThanOrEqualTo(bytes.length);
      assertThat(decoder.key(padded, 0, bytes.length, column, rows, words(random, rows)))
          .isLessThanOrEqualTo(bytes.length);
    }
  }

  @Test
  void takesLessThanAByteForASampleOfATypicalScrape() {
    var random = new SplittableRandom(1);
    int rows = 10_000;
    long[] values = new long[rows];
    long[] last = new long[rows];
    var sink = new ByteSink(16);
    for (int row = 0; row < rows; row++) {
      values[row] = Double.doubleToRawLongBits(random.nextInt(1 << random.nextInt(1, 24)));
    }
    ColumnEncoder.key(values, last, rows, null, sink);
    assertThat(sink.size()).isLessThan(35_000);
    sink.clear();
    for (int row = 0; row < rows; row++) {
      if (random.nextInt(100) < 40) {
        double value = Double.longBitsToDouble(values[row]);
        values[row] = Double.doubleToRawLongBits(value + random.nextInt(1, 500));
      }
    }
    ColumnEncoder.delta(values, last, rows, null, sink);
    assertThat(sink.size()).isLessThan(rows);
  }

  private static long[] values(SplittableRandom random, int rows, long[] before) {
    long[] values = before.clone();
    for (int row = 0; row < rows; row++) {
      values[row] =
          switch (random.nextInt(6)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> random.nextLong();
            case 2 ->
                Double.doubleToRawLongBits((double) (random.nextLong() >> random.nextInt(64)));
            case 3 -> Double.doubleToRawLongBits(random.nextDouble());
            default -> values[row];
          };
    }
    return values;
  }

  private static long[] words(SplittableRandom random, int rows) {
    long[] words = new long[(rows + 63) / 64];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextLong();
    }
    return words;
  }
}
