package io.tributary.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0.0, -0, -0",
    "1, 1, 1",
    "12, 12, 12",
    "-12.5, -12.5, -12.5",
    "123456, 123456, 123456",
    "999999.5, 999999.5, 999999.5",
    "1e6, 1e+06, 1000000",
    "1234567, 1.234567e+06, 1234567",
    "1.6734208e10, 1.6734208e+10, 16734208000",
    "0.0001, 0.0001, 0.0001",
    "0.00001, 1e-05, 0.00001",
    "-2.5e-9, -2.5e-09, -0.0000000025",
    "1e21, 1e+21, 1000000000000000000000",
    "2e22, 2e+22, 20000000000000000000000",
    "1e-100, 1e-100, ",
    "1.7976931348623157e308, 1.7976931348623157e+308, ",
    "2.2250738585072014e-308, 2.2250738585072014e-308, ",
    "4.9e-324, 5e-324, ",
    "-4.9e-324, -5e-324, ",
    "9.9e-324, 1e-323, ",
    "4.9e-323, 5e-323, ",
    "NaN, NaN, NaN",
    "Infinity, +Inf, +Inf",
    "-Infinity, -Inf, -Inf",
  })
  void writesTheFewestDigitsThatReadBack(double value, String general, @Nullable String plain) {
    assertThat(Floats.general(value)).isEqualTo(general);
    if (plain != null) {
      assertThat(Floats.plain(value)).isEqualTo(plain);
    }
  }

  @Test
  void readsBackAsTheSameNumber() {
    long seed = System.nanoTime();
    System.err.println("FloatsTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Floats.general(value))).isEqualTo(value);
        assertThat(Double.parseDouble(Floats.plain(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void givesAnExponentAsManyDigitsAsAskedFor() {
    assertThat(Floats.scientific(Floats.shortest(-1.25e-7), 1)).isEqualTo("-1.25e-7");
    assertThat(Floats.scientific(Floats.shortest(1e100), 2)).isEqualTo("1e+100");
  }
}
