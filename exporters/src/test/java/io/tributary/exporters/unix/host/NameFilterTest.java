package io.tributary.exporters.unix.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import org.junit.jupiter.api.Test;

class NameFilterTest {
  @Test
  void aPatternMayMatchAnywhere() {
    NameFilter filter = NameFilter.excluding("th|^lo$");
    assertThat(filter.accepts("eth0")).isFalse();
    assertThat(filter.accepts("lo")).isFalse();
    assertThat(filter.accepts("loop")).isTrue();
  }

  @Test
  void bothPatternsCount() {
    NameFilter filter = NameFilter.of("^eth", "1$");
    assertThat(filter.accepts("eth0")).isTrue();
    assertThat(filter.accepts("eth1")).isFalse();
    assertThat(filter.accepts("lo")).isFalse();
  }

  @Test
  void aNameThatComesAgainGetsTheSameAnswer() {
    NameFilter filter = NameFilter.including("7$");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        assertThat(filter.accepts("n" + i)).isEqualTo(i % 10 == 7);
      }
    }
  }

  @Test
  void anEmptyPatternAsksNothing() {
    assertThat(NameFilter.of("", "").accepts("")).isTrue();
    assertThat(NameFilter.excluding("^$").accepts("")).isFalse();
  }

  @Test
  void refusesWhatCannotBeCompiled() {
    assertThatThrownBy(() -> NameFilter.excluding("(")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> NameFilter.excluding("a)(b")).isInstanceOf(ConfigException.class);
  }
}
