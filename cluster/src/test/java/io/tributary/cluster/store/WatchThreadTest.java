package io.tributary.cluster.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import io.tributary.cluster.store.KeyValueStore.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WatchThreadTest {
  private final CountDownLatch done = new CountDownLatch(1);

  /// Time that passes as soon as somebody waits for it, and how long these waits were.
  private static final class Jumping implements Clock {
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private volatile long nowNanos;

    @Override
    public long wallMs() {
      return nowNanos / 1_000_000;
    }

    @Override
    public long nanos() {
      return nowNanos;
    }

    @Override
    public void sleepUntil(long deadlineNanos) {
      waits.add(Duration.ofNanos(deadlineNanos - nowNanos));
      nowNanos = deadlineNanos;
    }
  }

  private final Jumping clock = new Jumping();
  private final StoreContext context = new StoreContext(clock, new Random(1), (_, _, _) -> {});

  private void hang() throws InterruptedException {
    done.countDown();
    new CountDownLatch(1).await();
  }

  private static void load(Listener news) {
    news.loaded(new TreeMap<>());
  }

  @Test
  void outlivesWhatItsSourceDidNotForesee() throws Exception {
    int[] attempts = new int[1];
    try (var _ =
        WatchThread.start(
            "test",
            context,
            news -> {
              if (++attempts[0] == 1) {
                throw new IllegalStateException("closed");
              }
              load(news);
              hang();
            },
            new Heard())) {
      done.await();
    }
    assertThat(attempts[0]).isEqualTo(2);
  }

  @Test
  void beginsAnewAfterPausesThatGrowToABound() throws Exception {
    int[] attempts = new int[1];
    var heard = new Heard();
    try (var _ =
        WatchThread.start(
            "test",
            context,
            news -> {
              if (++attempts[0] <= 12) {
                throw new StoreException("away");
              }
              load(news);
              hang();
            },
            heard)) {
      done.await();
      assertThat(heard.lines).containsExactly("loaded []");
      assertThat(clock.waits).hasSize(12);
      assertThat(clock.waits.getFirst()).isLessThan(Duration.ofSeconds(1));
      assertThat(clock.waits.getLast())
          .isBetween(WatchThread.LONGEST_PAUSE.dividedBy(2), WatchThread.LONGEST_PAUSE);
    }
  }

  @Test
  void pausesLongerWhereItLoadsButCannotFollow() throws Exception {
    int[] attempts = new int[1];
    try (var _ =
        WatchThread.start(
            "test",
            context,
            news -> {
              load(news);
              if (++attempts[0] <= 12) {
                throw new StoreException("no watch for you");
              }
              hang();
            },
            new Heard())) {
      done.await();
      assertThat(clock.waits.getLast()).isGreaterThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void goesOnAfterAListenerThatFails() throws Exception {
    var heard = new Heard();
    var failing =
        new Listener() {
          @Override
          public void loaded(java.util.SortedMap<String, byte[]> all) {
            throw new IllegalStateException("BUG: of a listener");
          }

          @Override
          public void changed(String key, byte[] value) {
            heard.changed(key, value);
          }

          @Override
          public void deleted(String key) {
            heard.deleted(key);
          }
        };
    try (var _ =
        WatchThread.start(
            "test",
            context,
            news -> {
              load(news);
              news.changed("a", "1".getBytes(UTF_8));
              hang();
            },
            failing)) {
      done.await();
      assertThat(heard.lines).containsExactly("a=1");
    }
  }

  @Test
  void tellsNothingOnceItIsClosed() throws Exception {
    var heard = new Heard();
    var closed = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    var watch =
        WatchThread.start(
            "test",
            context,
            news -> {
              done.countDown();
              awaitUninterruptibly(closed);
              load(news);
              told.countDown();
            },
            heard);
    done.await();
    watch.close();
    closed.countDown();
    told.await();
    assertThat(heard.lines).isEmpty();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException _) {
        // Closing interrupts; this source takes no notice.
      }
    }
  }
}
