package io.tributary.bench.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourseTest {
  @Test
  void readsAFleet() {
    var course = Course.parse("churn-20x300@500ms", false, 1);
    assertThat(course).isEqualTo(new Course("churn", 20, 300, Duration.ofMillis(500), false, 1));
    assertThat(course).hasToString("churn-20x300@500ms identity rw1");
  }

  @Test
  void saysWhatItExpected() {
    assertThatThrownBy(() -> Course.parse("hundreds", true, 2))
        .hasMessageContaining("'hundreds'")
        .hasMessageContaining("similar-100x1000@1s");
  }
}
