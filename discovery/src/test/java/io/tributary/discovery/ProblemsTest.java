package io.tributary.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @Test
  void namesTheFirstAndCountsTheRest() {
    assertThat(Problems.summary(List.of("a", "b"))).isEqualTo("a; b");
    assertThat(Problems.summary(Collections.nCopies(Problems.MOST_SHOWN, "a"))).endsWith("; a");
    assertThat(Problems.summary(Collections.nCopies(1_000, "a"))).endsWith("; a; and 990 more");
  }
}
