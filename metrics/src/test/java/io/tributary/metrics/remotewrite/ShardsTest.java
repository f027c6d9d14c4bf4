package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.layout.Layout;
import io.tributary.model.layout.Stream;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Several requests at once: every shard at its own pace, and no series out of order.
class ShardsTest extends SenderTest {
  private RemoteWriteSettings shards(int samples, int min, int max, int capacity) {
    var base = SenderFixture.withQueue(SenderFixture.to(receiver), samples, min, max);
    var queue = base.queue();
    return base.withQueue(
        new QueueSettings(
            capacity,
            max,
            min,
            samples,
            queue.batchSendDeadline(),
            queue.minBackoff(),
            queue.maxBackoff(),
            true,
            Duration.ZERO));
  }

  private static boolean isOf(ReceivedRequest request, String host) {
    return request.samples().stream().anyMatch(s -> host.equals(s.labels().get("instance")));
  }

  private long arrived(String host) {
    return receiver.storedRequests().stream()
        .flatMap(request -> request.samples().stream())
        .filter(sample -> host.equals(sample.labels().get("instance")))
        .count();
  }

  /// Targets 0 and 1 are in different shards where there are two.
  private void scrapeBoth() {
    fixture.clock.advance(Duration.ofMillis(10));
    fixture.scrape(SenderFixture.target(0), layout);
    fixture.scrape(SenderFixture.target(1), layout);
  }

  @Test
  void aSlowShardHoldsUpTheOthersNoFurtherThanItsCapacity() {
    receiver.otherwise(request -> isOf(request, "host0") ? Answer.status(503) : Answer.ok());
    fixture.apply(shards(20, 2, 2, 200));
    for (int i = 0; i < 15; i++) {
      scrapeBoth();
    }
    // Half of it belongs to a shard that gets nothing through; the other half arrives.
    fixture.turnUntil(receiver, "the other shard", () -> arrived("host1") == 150);
    assertThat(arrived("host0")).isZero();
    assertThat(fixture.metric("prometheus_remote_storage_enqueue_retries")).isZero();
    fixture.turnUntil(
        receiver,
        "the answers",
        () -> fixture.metric("prometheus_remote_storage_samples_pending") == 150);
    for (int i = 0; i < 200; i++) {
      scrapeBoth();
    }
    // Now it is full, and reading waits, in bounded memory.
    fixture.turnUntil(
        receiver,
        "full queues",
        () -> fixture.metric("prometheus_remote_storage_enqueue_retries") > 0);
    assertThat(fixture.metric("prometheus_remote_storage_samples_pending")).isLessThan(600);
    assertThat(fixture.senders.ledger("main").balance().difference()).isZero();
    receiver.otherwise(Answer.ok());
    fixture.turnUntilDelivered(receiver, fixture.appended());
    assertCleanDelivery();
    assertThat(fixture.metric("prometheus_remote_storage_samples_pending")).isZero();
  }

  @Test
  void aShardThatHangsDoesNotDelayWhatAnotherHasCollected() {
    receiver.otherwise(request -> isOf(request, "host0") ? Answer.hang() : Answer.ok());
    fixture.apply(shards(1000, 2, 2, 10));
    // Less than a batch each: both would wait for their deadline, and the first waits forever.
    for (int i = 0; i < 5; i++) {
      scrapeBoth();
    }
    fixture.turnUntil(receiver, "the other shard", () -> arrived("host1") == 50);
    for (int i = 0; i < 20; i++) {
      scrapeBoth();
    }
    fixture.turnUntil(receiver, "the other shard", () -> arrived("host1") >= 100);
  }

  @Test
  void aSlowShardDoesNotHoldUpABacklog() {
    fixture.options(fixture.options.withReadAheadBytes(8_000));
    long now = fixture.clock.wallMs();
    for (int i = 0; i < 100; i++) {
      fixture.scrape(SenderFixture.target(0), layout, now - 600_000 + i * 1000L);
      fixture.scrape(SenderFixture.target(1), layout, now - 600_000 + i * 1000L);
    }
    receiver.otherwise(request -> isOf(request, "host0") ? Answer.status(503) : Answer.ok());
    fixture.apply(shards(50, 2, 2, 1000));
    // Two windows fit the bound on memory: the other shard finishes both.
    fixture.turnUntil(receiver, "two windows", () -> arrived("host1") >= 200);
    assertThat(arrived("host0")).isZero();
    assertThat(fixture.metric("tributary_remote_write_buffered_bytes")).isLessThan(20_000);
    receiver.otherwise(Answer.ok());
    fixture.turnUntilDelivered(receiver, 2000);
    assertCleanDelivery();
  }

  @Test
  void keepsOrderWhileTheNumberOfShardsChanges() {
    // An answer takes a while, so that one shard is not enough; later it is.
    receiver.otherwise(_ -> Answer.ok().after(Duration.ofMillis(4)));
    fixture.apply(shards(100, 1, 8, 1000));
    for (int i = 0; i < 400; i++) {
      for (int target = 0; target < 20; target++) {
        fixture.scrape(SenderFixture.target(target), layout);
      }
      fixture.clock.advance(Duration.ofMillis(100));
    }
    fixture.turnUntilDelivered(receiver, fixture.appended());
    assertThat(log.lines()).anyMatch(line -> line.contains("shards") && line.contains("goes from"));
    receiver.otherwise(Answer.ok());
    for (int i = 0; i < 300; i++) {
      fixture.scrape(SenderFixture.target(i % 20), layout);
      fixture.clock.advance(Duration.ofMillis(500));
    }
    fixture.turnUntilDelivered(receiver, fixture.appended());
    assertCleanDelivery();
  }

  /// A window is 300 requests here, and a slow receiver must not take them one after the other.
  @Test
  void aBacklogGetsMoreShardsInTheMiddleOfAWindow() {
    long now = fixture.clock.wallMs();
    for (int i = 0; i < 50; i++) {
      for (int target = 0; target < 60; target++) {
        fixture.scrape(SenderFixture.target(target), layout, now - 600_000 + i * 1000L);
      }
    }
    receiver.otherwise(_ -> Answer.ok().after(Duration.ofMillis(10)));
    fixture.apply(shards(100, 1, 8, 1000));
    fixture.turnUntil(
        receiver, "more shards", () -> fixture.senders.status().getFirst().shards() >= 4);
    // 2,400 of 3,000 samples at least are still in the one window that was read.
    assertThat(receiver.requests().size()).isLessThan(240);
    fixture.turnUntilDelivered(receiver, fixture.appended());
    assertCleanDelivery();
    assertThat(receiver.requests().size()).isBetween(300, 310);
  }

  @Test
  void whatShardsBeforeADivisionDeliveredIsNotRepeatedAfterARestart() throws InterruptedException {
    long now = fixture.clock.wallMs();
    for (int i = 0; i < 50; i++) {
      for (int target = 0; target < 60; target++) {
        fixture.scrape(SenderFixture.target(target), layout, now - 600_000 + i * 1000L);
      }
    }
    for (int run = 0; run < 3; run++) {
      receiver.otherwise(_ -> Answer.ok().after(Duration.ofMillis(10)));
      fixture.apply(shards(100, 1, 8, 1000));
      fixture.turnUntil(
          receiver, "more shards", () -> fixture.senders.status().getFirst().shards() > 1);
      receiver.otherwise(Answer.status(503));
      fixture.restart(Duration.ofSeconds(20));
      assertThat(receiver.ledger().samples()).isLessThan(fixture.appended());
    }
    receiver.otherwise(Answer.ok());
    fixture.apply(shards(100, 3, 3, 1000));
    fixture.turnUntilDelivered(receiver, fixture.appended());
    assertCleanDelivery();
  }

  @Test
  void aShardThatIsStuckDoesNotStopTheOthersForADivisionThatCannotBe() {
    receiver.otherwise(request ->
        isOf(request, "host0") ? Answer.hang() : Answer.ok().after(Duration.ofMillis(20)));
    fixture.apply(shards(20, 2, 20, 100_000));
    for (int i = 0; i < 600; i++) {
      fixture.scrape(SenderFixture.target(1), layout);
      if (i % 20 == 0) {
        fixture.scrape(SenderFixture.target(0), layout);
      }
      fixture.clock.advance(Duration.ofMillis(50));
    }
    fixture.turnUntil(receiver, "the other shard", () -> arrived("host1") == 6000);
    assertThat(fixture.senders.status().getFirst().shards()).isEqualTo(2);
  }

  /// One shard knocks for all; here it has nothing left to knock with, and no more comes.
  @Test
  void aShardWhoseSamplesAreTooOldLetsAnotherKnock() {
    var base = shards(10, 2, 2, 100);
    var queue = base.queue();
    receiver.otherwise(Answer.status(401));
    fixture.apply(
        base.withQueue(
            new QueueSettings(
                queue.capacity(),
                2,
                2,
                10,
                queue.batchSendDeadline(),
                queue.minBackoff(),
                queue.maxBackoff(),
                true,
                Duration.ofMinutes(1))));
    fixture.scrape(SenderFixture.target(0), layout);
    fixture.turnUntil(receiver, "parking", () -> fixture.senders.status().getFirst().isParked());
    fixture.scrape(SenderFixture.target(1), layout);
    var ledger = fixture.senders.ledger("main");
    fixture.turnUntil(receiver, "their age", () -> ledger.dropped("too_old") == 20);
    receiver.otherwise(Answer.ok());
    fixture.scrape(SenderFixture.target(1), layout);
    fixture.turnUntilDelivered(receiver, 10);
    fixture.turnUntil(
        receiver, "an open door", () -> !fixture.senders.status().getFirst().isParked());
    fixture.assertBalanced(receiver, "main");
  }

  /// Restarts at random moments, with any number of shards, over a receiver that fails as it likes:
  /// every sample arrives, none twice, none out of order.
  @Test
  void nothingIsLostOrRepeatedOverRestartsAndFaults() throws InterruptedException {
    for (long seed = 0; seed < 8; seed++) {
      if (seed > 0) {
        fixture.close();
        receiver.close();
        fixture = new SenderFixture(directory.resolve("seed" + seed));
        receiver = RemoteWriteReceiver.start();
      }
      checkRestarts(seed);
    }
  }

  private void checkRestarts(long seed) throws InterruptedException {
    var random = new Random(seed);
    Layout[] layouts = {fixture.layout("a", 7), fixture.layout("b", 23), fixture.layout("c", 90)};
    receiver.otherwise(_ ->
        switch (random.nextInt(8)) {
          case 0 -> Answer.status(503);
          case 1 -> Answer.status(429).withRetryAfter("1");
          case 2 -> Answer.reset();
          default -> Answer.ok();
        });
    for (int run = 0; run < 6; run++) {
      int shards = 1 + random.nextInt(4);
      if (random.nextBoolean()) {
        // Some time passes without a sender: what is in the log becomes backlog.
        fixture.clock.advance(Duration.ofSeconds(random.nextInt(120)));
      }
      fixture.apply(shards(10 + random.nextInt(90), shards, shards, 20 + random.nextInt(500)));
      int scrapes = random.nextInt(120);
      for (int i = 0; i < scrapes; i++) {
        Stream target = SenderFixture.target(random.nextInt(6));
        fixture.scrape(target, layouts[(int) (target.key() % 3)]);
        fixture.clock.advance(Duration.ofMillis(1 + random.nextInt(200)));
      }
      if (run < 5) {
        // Long enough for the requests that are on their way.
        fixture.restart(Duration.ofSeconds(20));
      }
    }
    fixture.turnUntilDelivered(receiver, fixture.appended());
    var report = receiver.ledger().report();
    assertThat(report.samples()).as("seed %d", seed).isEqualTo(fixture.appended());
    assertThat(report.identicalDuplicates()).as("seed %d", seed).isZero();
    assertThat(report.conflictingDuplicates()).as("seed %d", seed).isZero();
    assertThat(report.outOfOrder()).as("seed %d", seed).isZero();
    fixture.assertBalanced(receiver, "main");
  }
}
