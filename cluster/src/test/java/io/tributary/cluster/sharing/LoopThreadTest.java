package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoopThreadTest {
  private final LongAdder failures = new LongAdder();

  @Test
  void goesOnBehindWhatATaskThrows() throws InterruptedException {
    var done = new CountDownLatch(3);
    try (var loop = new LoopThread("test", Clock.system(), failures)) {
      loop.execute(() -> {
        throw new StackOverflowError("as a test");
      });
      loop.every(
          Duration.ofMillis(1),
          () -> {
            done.countDown();
            throw new IllegalStateException("as a test");
          });
      done.await();
    }
    assertThat(failures.sum()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void whoBringsMoreThanMayWaitWaits() throws InterruptedException {
    var goesOn = new CountDownLatch(1);
    var done = new CountDownLatch(LoopThread.MAX_WAITING + 1);
    try (var loop = new LoopThread("test", Clock.system(), failures)) {
      loop.execute(() -> await(goesOn));
      for (int i = 0; i < LoopThread.MAX_WAITING; i++) {
        loop.executeWhenRoom(done::countDown);
      }
      Thread bringer = Thread.ofVirtual().start(() -> loop.executeWhenRoom(done::countDown));
      while (bringer.isAlive() && bringer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(bringer.isAlive()).isTrue();

      goesOn.countDown();
      bringer.join();
      done.await();
    }
  }

  /// Whoever brings messages brings them to others, too.
  @Test
  void nobodyWaitsForOneThatIsClosed() {
    var loop = new LoopThread("test", Clock.system(), failures);
    loop.close();
    for (int i = 0; i < 4 * LoopThread.MAX_WAITING; i++) {
      loop.executeWhenRoom(() -> {});
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
