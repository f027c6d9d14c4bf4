package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.exporters.unix.host.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "542,542",
    "322M,337641472",
    "1.1k,1124",
    "1.9k,1924",
    "1.10k,2024",
    "-2k,-2048"
  })
  void readsWhatBcacheWrites(String text, double value) throws MalformedException {
    assertThat(HumanSize.parse(text)).isEqualTo(value);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> HumanSize.parse("")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> HumanSize.parse("k")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> HumanSize.parse("1.xk")).isInstanceOf(MalformedException.class);
  }
}
