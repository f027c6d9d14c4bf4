package io.tributary.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock(0);
  private final Rounds rounds = new Rounds(clock);
  private final StopSignal stop = new StopSignal();
  private final LinkedBlockingQueue<Long> startedNanos = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    stop.stop();
    threads.close();
  }

  private Future<@Nullable Void> start(Rounds.Round round) {
    return threads.submit(() -> {
      rounds.run(stop, Duration.ZERO, round);
      return null;
    });
  }

  private Duration work() {
    startedNanos.add(clock.nanos());
    return INTERVAL;
  }

  private void awaitRoundAt(Duration time) throws InterruptedException {
    assertThat(startedNanos.poll(20, TimeUnit.SECONDS)).isEqualTo(time.toNanos());
  }

  @Test
  void worksAtOnceAndThenAtIntervals() throws InterruptedException {
    var _ = start(this::work);
    awaitRoundAt(Duration.ZERO);
    clock.advance(INTERVAL);
    awaitRoundAt(INTERVAL);
    clock.advance(INTERVAL);
    awaitRoundAt(INTERVAL.multipliedBy(2));
  }

  @Test
  void worksWhenAskedTo() throws InterruptedException {
    var _ = start(this::work);
    awaitRoundAt(Duration.ZERO);
    rounds.ask();
    awaitRoundAt(Duration.ZERO);
    clock.advance(INTERVAL);
    awaitRoundAt(INTERVAL);
  }

  @Test
  void interruptsTheRoundUnderWayToStop() throws InterruptedException, ExecutionException {
    Future<@Nullable Void> run =
        start(() -> {
          startedNanos.add(clock.nanos());
          clock.sleepUntil(Long.MAX_VALUE);
          return INTERVAL;
        });
    awaitRoundAt(Duration.ZERO);
    stop.stop();
    assertThat(run.get()).isNull();
  }

  @Test
  void doesNothingWhenItWasStoppedBefore() throws InterruptedException, ExecutionException {
    stop.stop();
    assertThat(start(this::work).get()).isNull();
    assertThat(startedNanos).isEmpty();
  }
}
