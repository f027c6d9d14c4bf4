package io.tributary.exporters.unix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpaceProbeTest {
  private static final Space SPACE = new Space(5, 4, 3, 2, 1);
  private static final Path DEAD = Path.of("/dead");
  private static final Path DEAD_TOO = Path.of("/dead-too");
  private static final Path ALIVE = Path.of("/alive");

  private final CountDownLatch server = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  @Test
  void aDeadServerCostsOneScrapeTheTimeoutAndLaterOnesNothing() throws Exception {
    try (var probe = new SpaceProbe(this::ask, Duration.ofMillis(300), Clock.system())) {
      long begin = System.nanoTime();
      assertThat(probe.ask(List.of(DEAD, ALIVE, DEAD_TOO)))
          .containsEntry(ALIVE, Optional.of(SPACE))
          .containsEntry(DEAD, Optional.empty())
          .containsEntry(DEAD_TOO, Optional.empty());
      // Both wait at the same time.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));

      int before = calls.get();
      assertThat(probe.ask(List.of(DEAD, ALIVE, DEAD_TOO)))
          .containsEntry(ALIVE, Optional.of(SPACE))
          .containsEntry(DEAD, Optional.empty());
      assertThat(calls).hasValue(before + 1);
    }
  }

  @Test
  void aServerThatComesBackIsAskedAgain() throws Exception {
    try (var probe = new SpaceProbe(this::ask, Duration.ofMillis(100), Clock.system())) {
      assertThat(probe.ask(List.of(DEAD))).containsEntry(DEAD, Optional.empty());
      server.countDown();
      Optional<Space> answer = first(probe);
      while (answer.isEmpty()) { // The call that hung is on its way back.
        Thread.onSpinWait();
        answer = first(probe);
      }
      assertThat(answer).contains(SPACE);
    }
  }

  @Test
  void oneThreadIsEnoughForServersThatLive() throws Exception {
    try (var probe = new SpaceProbe(this::ask, Duration.ofSeconds(5), Clock.system())) {
      for (int i = 0; i < 20; i++) {
        probe.ask(List.of(ALIVE, Path.of("/other")));
      }
      // A thread that is about to rest may be missed by the next question.
      assertThat(threads).hasSizeLessThanOrEqualTo(5);
    }
  }

  private static Optional<Space> first(SpaceProbe probe) throws IOException {
    return probe.ask(List.of(DEAD)).values().iterator().next();
  }

  private Space ask(Path path) throws IOException {
    calls.incrementAndGet();
    threads.add(Thread.currentThread().getName());
    if (path.toString().startsWith("/dead")) {
      try {
        server.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return SPACE;
  }
}
