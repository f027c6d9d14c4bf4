package io.tributary.component.module;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Texts as names of modules.
class ModuleNameTest {
  @Test
  void leavesPlainTextsAlone() {
    assertThat(ModuleName.of("nodes_eu-1")).isEqualTo("nodes_eu-1");
  }

  @Test
  void neverLeadsOutOfADirectory() {
    assertThat(ModuleName.of("../etc")).isEqualTo("~2e~2e~2fetc");
    assertThat(ModuleName.of("a/b~\u0000é")).isEqualTo("a~2fb~7e~00~c3~a9");
    assertThat(ModuleName.of("..")).isEqualTo("~2e~2e");
  }

  @Test
  void cutsWhatIsLong() {
    String one = ModuleName.of("x".repeat(500) + "1");
    String other = ModuleName.of("x".repeat(500) + "2");
    assertThat(one).hasSize(ModuleName.MOST_LENGTH).contains("~~").isNotEqualTo(other);
  }
}
