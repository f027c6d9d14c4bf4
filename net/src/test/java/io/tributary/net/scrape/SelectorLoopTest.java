package io.tributary.net.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SelectorLoopTest {
  @Test
  void runsWhatIsDueTogetherInOneSlotOfTheWallClock() throws Exception {
    try (var loop = SelectorLoop.start("test", Clock.system())) {
      var late = new ArrayList<Long>();
      var done = new CountDownLatch(20);
      loop.execute(() -> {
        for (int i = 0; i < 20; i++) {
          var timer =
              loop.timer(() -> {
                late.add(Math.floorMod(System.currentTimeMillis(), 20L));
                done.countDown();
              });
          timer.schedule(loop.nanoTime() + 1_000_000L * (50 + i));
        }
      });
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      // Twenty due times within twenty milliseconds fall into two slots.
      assertThat(late.stream().distinct().count()).isLessThan(15);
    }
  }

  @Test
  void survivesATaskThatThrows() throws Exception {
    try (var loop = SelectorLoop.start("test", Clock.system())) {
      var done = new CountDownLatch(1);
      loop.execute(() -> {
        throw new IllegalStateException("expected by the test");
      });
      loop.execute(done::countDown);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void keepsTimersInOrderHoweverTheyMove() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var heap = new TimerHeap();
    var nodes = new ArrayList<TimerHeap.Node>();
    for (int i = 0; i < 200; i++) nodes.add(new TimerHeap.Node());
    long[] at = new long[nodes.size()];
    boolean[] isIn = new boolean[nodes.size()];
    for (int i = 0; i < 5000; i++) {
      int n = random.nextInt(nodes.size());
      if (random.nextInt(4) == 0) {
        heap.remove(nodes.get(n));
        isIn[n] = false;
      } else {
        at[n] = random.nextInt(1000);
        heap.set(nodes.get(n), at[n]);
        isIn[n] = true;
      }
    }
    var expected = new ArrayList<Long>();
    for (int i = 0; i < nodes.size(); i++) {
      if (isIn[i]) expected.add(at[i]);
    }
    expected.sort(null);
    List<Long> actual = new ArrayList<>();
    while (!heap.isEmpty()) {
      actual.add(heap.nextNanos());
      heap.poll();
    }
    assertThat(actual).as("seed %d", seed).isEqualTo(expected);
  }
}
