package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  /// Sun, 06 Nov 1994 08:49:37 GMT.
  private static final long NOW_MS = 784_111_777_000L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1                             | 1
          120                           | 120
          ' 7 '                         | 7
          1000000000                    | 1000000000
          99999999999999999999999999    | 9223372036854775807
          Sun, 06 Nov 1994 08:49:47 GMT | 10
          Sun, 06 Nov 1994 09:49:37 GMT | 3600
          """)
  void readsWhatTheReceiverAsks(String header, long seconds) {
    assertThat(RetryAfter.parse(header, NOW_MS)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "-5",
        "1.5",
        "soon",
        "1e9",
        "0x10",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:00:00 GMT",
        "Mon, 99 Foo 1994 08:49:37 GMT"
      })
  void ignoresWhatMakesNoSense(String header) {
    assertThat(RetryAfter.parse(header, NOW_MS)).isEmpty();
  }

  @Test
  void ignoresAMissingHeader() {
    assertThat(RetryAfter.parse(null, NOW_MS)).isEmpty();
  }

  @Test
  void pausesDoubleUpToTheLongestWithLittleJitter() {
    long seed = 42;
    var backoff = new Backoff(Duration.ofMillis(30), Duration.ofSeconds(5), new Random(seed));
    long expected = 30_000_000;
    for (int i = 0; i < 12; i++) {
      assertThat(backoff.nextNanos())
          .as("pause %d, seed %d", i, seed)
          .isBetween(expected, expected + expected / 10);
      expected = Math.min(5_000_000_000L, expected * 2);
    }
  }

  @Test
  void aPauseThatWasAskedForCountsAsAStep() {
    var backoff = new Backoff(Duration.ofMillis(30), Duration.ofSeconds(5), new Random(1));
    assertThat(backoff.after(Duration.ofSeconds(1))).isBetween(1_000_000_000L, 1_100_000_000L);
    assertThat(backoff.nextNanos()).isBetween(2_000_000_000L, 2_200_000_000L);
  }

  @Test
  void needsMoreShardsWhenAnswersAreSlowAndFewerAgainAfterwards() {
    var controller = new ShardController(1, 50, 0, 0);
    int shards = 1;
    long in = 0;
    long busy = 0;
    long now = 0;
    // 10,000 samples a second at 0.5 ms each are five shards' work.
    for (int i = 0; i < 10; i++) {
      now += 5_000_000_000L;
      in += 50_000;
      busy += 25_000_000_000L;
      shards = controller.shards(shards, now, in, in, busy, 0, 0);
    }
    assertThat(shards).isBetween(4, 6);
    for (int i = 0; i < 30; i++) {
      now += 5_000_000_000L;
      in += 50_000;
      busy += 500_000_000L;
      shards = controller.shards(shards, now, in, in, busy, 0, 0);
    }
    assertThat(shards).isEqualTo(1);
  }

  @Test
  void wantsABacklogToShrinkByThreeTimesWhatComesIn() {
    var controller = new ShardController(1, 50, 0, 0);
    // 10,000 samples a second at 0.1 ms each are one shard's work, and six seconds' worth waits.
    int shards = controller.shards(1, 5_000_000_000L, 50_000, 50_000, 5_000_000_000L, 0, 60_000);
    assertThat(shards).isEqualTo(2);
    shards = controller.shards(2, 10_000_000_000L, 100_000, 150_000, 15_000_000_000L, 0, 60_000);
    assertThat(controller.desired()).isBetween(3.99, 4.01);
    assertThat(shards).isEqualTo(4);
    // Not fewer before it has come down to less than five seconds' worth.
    shards = controller.shards(4, 15_000_000_000L, 150_000, 350_000, 16_000_000_000L, 0, 55_000);
    assertThat(shards).isEqualTo(4);
    shards = controller.shards(4, 20_000_000_000L, 200_000, 400_000, 21_000_000_000L, 0, 5_000);
    assertThat(shards).isLessThan(4);
  }

  @Test
  void doesNotGrowWhileTheReceiverRefuses() {
    var controller = new ShardController(1, 50, 0, 0);
    assertThat(controller.shards(1, 5_000_000_000L, 50_000, 50_000, 25_000_000_000L, 3, 0))
        .isEqualTo(1);
  }
}
