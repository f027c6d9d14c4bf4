package io.tributary.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.disk.Disk;
import io.tributary.base.time.Clock;
import io.tributary.base.time.ManualClock;
import io.tributary.cluster.store.MemoryStore;
import io.tributary.cluster.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// The service with its threads and the machine's clock.
class ScrapingServiceTest {
  private final MemoryStore ring = new MemoryStore();
  private final MemoryStore configurations = new MemoryStore();

  private static final class Names implements Workload {
    final Set<String> running = ConcurrentHashMap.newKeySet();

    @Override
    public void apply(String name, byte[] yaml) {
      running.add(name);
    }

    @Override
    public void remove(String name, boolean isMoved) {
      running.remove(name);
    }

    @Override
    public Set<String> names() {
      return running;
    }
  }

  private ScrapingService start(String id, Workload workload) {
    return ScrapingService.start(
        SimulatedAgent.settings(id, Duration.ofMinutes(1), true),
        new ServiceParts(
            ring,
            configurations,
            SimulatedAgent.address(id),
            workload,
            new SimulatedAgent.LineCheck(),
            (_, _) -> {},
            Clock.system(),
            new Random(3),
            Disk.real()));
  }

  private static void await(BooleanSupplier isReached) throws InterruptedException {
    Clock clock = Clock.system();
    long end = clock.nanos() + Duration.ofSeconds(20).toNanos();
    while (!isReached.getAsBoolean()) {
      assertThat(clock.nanos()).as("time").isLessThan(end);
      clock.sleepUntil(clock.nanos() + 5_000_000);
    }
  }

  @Test
  void runsSharesAndHandsOver() throws Exception {
    var one = new Names();
    var other = new Names();
    var services = new ArrayList<ScrapingService>();
    services.add(start("one", one));
    for (int i = 0; i < 20; i++) {
      services
          .getFirst()
          .configurations()
          .put("c" + i * 7919, ("job " + i).getBytes(StandardCharsets.UTF_8));
    }
    await(() -> one.running.size() == 20);
    services.add(start("other", other));
    await(() -> !other.running.isEmpty() && one.running.size() + other.running.size() == 20);
    services.getFirst().close();
    assertThat(one.running).isEmpty();
    assertThat(other.running).hasSize(20);
    assertThat(services.getLast().report().members())
        .extracting(RingReport.Member::id)
        .containsExactly("other");
    services.getLast().close();
    assertThat(other.running).isEmpty();
    assertThat(ring.get("agent")).isPresent();
  }

  /// Nobody answers, and nobody waits for that when the service has ended.
  @Test
  void tellingOthersEndsWithTheService() throws Exception {
    var isTold = new CountDownLatch(3);
    var isOver = new CountDownLatch(1);
    Announcement begun =
        Announcement.begin(
            List.of("a:1", "b:1", "c:1"),
            (_, _) -> {
              isTold.countDown();
              new CountDownLatch(1).await();
            },
            _ -> true,
            GrpcClientSettings.DEFAULTS,
            Duration.ZERO,
            Clock.system(),
            Thread::startVirtualThread,
            isOver::countDown);
    assertThat(isTold.await(20, TimeUnit.SECONDS)).isTrue();
    begun.close();
    assertThat(isOver.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(begun.hasReachedAll()).isFalse();
  }

  /// All agents are stopped at the same time: those that are gone from the ring need not be told.
  @Test
  void whoHasLeftTheRingIsNotToldAgain() throws Exception {
    var asked = new ConcurrentLinkedQueue<String>();
    var isOver = new CountDownLatch(1);
    Announcement begun =
        Announcement.begin(
            List.of("gone:1", "there:1"),
            (address, _) -> {
              boolean isFirst = !asked.contains(address);
              asked.add(address);
              if (isFirst) {
                throw new IOException("connection refused");
              }
            },
            address -> address.equals("there:1"),
            GrpcClientSettings.DEFAULTS,
            Duration.ofHours(1),
            Clock.system(),
            Thread::startVirtualThread,
            isOver::countDown);
    assertThat(isOver.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(asked).containsExactlyInAnyOrder("gone:1", "there:1", "there:1");
    assertThat(begun.hasReachedAll()).isTrue();
  }

  @Test
  void aCallThatHangsIsEnded() {
    var clock = new ManualClock(0);
    var isHanging = new CountDownLatch(1);
    Thread.startVirtualThread(() -> {
      try {
        isHanging.await();
        clock.advance(Duration.ofSeconds(31));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    assertThatThrownBy(() ->
            Deadline.within(
                Duration.ofSeconds(30),
                "cannot read",
                clock,
                () -> {
                  isHanging.countDown();
                  new CountDownLatch(1).await();
                  return List.of();
                }))
        .isInstanceOf(StoreException.class)
        .hasMessage("cannot read: it took more than 30s");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
