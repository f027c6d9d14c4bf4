package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.SecretSource;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.layout.Layout;
import io.tributary.model.layout.SideColumns;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.ReceivedSample;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import io.tributary.testkit.remotewrite.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteSendersTest extends SenderTest {
  private RemoteWriteSettings settings() {
    return SenderFixture.to(receiver);
  }

  private void scrapes(int count) {
    for (int i = 0; i < count; i++) {
      fixture.scrape(SenderFixture.target(i % 3), layout);
      if (i % 3 == 2) {
        fixture.clock.advance(Duration.ofMillis(10));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ProtobufMessage.class)
  void deliversWhatTheLogHolds(ProtobufMessage message) {
    fixture.apply(SenderFixture.batchesOf(settings().withMessage(message), 50));
    scrapes(20);
    fixture.turnUntilDelivered(receiver, 200);
    assertCleanDelivery();
    assertThat(receiver.requests().size()).isBetween(4, 6);
    var headers = receiver.requests().getFirst().headers();
    assertThat(headers.get("user-agent")).isEqualTo("Tributary/test");
    assertThat(headers.get("content-encoding")).isEqualTo("snappy");
    assertThat(headers.get("x-prometheus-remote-write-version"))
        .isEqualTo(message == ProtobufMessage.V1 ? "0.1.0" : "2.0.0");
    assertThat(headers).doesNotContainKey("retry-attempt");
  }

  @Test
  void sendsAPartialBatchWhenItsDeadlineHasPassed() {
    fixture.apply(settings());
    scrapes(2);
    fixture.turnUntilDelivered(receiver, 20);
    assertThat(receiver.requests().size()).isEqualTo(1);
    assertCleanDelivery();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504, 599})
  void repeatsWhatMayBeRepeated(int status) {
    receiver.script(Answer.status(status), Answer.status(status));
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(receiver.requests().size()).isEqualTo(3);
    assertThat(receiver.requests().get(2).header("Retry-Attempt")).contains("2");
    assertCleanDelivery();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 405, 408, 409, 410, 413, 422, 425, 431})
  void dropsWhatIsRefusedForGoodAndGoesOn(int status) {
    receiver.script(Answer.status(status).withBody("no such thing"));
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntil(
        receiver,
        "the drop",
        () -> fixture.senders.ledger("main").dropped("rejected_" + status) == 10);
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(receiver.requests().size()).isEqualTo(2);
    fixture.assertBalanced(receiver, "main");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 407, 300, 301, 302, 303, 304})
  void parksWhatAnOperatorCanMend(int status) {
    receiver.otherwise(Answer.status(status).withHeader("Location", "http://127.0.0.1:1/other"));
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() == 1);
    fixture.turnUntil(receiver, "the state", () -> fixture.senders.status().getFirst().isParked());
    long first = fixture.clock.nanos();
    fixture.turnUntil(receiver, "a second knock", () -> receiver.requests().size() == 2);
    assertThat(Duration.ofNanos(fixture.clock.nanos() - first))
        .isGreaterThan(Duration.ofSeconds(8));
    receiver.otherwise(Answer.ok());
    fixture.turnUntilDelivered(receiver, 10);
    fixture.turnUntil(receiver, "no park", () -> !fixture.senders.status().getFirst().isParked());
    assertCleanDelivery();
  }

  @Test
  void knocksAtOnceWhenTheSecretHasChanged() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "old");
    receiver.otherwise(request ->
        request.header("Authorization").equals(java.util.Optional.of("Bearer new"))
            ? Answer.ok()
            : Answer.status(401));
    fixture.apply(SenderFixture.withToken(settings(), SecretSource.ofFile(token)));
    scrapes(1);
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() == 1);
    fixture.turnUntil(receiver, "the state", () -> fixture.senders.status().getFirst().isParked());
    Files.writeString(token, "new");
    long changed = fixture.clock.nanos();
    fixture.turnUntil(
        receiver, "samples", () -> receiver.ledger().samples() >= 10, Duration.ofMillis(10));
    assertThat(Duration.ofNanos(fixture.clock.nanos() - changed)).isLessThan(Duration.ofSeconds(9));
    assertCleanDelivery();
  }

  @Test
  void waitsAsLongAsTheReceiverAsks() {
    receiver.script(Answer.status(503).withRetryAfter("7"));
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() == 1);
    long refused = fixture.clock.nanos();
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(Duration.ofNanos(fixture.clock.nanos() - refused))
        .isBetween(Duration.ofMillis(6500), Duration.ofMillis(9500));
    assertCleanDelivery();
  }

  @Test
  void cutsABatchThatIsTooLarge() {
    receiver.otherwise(
        request -> request.samples().size() > 600 ? Answer.status(413) : Answer.ok());
    fixture.apply(SenderFixture.batchesOf(settings(), 2000));
    Layout large = fixture.layout("large", 1000);
    fixture.scrape(SenderFixture.target(1), large);
    fixture.scrape(SenderFixture.target(2), large);
    fixture.turnUntilDelivered(receiver, 2000);
    assertCleanDelivery();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 500})
  void logsWhatAFailedRequestHeldWhenAskedTo(int status) {
    receiver.script(Answer.status(status).withBody("why not"));
    var base = settings();
    fixture.apply(
        new RemoteWriteSettings(
            base.name(),
            base.configHash(),
            base.url(),
            base.message(),
            base.remoteTimeout(),
            base.headers(),
            base.client(),
            List.of(),
            false,
            false,
            false,
            true,
            base.queue(),
            base.metadata()));
    scrapes(1);
    fixture.turnUntil(
        receiver,
        "a line",
        () ->
            log.lines().stream()
                .anyMatch(line ->
                    line.startsWith("DEBUG")
                        && line.contains("with 10 samples")
                        && line.contains("host0")
                        && line.contains("why not")));
  }

  @Test
  void isolatesRefusedSamplesOnlyWhenAskedTo() {
    fixture.options(fixture.options.withIsolateRejected(true));
    receiver.otherwise(request ->
        request.samples().stream().anyMatch(one -> "r3".equals(one.labels().get("row")))
            ? Answer.status(400).withBody("r3 is bad")
            : Answer.ok());
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 9);
    fixture.assertBalanced(receiver, "main");
    assertThat(fixture.senders.ledger("main").dropped("rejected_400")).isEqualTo(1);
    assertThat(receiver.requests().size()).isLessThanOrEqualTo(17);
  }

  @Test
  void fallsBackToVersion1AndRemembers() {
    receiver.acceptOnly(Version.V1);
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 20);
    assertThat(receiver.requests().size()).isEqualTo(3);
    assertThat(fixture.senders.status().getFirst().message()).isEqualTo(ProtobufMessage.V1);
    assertCleanDelivery();
  }

  @Test
  void takesASuccessThatCountsNothingForARefusalOfVersion2() {
    receiver.script(Answer.ok().withoutWrittenCounts().discarding());
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 20);
    assertThat(receiver.requests().size()).isEqualTo(3);
    assertThat(receiver.requests().get(1).version()).isEqualTo(Version.V1);
    assertThat(receiver.requests().get(2).version()).isEqualTo(Version.V1);
    assertCleanDelivery();
  }

  @Test
  void accountsForWhatThePartialSuccessLeftOut() {
    receiver.script(
        Answer.ok()
            .withoutWrittenCounts()
            .withHeader("X-Prometheus-Remote-Write-Samples-Written", "7"));
    fixture.apply(settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    fixture.assertBalanced(receiver, "main");
    assertThat(fixture.senders.ledger("main").dropped("partial_write")).isEqualTo(3);
    assertThat(fixture.senders.ledger("main").delivered()).isEqualTo(7);
  }

  @Test
  void aDeadDestinationDoesNotHoldUpAnother() {
    try (var dead = RemoteWriteReceiver.start()) {
      dead.otherwise(Answer.hang());
      var other = SenderFixture.to(dead);
      fixture.apply(
          settings(),
          RemoteWriteSettings.defaults("dead", other.url()).withMetadata(other.metadata()));
      scrapes(4);
      fixture.turnUntilDelivered(receiver, 40);
      assertCleanDelivery();
      assertThat(fixture.senders.ledger("dead").balance().queued()).isEqualTo(40);
      assertThat(fixture.senders.ledger("dead").balance().difference()).isZero();
    }
  }

  @Test
  void continuesBehindTheLastAcknowledgementAfterARestart() throws InterruptedException {
    fixture.apply(SenderFixture.batchesOf(settings(), 30));
    scrapes(9);
    fixture.turnUntilDelivered(receiver, 90);
    receiver.otherwise(Answer.status(503));
    scrapes(9);
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() > 3);
    fixture.restart();
    receiver.otherwise(Answer.ok());
    fixture.apply(SenderFixture.batchesOf(settings(), 30));
    fixture.turnUntilDelivered(receiver, 180);
    assertCleanDelivery();
  }

  /// A process that is killed has delivered from memory what is in no file: its cursor knows of
  /// records that the log has not, and whose numbers the next ones get.
  @Test
  void whatWasDeliveredAndNeverReachedTheDiskHidesNothingNew()
      throws InterruptedException, IOException {
    fixture.apply(settings());
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 30);
    fixture.restart();
    var cursor = fixture.wal.cursor("main");
    var place = cursor.load().orElseThrow().position();
    var ahead = new Delivered.Layer(List.of(Progress.through(place.sequence() + 100)));
    cursor.store(place, new Delivered(0, 0, List.of(ahead)).encode(1 << 10));
    fixture.apply(settings());
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    assertCleanDelivery();
  }

  /// The other destination's cursor tells that there was more than the log still has.
  @Test
  void whatTheLogLostIsDroppedAndNotQueued() throws InterruptedException, IOException {
    try (var slow = RemoteWriteReceiver.start()) {
      slow.otherwise(Answer.status(503));
      var other =
          RemoteWriteSettings.defaults("slow", slow.url().toString())
              .withMetadata(settings().metadata());
      fixture.apply(settings(), other);
      scrapes(4);
      fixture.turnUntilDelivered(receiver, 40);
      fixture.restartWithoutSegments();
      slow.otherwise(Answer.ok());
      fixture.apply(settings(), other);
      // It is found when the log is read for this destination, not when that is set up.
      var ledger = fixture.senders.ledger("slow");
      fixture.turnUntil(receiver, "what is missing", () -> ledger.dropped("missing") > 0);
      fixture.assertBalanced(receiver, "slow");
      assertThat(ledger.balance().droppedByReason()).containsExactly(Map.entry("missing", 40L));
    }
  }

  @Test
  void writtenCountsOfAReceiverOfVersion1MeanNothing() {
    receiver.otherwise(
        Answer.status(204).storing().withHeader("X-Prometheus-Remote-Write-Samples-Written", "0"));
    fixture.apply(settings().withMessage(ProtobufMessage.V1));
    scrapes(1);
    fixture.assertBalanced(receiver, "main");
    assertThat(fixture.senders.ledger("main").balance().delivered()).isEqualTo(10);
  }

  @Test
  void sendsABacklogSeriesBySeriesAndInOrder() {
    long now = fixture.clock.wallMs();
    for (int i = 0; i < 40; i++) {
      fixture.scrape(SenderFixture.target(i % 4), layout, now - 600_000 + i * 1000L);
    }
    fixture.apply(SenderFixture.batchesOf(settings(), 150));
    fixture.turnUntilDelivered(receiver, 400);
    assertCleanDelivery();
    assertThat(receiver.requests().getFirst().series().getFirst().samples()).hasSize(10);
  }

  /// An outage of some seconds, and no age at which data becomes backlog, is enough.
  @Test
  void whatPiledUpWithinSecondsIsSentSeriesBySeriesInFullRequests() {
    long now = fixture.clock.wallMs();
    var rows = fixture.layout("wide", 150);
    for (int i = 0; i < 15; i++) {
      for (int target = 0; target < 10; target++) {
        fixture.scrape(SenderFixture.target(target), rows, now - 15_000 + i * 1000L);
      }
    }
    fixture.apply(SenderFixture.batchesOf(settings(), 2000));
    fixture.turnUntilDelivered(receiver, 22_500);
    assertCleanDelivery();
    // 133 rows of a target's 15 scrapes fit a request, and the rest of its rows does not travel
    // alone.
    assertThat(receiver.requests()).hasSize(12);
    for (var request : receiver.requests()) {
      assertThat(request.series()).allMatch(series -> series.samples().size() == 15);
    }
  }

  @Test
  void aBacklogThatIsCutShortIsNotRepeated() throws InterruptedException {
    long now = fixture.clock.wallMs();
    for (int i = 0; i < 40; i++) {
      fixture.scrape(SenderFixture.target(i % 4), layout, now - 600_000 + i * 1000L);
    }
    receiver.script(Answer.ok(), Answer.ok(), Answer.ok());
    receiver.otherwise(Answer.status(503));
    var settings = SenderFixture.withQueue(settings(), 30, 2, 2);
    fixture.apply(settings);
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() > 4);
    fixture.restart();
    receiver.otherwise(Answer.ok());
    fixture.apply(settings);
    fixture.turnUntilDelivered(receiver, 400);
    assertCleanDelivery();
  }

  @Test
  void keepsOrderPerSeriesOverManyShards() {
    fixture.apply(SenderFixture.withQueue(settings(), 20, 4, 4));
    for (int i = 0; i < 30; i++) {
      for (int target = 0; target < 6; target++) {
        fixture.scrape(SenderFixture.target(target), layout);
      }
      fixture.clock.advance(Duration.ofMillis(100));
    }
    fixture.turnUntilDelivered(receiver, 1800);
    assertCleanDelivery();
  }

  @Test
  void addsExternalLabelsWhereTheSeriesLacksThem() {
    fixture.apply(Labels.of("region", "eu", "row", "never"), settings());
    scrapes(1);
    fixture.turnUntilDelivered(receiver, 10);
    for (ReceivedSample sample : receiver.requests().getFirst().samples()) {
      assertThat(sample.labels()).containsEntry("region", "eu");
      assertThat(sample.labels().get("row")).startsWith("r");
      assertThat(sample.labels().get("instance")).isEqualTo("host0");
    }
    assertCleanDelivery();
  }

  @Test
  void targetsWithARenamedInstanceShareARequest() {
    var base = settings();
    fixture.apply(
        new RemoteWriteSettings(
            base.name(),
            base.configHash(),
            base.url(),
            base.message(),
            base.remoteTimeout(),
            base.headers(),
            base.client(),
            List.of(
                RelabelRule.builder()
                    .sourceLabels(List.of("instance"))
                    .targetLabel("host")
                    .build(NameValidation.UTF8),
                RelabelRule.builder()
                    .action(RelabelAction.LABELDROP)
                    .regex("instance")
                    .build(NameValidation.UTF8)),
            false,
            false,
            false,
            false,
            base.queue(),
            base.metadata()));
    scrapes(30);
    fixture.turnUntilDelivered(receiver, 300);
    assertThat(receiver.requests().size()).isEqualTo(1);
    for (ReceivedSample sample : receiver.requests().getFirst().samples()) {
      assertThat(sample.labels()).doesNotContainKey("instance");
      assertThat(sample.labels().get("host")).startsWith("host");
    }
    assertCleanDelivery();
  }

  @Test
  void dropsWhatIsTooOld() {
    var base = settings();
    var queue = base.queue();
    fixture.apply(
        base.withQueue(
            new QueueSettings(
                queue.capacity(),
                1,
                1,
                queue.maxSamplesPerSend(),
                queue.batchSendDeadline(),
                queue.minBackoff(),
                queue.maxBackoff(),
                true,
                Duration.ofMinutes(1))));
    fixture.scrape(SenderFixture.target(1), layout, fixture.clock.wallMs() - 120_000);
    fixture.scrape(SenderFixture.target(1), layout);
    fixture.turnUntilDelivered(receiver, 10);
    fixture.assertBalanced(receiver, "main");
    assertThat(fixture.senders.ledger("main").dropped("too_old")).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource(ProtobufMessage.class)
  void aSampleFromLongAgoDoesNotCostTheRestOfItsRequest(ProtobufMessage message) {
    long ancient = 1_000;
    // As Prometheus does: all or nothing of a request in 1.0.
    receiver.otherwise(request ->
        request.version() == Version.V1
                && request.samples().stream().anyMatch(one -> one.timestampMs() == ancient)
            ? Answer.status(400).withBody("out of bounds")
            : Answer.ok());
    fixture.apply(settings().withMessage(message));
    long[] times = new long[layout.rowCount()];
    Arrays.fill(times, SideColumns.NO_TIMESTAMP);
    times[3] = ancient;
    times[5] = fixture.clock.wallMs() - 60_000;
    fixture.scrape(SenderFixture.target(0), layout);
    fixture.scrape(SenderFixture.target(1), layout, new SideColumns(times, null, null, List.of()));
    fixture.scrape(SenderFixture.target(2), layout);
    int refused = message == ProtobufMessage.V1 ? 1 : 0;
    fixture.turnUntilDelivered(receiver, 30 - refused);
    fixture.assertBalanced(receiver, "main");
    assertThat(fixture.senders.ledger("main").dropped("rejected_400")).isEqualTo(refused);
    assertThat(receiver.requests().size()).isEqualTo(1 + refused);
  }

  @Test
  void aChangedDestinationGoesOnWhereItWas() {
    fixture.apply(settings());
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 30);
    fixture.apply(settings().withRemoteTimeout(Duration.ofSeconds(7)));
    scrapes(3);
    fixture.turnUntilDelivered(receiver, 60);
    assertThat(receiver.ledger().report().identicalDuplicates()).isZero();
    fixture.assertBalanced(receiver, "main");
  }

  @Test
  void flushesWhenItStopsAndLeavesTheRestInTheLog() throws InterruptedException {
    fixture.apply(settings());
    scrapes(3);
    fixture.senders.stop(Duration.ofSeconds(10));
    assertThat(receiver.ledger().samples()).isEqualTo(30);
    assertThat(fixture.senders.ledger("main").balance().queued()).isZero();
  }

  @Test
  void stopsInTimeWhenTheReceiverHangs() throws InterruptedException {
    receiver.otherwise(Answer.hang());
    fixture.apply(settings());
    scrapes(3);
    fixture.turnUntil(receiver, "a request", () -> receiver.requests().size() == 1);
    long start = System.nanoTime();
    fixture.senders.stop(Duration.ofMillis(500));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(fixture.senders.ledger("main").balance().queued()).isEqualTo(30);
  }

  @Test
  void sendsMetadataInRequestsOfItsOwnWithVersion1() {
    fixture.apply(
        settings()
            .withMessage(ProtobufMessage.V1)
            .withMetadata(new MetadataSettings(true, Duration.ofSeconds(20), 2000)));
    scrapes(1);
    fixture.turnUntil(receiver, "metadata", () -> !receiver.metadata().isEmpty());
    assertThat(receiver.metadata().getFirst().toString()).contains("m").contains("Help.");
  }

  @Test
  void metadataFollowsARedirectAsSamplesDo() {
    try (var elsewhere = RemoteWriteReceiver.start()) {
      receiver.otherwise(Answer.status(308).withHeader("Location", elsewhere.url().toString()));
      fixture.apply(
          settings()
              .withMessage(ProtobufMessage.V1)
              .withMetadata(new MetadataSettings(true, Duration.ofSeconds(20), 2000)));
      scrapes(1);
      fixture.turnUntil(elsewhere, "metadata", () -> !elsewhere.metadata().isEmpty());
      assertThat(elsewhere.metadata().getFirst().toString()).contains("m").contains("Help.");
      assertThat(fixture.metric("prometheus_remote_storage_metadata_failed")).isZero();
    }
  }
}
