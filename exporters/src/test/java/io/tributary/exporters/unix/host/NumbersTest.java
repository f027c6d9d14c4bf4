package io.tributary.exporters.unix.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @Test
  void readsWhatTheKernelWrites() throws MalformedException {
    assertThat(Numbers.unsigned("18446744073709551615")).isEqualTo(Math.pow(2, 64));
    assertThat(Numbers.hex("ff")).isEqualTo(255);
    assertThat(Numbers.signed("-0x10")).isEqualTo(-16);
    assertThat(Numbers.signed("-42")).isEqualTo(-42);
    assertThat(Numbers.real("-1.5e3")).isEqualTo(-1500);
    assertThat(Numbers.anyUnsigned("0x20")).isEqualTo(32);
    assertThat(Numbers.counter("0xffffffffffffffff")).isNull();
    assertThat(Numbers.counter("0x7")).isEqualTo(7);
    assertThat(Numbers.fields("  a\tb  c ")).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1x", "1_0", "99999999999999999999", " 1"})
  void refusesWhatIsNoUnsignedNumber(String text) {
    assertThatThrownBy(() -> Numbers.unsigned(text)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1d", "1f", "one", "--1"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> Numbers.real(text)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "--1", "1.5", "0x", "9223372036854775808"})
  void refusesWhatIsNoWholeNumber(String text) {
    assertThatThrownBy(() -> Numbers.signed(text)).isInstanceOf(MalformedException.class);
  }
}
