package io.tributary.wire.exposition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenMetricsFloatTest {
  @Test
  void writesTheShortestFormThatIsVisiblyAFloat() {
    Object[][] rows = {
      {1, "1.0"},
      {0, "0.0"},
      {-0.0, "0.0"},
      {-1, "-1.0"},
      {10, "10.0"},
      {1e3, "1000.0"},
      {99999, "99999.0"},
      {123456, "123456.0"},
      {999999, "999999.0"},
      {1e6, "1e+06"},
      {1234567, "1.234567e+06"},
      {123456.75, "123456.75"},
      {1234567.5, "1.2345675e+06"},
      {0.5, "0.5"},
      {0.005, "0.005"},
      {0.0001, "0.0001"},
      {0.00012, "0.00012"},
      {0.00001, "1e-05"},
      {0.000012, "1.2e-05"},
      {1e100, "1e+100"},
      {1e-100, "1e-100"},
      {-2.5e-9, "-2.5e-09"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {Double.MIN_VALUE, "5e-324"},
      {10 * Double.MIN_VALUE, "5e-323"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {0.1, "0.1"},
      {0.30000000000000004, "0.30000000000000004"},
      {2e22, "2e+22"},
      {1e23, "1e+23"},
      {Double.NaN, "NaN"},
      {Double.POSITIVE_INFINITY, "+Inf"},
      {Double.NEGATIVE_INFINITY, "-Inf"},
    };
    for (Object[] row : rows) {
      assertThat(OpenMetricsFloat.format(((Number) row[0]).doubleValue())).isEqualTo(row[1]);
    }
  }

  @Test
  void readsBackAsTheSameNumber() {
    long seed = System.nanoTime();
    System.err.println("OpenMetricsFloatTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(OpenMetricsFloat.format(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void knowsCanonicalTextsWithoutReadingThem() {
    long seed = System.nanoTime();
    System.err.println("OpenMetricsFloatTest seed " + seed);
    var random = new Random(seed);
    int canonical = 0;
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(10); left >= 0; left--) {
        text.append("0.0123456789+Inf-e".charAt(random.nextInt(random.nextBoolean() ? 3 : 18)));
      }
      byte[] bytes = text.toString().getBytes(ISO_8859_1);
      if (OpenMetricsFloat.isCanonical(bytes, 0, bytes.length)) {
        canonical++;
        assertThat(OpenMetricsFloat.format(Double.parseDouble(text.toString())))
            .isEqualTo(text.toString());
      }
    }
    assertThat(canonical).isPositive();
  }
}
