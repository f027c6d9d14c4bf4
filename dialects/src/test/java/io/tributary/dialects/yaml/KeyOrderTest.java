package io.tributary.dialects.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  /// By the rules of go-yaml's `sorter.go`.
  private static final List<String> SORTED =
      List.of(
          "", "-", "/", "_a", "0", "00", "1", "01", "9", "10", "A", "A_B", "A1", "AB", "a", "a-",
          "a_b", "a1", "a2", "a10", "a100", "a110", "ab", "b", "é");

  @Test
  void countsNumbersAndPutsLettersLast() {
    var keys = new ArrayList<>(SORTED);
    Collections.reverse(keys);
    keys.sort(KeyOrder.INSTANCE);
    assertThat(keys).isEqualTo(SORTED);
  }
}
