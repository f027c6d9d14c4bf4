package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The canonical texts of the numbers that were asked for last: bounds of histograms come again
/// with each series. Every number has one place, where the next one with that place replaces it.
final class FloatTexts {
  private static final int PLACES = 256;

  private final long[] bits = new long[PLACES];
  private final byte[][] texts = new byte[PLACES][];

  /// The bytes of [OpenMetricsFloat#format]; shared, so not to be written to.
  byte[] of(double value) {
    long wanted = Double.doubleToRawLongBits(value);
    int place = (int) ((wanted * 0x9E3779B97F4A7C15L) >>> 56);
    byte[] text = texts[place];
    if (text == null || bits[place] != wanted) {
      text = OpenMetricsFloat.format(value).getBytes(ISO_8859_1);
      texts[place] = text;
      bits[place] = wanted;
    }
    return text;
  }
}
