package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.Label;
import io.tributary.base.config.ConfigException;
import io.tributary.base.secret.SecretSource;
import io.tributary.metrics.wal.ConsumerBudget;
import io.tributary.model.labels.Labels;
import io.tributary.model.layout.Layout;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.tls.TlsSettings;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.ReceivedRequest;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a new configuration does to destinations that are at work.
class ReloadTest extends SenderTest {
  private RemoteWriteSettings settings() {
    return SenderFixture.batchesOf(SenderFixture.to(receiver), 10_000);
  }

  private static RemoteWriteSettings withToken(RemoteWriteSettings base, String token) {
    return SenderFixture.withToken(base, SecretSource.ofText(token));
  }

  private static boolean hasToken(ReceivedRequest request, String token) {
    return request.header("Authorization").equals(Optional.of("Bearer " + token));
  }

  private void scrapes(int count) {
    for (int i = 0; i < count; i++) {
      fixture.clock.advance(Duration.ofMillis(10));
      fixture.scrape(SenderFixture.target(i % 3), layout);
    }
  }

  private long starts() {
    return log.lines().stream().filter(line -> line.contains("sends to")).count();
  }

  @Test
  void anotherSecretChangesTheClientAndNothingElse() {
    fixture.apply(withToken(settings(), "old"));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 30);
    // A batch is open now, and stays so.
    scrapes(3);
    fixture.apply(withToken(settings(), "new"));
    assertThat(receiver.requests().size()).isEqualTo(1);
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 90);
    assertThat(receiver.requests().size()).isEqualTo(2);
    assertThat(hasToken(receiver.requests().getFirst(), "old")).isTrue();
    assertThat(hasToken(receiver.requests().getLast(), "new")).isTrue();
    assertThat(starts()).isEqualTo(1);
    assertCleanDelivery();
    assertThat(fixture.senders.ledger("main").delivered()).isEqualTo(90);
  }

  @Test
  void aRequestThatIsOnItsWayIsAnsweredOverTheOldClient() {
    receiver.script(Answer.ok().after(Duration.ofMillis(300)));
    fixture.apply(withToken(settings(), "old"));
    scrapes(3);
    fixture.turnUntil(receiver, "a request", () -> receiver.requests().size() == 1);
    fixture.apply(withToken(settings(), "new"));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    assertThat(receiver.requests().size()).isEqualTo(2);
    assertCleanDelivery();
  }

  @Test
  void anotherSecretOpensAParkedDestinationAtOnce() {
    receiver.otherwise(request -> hasToken(request, "new") ? Answer.ok() : Answer.status(401));
    fixture.apply(withToken(settings(), "old"));
    scrapes(3);
    fixture.turnUntil(
        receiver, "parking", () -> fixture.metric("tributary_remote_write_parked") == 1);
    long changed = fixture.clock.nanos();
    fixture.apply(withToken(settings(), "new"));
    fixture.turnUntilDelivered(receiver, 30);
    assertThat(Duration.ofNanos(fixture.clock.nanos() - changed)).isLessThan(Duration.ofSeconds(9));
    assertThat(starts()).isEqualTo(1);
    fixture.assertBalanced(receiver, "main");
  }

  @Test
  void anotherSecretEndsAPauseBetweenTwoAttempts() {
    receiver.otherwise(request ->
        hasToken(request, "new") ? Answer.ok() : Answer.status(503).withRetryAfter("600"));
    fixture.apply(withToken(settings(), "old"));
    scrapes(3);
    fixture.turnUntil(
        receiver,
        "a refusal",
        () -> log.lines().stream().anyMatch(line -> line.contains("will try again")));
    fixture.apply(withToken(settings(), "new"));
    long changed = fixture.clock.nanos();
    fixture.turnUntilDelivered(receiver, 30);
    assertThat(Duration.ofNanos(fixture.clock.nanos() - changed)).isLessThan(Duration.ofMinutes(5));
    assertThat(starts()).isEqualTo(1);
    fixture.assertBalanced(receiver, "main");
  }

  @Test
  void aShardKeepsItsPlaceWhenTheSecretChanges() {
    fixture.apply(SenderFixture.withQueue(withToken(settings(), "old"), 20, 3, 3));
    for (int round = 0; round < 20; round++) {
      scrapes(6);
      fixture.apply(SenderFixture.withQueue(withToken(settings(), "t" + round), 20, 3, 3));
    }
    fixture.turnUntilDelivered(receiver, 1200);
    assertThat(starts()).isEqualTo(1);
    assertThat(fixture.senders.status().getFirst().shards()).isEqualTo(3);
    assertCleanDelivery();
  }

  @Test
  void anotherTimeoutTakesEffectWithTheNextRequest() {
    fixture.apply(settings());
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 30);
    receiver.script(Answer.hang());
    fixture.apply(settings().withRemoteTimeout(Duration.ofMillis(200)));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    assertThat(starts()).isEqualTo(1);
    fixture.assertBalanced(receiver, "main");
  }

  @Test
  void otherLabelsRestartADestinationWhereItIs() {
    receiver.script(Answer.ok().after(Duration.ofMillis(200)));
    fixture.apply(Labels.of("region", "eu"), SenderFixture.batchesOf(settings(), 25));
    scrapes(9);
    fixture.turnUntil(receiver, "a request", () -> receiver.requests().size() == 1);
    fixture.apply(Labels.of("region", "us"), SenderFixture.batchesOf(settings(), 25));
    scrapes(9);
    // Of a scrape that went out in part before, the rows are sent again under the new labels: row
    // numbers mean nothing any more.
    fixture.turnUntil(
        receiver, "the end", () -> fixture.senders.ledger("main").balance().queued() == 0);
    var report = receiver.ledger().report();
    assertThat(report.samples()).isBetween(180L, 190L);
    assertThat(report.identicalDuplicates()).isZero();
    assertThat(report.outOfOrder()).isZero();
    assertThat(starts()).isEqualTo(2);
  }

  @Test
  void aBudgetAloneIsAppliedWithoutARestart() {
    receiver.otherwise(Answer.status(503));
    fixture.apply(settings());
    fixture.apply(new ConsumerBudget(1 << 20, Duration.ZERO), Labels.EMPTY, settings());
    assertThat(starts()).isEqualTo(1);
    Layout large = fixture.layout("large", 1_000);
    var ledger = fixture.senders.ledger("main");
    // A budget of age and bytes gives up whole segments; this is far beyond it.
    for (int i = 0; i < 4_000 && ledger.balance().dropped() == 0; i++) {
      fixture.clock.advance(Duration.ofMillis(200));
      fixture.scrape(SenderFixture.target(1), large);
    }
    fixture.turnUntil(receiver, "the loss", () -> ledger.dropped("budget_bytes") > 0);
    fixture.apply(ConsumerBudget.UNLIMITED, Labels.EMPTY, settings());
    assertThat(starts()).isEqualTo(1);
    receiver.otherwise(Answer.ok());
    fixture.assertBalanced(receiver, "main");
    assertThat(ledger.balance().accepted()).isEqualTo(fixture.appended());
  }

  @Test
  void whatCannotWorkChangesNothing() {
    fixture.apply(settings(), settings().identified("second", ""));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    var before = fixture.senders.ledger("main");
    var missing = directory.resolve("no-such-file");
    var bad =
        SenderFixture.withClient(
            settings().identified("third", ""),
            HttpClientSettings.REMOTE_WRITE_DEFAULTS.withTls(
                new TlsSettings(
                    SecretSource.ofFile(missing),
                    SecretSource.NONE,
                    SecretSource.NONE,
                    "",
                    false,
                    null,
                    null)));
    for (RemoteWriteSettings wrong :
        new RemoteWriteSettings[] {
          bad, settings().identified("x".repeat(10_000), ""), settings().identified("main", "again")
        }) {
      assertThatThrownBy(
              () -> fixture.apply(settings().withRemoteTimeout(Duration.ofSeconds(3)), wrong))
          .isInstanceOf(ConfigException.class);
    }
    assertThat(fixture.senders.ledger("main")).isSameAs(before);
    assertThat(fixture.senders.status().stream().map(DestinationStatus::name))
        .containsExactly("main", "second");
    assertThat(starts()).isEqualTo(2);
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 120);
    fixture.assertBalanced(receiver, "main");
    fixture.assertBalanced(receiver, "second");
  }

  @Test
  void whatFailsWhenOthersHaveBegunIsTakenBack() {
    fixture.apply(settings(), settings().identified("second", ""));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    var queue = settings().queue();
    // Longer than nanoseconds count: it is found out when the destination starts.
    var eternal =
        settings()
            .identified("fourth", "")
            .withQueue(
                new QueueSettings(
                    queue.capacity(),
                    queue.maxShards(),
                    queue.minShards(),
                    queue.maxSamplesPerSend(),
                    Duration.ofDays(200_000),
                    queue.minBackoff(),
                    queue.maxBackoff(),
                    queue.retryOnHttp429(),
                    queue.sampleAgeLimit()));
    assertThatThrownBy(() ->
            fixture.apply(
                Labels.of("region", "eu"), settings(), settings().identified("third", ""), eternal))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("cannot set up remote_write: ");
    assertThat(fixture.senders.status().stream().map(DestinationStatus::name))
        .containsExactlyInAnyOrder("main", "second");
    // Nobody holds the log back, or shows up anywhere, who is not there.
    assertThat(
            fixture.registry.scrape().stream()
                .flatMap(family -> family.getDataPoints().stream())
                .flatMap(point -> point.getLabels().stream())
                .map(Label::getValue))
        .contains("main", "second")
        .doesNotContain("third", "fourth");
    assertThat(fixture.wal.cursor("third").load()).isEmpty();
    assertThat(fixture.wal.cursor("fourth").load()).isEmpty();
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 120);
    fixture.assertBalanced(receiver, "main");
    fixture.assertBalanced(receiver, "second");
    assertThat(receiver.ledger().allSeries()).noneMatch(labels -> labels.containsKey("region"));
  }

  // Destinations that nobody named are called by a hash of their settings.

  private RemoteWriteSettings unnamed(String hash) {
    return SenderFixture.batchesOf(settings(), 30).identified(hash.substring(0, 6), hash);
  }

  @Test
  void aDestinationThatIsOnlyCalledOtherwiseGoesOnWhereItWas() {
    // Another one holds the log back, so that everything is still there to be repeated.
    try (var stuck = RemoteWriteReceiver.start()) {
      stuck.otherwise(Answer.status(503));
      var holds = SenderFixture.to(stuck).identified("holds", "");
      fixture.apply(unnamed("aaaaaa1"), holds);
      scrapes(6);
      fixture.turnUntilDelivered(receiver, 60);
      fixture.apply(unnamed("bbbbbb2").withRemoteTimeout(Duration.ofSeconds(7)), holds);
      scrapes(6);
      fixture.turnUntilDelivered(receiver, 120);
      assertCleanDelivery("bbbbbb");
      assertThat(fixture.senders.status().stream().map(DestinationStatus::name))
          .containsExactlyInAnyOrder("holds", "bbbbbb");
    }
  }

  @Test
  void aDestinationThatIsCalledOtherwiseAfterARestartGoesOnWhereItWas()
      throws InterruptedException {
    fixture.apply(unnamed("aaaaaa1"));
    scrapes(6);
    fixture.turnUntilDelivered(receiver, 60);
    fixture.restart(Duration.ofSeconds(10));
    fixture.apply(unnamed("cccccc3").withRemoteTimeout(Duration.ofSeconds(7)));
    scrapes(6);
    fixture.turnUntilDelivered(receiver, 120);
    assertCleanDelivery("cccccc");
  }

  @Test
  void aDestinationThatIsGoneDeliversWhatItHasAndIsForgotten() {
    fixture.apply(settings());
    scrapes(3);
    // The batch is open: nothing was sent yet.
    fixture.apply();
    assertThat(receiver.ledger().samples()).isEqualTo(30);
    assertThat(fixture.senders.status()).isEmpty();
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntil(receiver, "samples", () -> receiver.ledger().samples() >= 40);
    assertThat(receiver.violations()).isEmpty();
  }
}
