package io.tributary.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DemoTest {
  @Test
  @Timeout(60)
  void deliversWhatItScrapesAndBalancesItsBooks() {
    var out = new ByteArrayOutputStream();
    int exitCode =
        new Demo(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                false,
                Optional.of(Duration.ofSeconds(4)))
            .run();
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).as(text).isZero();
    assertThat(text)
        .contains("targets 2/2 up")
        .containsPattern(
            "In [0-9.]+ s: ([0-9,]+) samples of [0-9,]+ series accepted, \\1 delivered,")
        .contains(" 0 queued, dropped 0.")
        .containsPattern("The receiver decoded [1-9][0-9,]* samples");
  }
}
