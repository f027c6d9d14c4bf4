package io.tributary.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import io.tributary.cluster.node.Quorum.Settings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QuorumTest {
  private final ManualClock clock = new ManualClock(0);

  private static View of(int peers) {
    return new View(
        1,
        IntStream.range(0, peers)
            .mapToObj(i -> new Peer("n" + i, "", PeerState.VIEWER, i == 0))
            .toList());
  }

  @Test
  void withoutAMinimumThereIsNothingToWaitFor() {
    try (var quorum = new Quorum(Settings.NONE, clock)) {
      assertThat(quorum.isReady()).isTrue();
    }
  }

  @Test
  void waitsUntilThereAreEnoughAndAgainWhereTheyAreTooFew() {
    try (var quorum = new Quorum(new Settings(3, Duration.ZERO), clock)) {
      quorum.viewed(of(2));
      assertThat(quorum.isReady()).isFalse();
      quorum.viewed(of(3));
      assertThat(quorum.isReady()).isTrue();
      quorum.viewed(of(2));
      assertThat(quorum.isReady()).isFalse();
    }
  }

  @Test
  void afterTheTimeoutGoesOnWithThoseWhoAreThereUntilThereWereEnough() throws Exception {
    try (var quorum = new Quorum(new Settings(3, Duration.ofSeconds(30)), clock)) {
      var told = new CountDownLatch(1);
      quorum.listen(told::countDown);
      quorum.viewed(of(1));
      assertThat(quorum.isReady()).isFalse();

      clock.advance(Duration.ofSeconds(31));
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(quorum.isReady()).isTrue();
      quorum.viewed(of(2));
      assertThat(quorum.isReady()).isTrue();
      quorum.viewed(of(3));
      quorum.viewed(of(2));
      assertThat(quorum.isReady()).isFalse();
    }
  }
}
