package io.tributary.cluster.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoopThreadTest {
  @Test
  void whoBringsMoreThanMayWaitWaits() throws InterruptedException {
    var goesOn = new CountDownLatch(1);
    var done = new CountDownLatch(LoopThread.MAX_WAITING + 1);
    try (var loop = new LoopThread("test", Clock.system())) {
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
    var loop = new LoopThread("test", Clock.system());
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
