package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatParserTest {
  private final FloatParser.End end = new FloatParser.End();

  @Test
  void readsTheTextsThatPrometheusReads() {
    for (String text :
        List.of(
            "0",
            "-0",
            "+0",
            "1",
            "-1",
            "+1",
            "00012",
            "1.",
            ".5",
            "-.5",
            "1e3",
            "1E3",
            "1e+3",
            "1.5e-3",
            "123456789",
            "1234567890123456789",
            "12345678901234567890",
            "0.000000000000000000000000012345678901234567890123",
            "1e22",
            "1e23",
            "1e-22",
            "1e-23",
            "1.7976931348623157e308",
            "5e-324",
            "2e-324",
            "2.47e-324",
            "4.9e-324",
            "1e-400",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "9007199254740993",
            "9007199254740993.0000000000000000000000000000000001",
            "1e-99999999999",
            "0e99999999999",
            "8.5e+01",
            "1000000000000000000000000000000000000000000000000000000000000000000000",
            "0.3",
            "72057594037927945",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "7.3177701707893310e+15")) {
      assertThat(parse(text)).as(text).isEqualTo(bits(Double.parseDouble(text)));
      assertThat(end.at).as(text).isEqualTo(text.length() + 3);
    }
  }

  @Test
  void readsInfinitiesAndNaNInAnyCase() {
    for (String text : List.of("Inf", "inf", "INF", "+Inf", "Infinity", "+iNFINITY")) {
      assertThat(parse(text)).as(text).isEqualTo(bits(Double.POSITIVE_INFINITY));
      assertThat(end.at).isEqualTo(text.length() + 3);
    }
    for (String text : List.of("-Inf", "-infinity")) {
      assertThat(parse(text)).as(text).isEqualTo(bits(Double.NEGATIVE_INFINITY));
    }
    for (String text : List.of("NaN", "nan", "NAN", "+NaN", "-nan")) {
      assertThat(parse(text)).as(text).isEqualTo(0x7ff8000000000001L);
      assertThat(end.at).isEqualTo(text.length() + 3);
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    for (String text :
        List.of(
            "",
            "-",
            "+",
            ".",
            "-.",
            "e5",
            "1e",
            "1e+",
            "1e-",
            "x",
            "na",
            "in",
            "--1",
            "1e400",
            "-1.8e308",
            "1e99999999999",
            "\n",
            " 1")) {
      assertThat(parse(text)).as(text).isZero();
      assertThat(end.at).as(text).isEqualTo(-1);
    }
  }

  @Test
  void endsAtTheFirstByteThatIsNotPartOfTheNumber() {
    for (String[] row :
        new String[][] {
          {"1_000", "1"}, {"0x1p4", "0"}, {"12abc", "12"}, {"1.5.2", "1.5"}, {"1e5e", "1e5"},
          {"infin", "inf"}, {"nano", "nan"}, {"3p5", "3"}, {"17 4", "17"}, {"1\n2", "1"}
        }) {
      parse(row[0]);
      assertThat(end.at - 3).as(row[0]).isEqualTo(row[1].length());
    }
  }

  @Test
  void neverUsesBytesBehindTheLimit() {
    byte[] digits = "12345678901234567890.5e77777777777777777".getBytes(ISO_8859_1);
    for (int limit = 1; limit <= 22; limit++) {
      String text = new String(digits, 0, limit, ISO_8859_1);
      assertThat(FloatParser.parse(digits, 0, limit, end))
          .as(text)
          .isEqualTo(bits(Double.parseDouble(text)));
      assertThat(end.at).isEqualTo(limit);
    }
  }

  @Test
  void agreesWithTheJdkOnRandomNumbers() {
    long seed = System.nanoTime();
    System.err.println("FloatParserTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 500_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any)) {
        check(Double.toString(any));
      }
      double usual = random.nextDouble() * Math.pow(10, random.nextInt(24) - 6);
      check(Double.toString(usual));
      check(String.valueOf(random.nextLong() >>> random.nextInt(64)));
      check(randomDigits(random));
    }
    for (int i = 0; i < 100_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any)) {
        check(String.format(Locale.ROOT, "%.16e", any));
      }
    }
  }

  @Test
  void roundsTiesToEven() {
    long seed = System.nanoTime();
    System.err.println("FloatParserTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double low = Double.longBitsToDouble(bits(1.0) + random.nextLong(1L << 57));
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
      check(middle.toString());
      check(middle.toPlainString());
      check(middle.toPlainString() + (middle.scale() > 0 ? "000001" : ".000001"));
    }
  }

  private static String randomDigits(Random random) {
    var text = new StringBuilder();
    int whole = random.nextInt(24);
    for (int i = 0; i < whole; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    int fraction = random.nextInt(24) + (whole == 0 ? 1 : 0);
    if (fraction > 0) {
      text.append('.');
    }
    for (int i = 0; i < fraction; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      text.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(300));
    }
    return text.toString();
  }

  /// No assertion library here: it is called a few million times.
  private void check(String text) {
    double wanted = Double.parseDouble(text);
    long actual = parse(text);
    if (Double.isInfinite(wanted) ? end.at != -1 : end.at != text.length() + 3) {
      fail(text + " ends at " + end.at);
    }
    if (!Double.isInfinite(wanted) && actual != bits(wanted)) {
      fail(text + " gives " + Double.longBitsToDouble(actual));
    }
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private long parse(String text) {
    byte[] padded = new byte[text.length() + 3 + 8];
    Arrays.fill(padded, (byte) '7'); // What lies around must not matter.
    System.arraycopy(text.getBytes(ISO_8859_1), 0, padded, 3, text.length());
    return FloatParser.parse(padded, 3, 3 + text.length(), end);
  }
}
