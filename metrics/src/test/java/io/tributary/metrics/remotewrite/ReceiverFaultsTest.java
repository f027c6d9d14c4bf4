package io.tributary.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.SecretSource;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.testkit.remotewrite.Answer;
import io.tributary.testkit.remotewrite.RemoteWriteReceiver;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a receiver may do to a request, over real sockets: what happens to the samples,
/// what the log and the counters say, and that another destination notices nothing.
class ReceiverFaultsTest extends SenderTest {
  /// What is to become of the samples of the request.
  enum Fate {
    /// They arrive with a later attempt.
    REPEATED,
    /// As [#REPEATED], after the destination was parked.
    PARKED,
    /// The receiver has them already; they must not be sent again.
    DELIVERED,
    /// The specification forbids to send them again.
    DROPPED
  }

  /// @param outcome what `tributary_remote_write_requests_total` calls it
  /// @param logged what a line of the log contains
  record Fault(String name, Fate fate, String outcome, String logged, Answer answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Fault status(int status, Fate fate) {
    return new Fault(
        "status " + status,
        fate,
        Integer.toString(status),
        fate == Fate.DELIVERED || status == 307 || status == 308
            ? "sends to"
            : "HTTP status " + status,
        Answer.status(status).withBody("why not").withHeader("Location", "/elsewhere"));
  }

  private static Fault garbage(String name, String bytes) {
    return new Fault(name, Fate.REPEATED, "malformed", "cannot POST", Answer.garbage(bytes));
  }

  static Stream<Fault> faults() {
    return Stream.of(
        status(200, Fate.DELIVERED),
        status(201, Fate.DELIVERED),
        status(202, Fate.DELIVERED),
        status(204, Fate.DELIVERED),
        status(300, Fate.PARKED),
        status(301, Fate.PARKED),
        status(302, Fate.PARKED),
        status(303, Fate.PARKED),
        status(304, Fate.PARKED),
        status(307, Fate.REPEATED),
        status(308, Fate.REPEATED),
        status(400, Fate.DROPPED),
        status(401, Fate.PARKED),
        status(402, Fate.DROPPED),
        status(403, Fate.PARKED),
        status(404, Fate.PARKED),
        status(405, Fate.DROPPED),
        status(407, Fate.PARKED),
        status(408, Fate.DROPPED),
        status(409, Fate.DROPPED),
        status(410, Fate.DROPPED),
        status(413, Fate.DROPPED),
        status(415, Fate.REPEATED),
        status(422, Fate.DROPPED),
        status(425, Fate.DROPPED),
        status(429, Fate.REPEATED),
        status(431, Fate.DROPPED),
        status(500, Fate.REPEATED),
        status(501, Fate.REPEATED),
        status(502, Fate.REPEATED),
        status(503, Fate.REPEATED),
        status(504, Fate.REPEATED),
        status(599, Fate.REPEATED),
        status(600, Fate.DROPPED),
        status(999, Fate.DROPPED),
        new Fault("no answer", Fate.REPEATED, "timeout", "no complete answer", Answer.hang()),
        new Fault(
            "an answer by drops",
            Fate.REPEATED,
            "timeout",
            "no complete answer",
            Answer.drip(Duration.ofMillis(50))),
        new Fault("a reset", Fate.REPEATED, "closed", "cannot POST", Answer.reset()),
        new Fault(
            "a success whose body never comes",
            Fate.DELIVERED,
            "200",
            "sends to",
            new Answer(Answer.Kind.STALL, 200, true, true, List.of(), "", 0, Duration.ZERO)),
        new Fault(
            "a success whose body breaks",
            Fate.DELIVERED,
            "200",
            "sends to",
            new Answer(Answer.Kind.BREAK, 200, true, true, List.of(), "half", 0, Duration.ZERO)),
        new Fault(
            "an error whose body breaks",
            Fate.REPEATED,
            "500",
            "HTTP status 500",
            Answer.broken(500).withBody("half")),
        new Fault(
            "a refusal whose body breaks",
            Fate.DROPPED,
            "400",
            "HTTP status 400",
            Answer.broken(400).withBody("half")),
        new Fault(
            "an endless head",
            Fate.REPEATED,
            "malformed",
            "HTTP head larger",
            Answer.endlessHead()),
        new Fault(
            "a gigabyte of error",
            Fate.REPEATED,
            "500",
            "HTTP status 500",
            Answer.status(500).withBodyBytes(1L << 30)),
        new Fault(
            "a gigabyte of success",
            Fate.DELIVERED,
            "200",
            "sends to",
            Answer.status(200).withBodyBytes(1L << 30)),
        new Fault(
            "a gigabyte of refusal",
            Fate.DROPPED,
            "400",
            "HTTP status 400",
            Answer.status(400).withBodyBytes(1L << 30)),
        garbage("bytes that are no HTTP", "\u0000\u0001\u0002 this is no HTTP"),
        garbage("another protocol", "SSH-2.0-OpenSSH_9.6\r\n"),
        garbage("a status that is none", "HTTP/1.1 9x9 Odd\r\n\r\n"),
        garbage("a version that is none", "HTTP/3.1 200 OK\r\n\r\n"),
        garbage(
            "two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na"),
        garbage("a header without a colon", "HTTP/1.1 200 OK\r\noops\r\n\r\n"),
        garbage("a header of 100 KB", "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"),
        new Fault(
            "nothing but the end", Fate.REPEATED, "closed", "cannot POST", Answer.garbage("")));
  }

  private RemoteWriteReceiver other;
  private Duration timeout = Duration.ofMillis(500);

  @BeforeEach
  void openOther() {
    other = RemoteWriteReceiver.start();
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  private RemoteWriteSettings settings() {
    return SenderFixture.to(receiver).withRemoteTimeout(timeout);
  }

  private RemoteWriteSettings healthy() {
    return SenderFixture.to(other).identified("other", "");
  }

  private void scrape() {
    fixture.clock.advance(Duration.ofMillis(10));
    fixture.scrape(SenderFixture.target(1), layout);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultHasTheFateThatItShould(Fault fault) {
    receiver.script(fault.answer);
    check(fault);
    assertThat(receiver.violations()).isEmpty();
  }

  @Test
  void aResetInTheMiddleOfARequestIsNoAnswer() {
    receiver.beforeReading(Answer.reset());
    layout = fixture.layout("large", 9_000);
    timeout = Duration.ofSeconds(30);
    check(new Fault("", Fate.REPEATED, "closed", "cannot POST", Answer.reset()));
  }

  @Test
  void anAnswerBeforeTheRequestWasReadCounts() {
    receiver.beforeReading(Answer.status(503));
    scrapeBothAndAwaitOther();
    // The answer may be overtaken by the reset that follows it; either way the samples arrive.
    fixture.turnUntilDelivered(receiver, layout.rowCount());
    assertBooks(0);
  }

  private void awaitLine(String part) {
    fixture.turnUntil(
        receiver,
        "a line with " + part,
        () -> log.lines().stream().anyMatch(line -> line.contains(part)));
  }

  private void scrapeBothAndAwaitOther() {
    fixture.apply(settings(), healthy());
    scrape();
    fixture.turnUntilDelivered(other, layout.rowCount());
  }

  private void check(Fault fault) {
    scrapeBothAndAwaitOther();
    int rows = layout.rowCount();
    DestinationLedger ledger = fixture.senders.ledger("main");
    switch (fault.fate) {
      case REPEATED, DELIVERED -> fixture.turnUntilDelivered(receiver, rows);
      case PARKED -> {
        fixture.turnUntil(receiver, "parking", () -> fixture.metric(PARKED) == 1);
        assertThat(ledger.balance().queued()).isEqualTo(rows);
        fixture.turnUntilDelivered(receiver, rows);
        fixture.turnUntil(receiver, "the end of it", () -> fixture.metric(PARKED) == 0);
      }
      case DROPPED ->
          fixture.turnUntil(receiver, "the drop", () -> ledger.balance().dropped() == rows);
    }
    // Whatever it was, what comes next arrives: at both.
    scrape();
    int left = fault.fate == Fate.DROPPED ? rows : 2 * rows;
    fixture.turnUntilDelivered(receiver, left);
    fixture.turnUntilDelivered(other, 2L * rows);
    assertBooks(fault.fate == Fate.DROPPED ? rows : 0);
    assertThat(fixture.metric(REQUESTS, "outcome", fault.outcome)).as(fault.outcome).isPositive();
    awaitLine(fault.logged);
    assertThat(fixture.metric("prometheus_remote_storage_samples_failed"))
        .isEqualTo(fault.fate == Fate.DROPPED ? rows : 0);
    // No more is read of an answer than the sockets' buffers hold.
    assertThat(receiver.answeredBytes()).isLessThan(64 << 20);
  }

  private static final String PARKED = "tributary_remote_write_parked";
  private static final String REQUESTS = "tributary_remote_write_requests";

  private void assertBooks(long dropped) {
    for (RemoteWriteReceiver one : List.of(receiver, other)) {
      var report = one.ledger().report();
      assertThat(report.identicalDuplicates()).isZero();
      assertThat(report.conflictingDuplicates()).isZero();
      assertThat(report.outOfOrder()).isZero();
    }
    fixture.assertBalanced(receiver, "main");
    fixture.assertBalanced(other, "other");
    assertThat(fixture.senders.ledger("main").balance().dropped()).isEqualTo(dropped);
    assertThat(fixture.senders.ledger("other").balance().dropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "date"})
  void waitsAsLongAsTheReceiverAsks(String wish) {
    String header = wish;
    if (wish.equals("date")) {
      header =
          ZonedDateTime.ofInstant(
                  java.time.Instant.ofEpochMilli(fixture.clock.wallMs() + 12_000), ZoneOffset.UTC)
              .format(DateTimeFormatter.RFC_1123_DATE_TIME);
    }
    receiver.script(Answer.status(429).withRetryAfter(header));
    scrapeBothAndAwaitOther();
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() == 1);
    long refused = fixture.clock.nanos();
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(Duration.ofNanos(fixture.clock.nanos() - refused))
        .isBetween(Duration.ofMillis(4_000), Duration.ofMillis(9_500));
    assertBooks(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "soon", "1.5", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void aWishThatMakesNoSenseIsNone(String wish) {
    receiver.script(Answer.status(503).withRetryAfter(wish));
    scrapeBothAndAwaitOther();
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(log.lines()).noneMatch(line -> line.contains("asks for a pause"));
    assertBooks(0);
  }

  @Test
  void aWishForThirtyYearsIsCutToAnHourAndSaidSo() {
    receiver.script(Answer.status(429).withRetryAfter("1000000000"));
    scrapeBothAndAwaitOther();
    fixture.turnUntil(receiver, "a refusal", () -> receiver.requests().size() == 1);
    awaitLine("asks for a pause of 1000000000 s");
    fixture.clock.advance(Duration.ofMinutes(58));
    assertThat(receiver.requests().size()).isEqualTo(1);
    fixture.clock.advance(Duration.ofMinutes(10));
    fixture.turnUntilDelivered(receiver, 10);
    assertBooks(0);
  }

  @Test
  void anOperatorWhoForbidsItGets429Dropped() {
    var queue = settings().queue();
    receiver.script(Answer.status(429).withRetryAfter("1"));
    fixture.apply(
        settings()
            .withQueue(
                new QueueSettings(
                    queue.capacity(),
                    1,
                    1,
                    queue.maxSamplesPerSend(),
                    queue.batchSendDeadline(),
                    queue.minBackoff(),
                    queue.maxBackoff(),
                    false,
                    Duration.ZERO)),
        healthy());
    scrape();
    DestinationLedger ledger = fixture.senders.ledger("main");
    fixture.turnUntil(receiver, "the drop", () -> ledger.dropped("rejected_429") == 10);
    fixture.turnUntilDelivered(other, 10);
    assertBooks(10);
  }

  // Redirects

  private RemoteWriteSettings withSecret(RemoteWriteSettings base) {
    return SenderFixture.withToken(base, SecretSource.ofText("hush"));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void credentialsDoNotFollowARedirectElsewhere(int status) {
    try (var elsewhere = RemoteWriteReceiver.start()) {
      receiver.otherwise(Answer.status(status).withHeader("Location", elsewhere.url().toString()));
      fixture.apply(withSecret(settings()), healthy());
      scrape();
      fixture.turnUntilDelivered(other, 10);
      fixture.turnUntil(receiver, "parking", () -> fixture.metric(PARKED) == 1);
      assertThat(elsewhere.requests().size()).isZero();
      awaitLine("credentials and headers do not go");
      receiver.otherwise(Answer.ok());
      fixture.turnUntilDelivered(receiver, 10);
      assertThat(receiver.requests().getFirst().header("Authorization")).contains("Bearer hush");
      assertBooks(0);
    }
  }

  @Test
  void withoutCredentialsARedirectElsewhereIsFollowed() {
    try (var elsewhere = RemoteWriteReceiver.start()) {
      receiver.otherwise(Answer.status(308).withHeader("Location", elsewhere.url().toString()));
      fixture.apply(settings(), healthy());
      scrape();
      fixture.turnUntilDelivered(elsewhere, 10);
      scrape();
      fixture.turnUntilDelivered(elsewhere, 20);
      assertThat(receiver.requests().size()).isEqualTo(2);
      assertThat(elsewhere.requests().getFirst().header("Retry-Attempt")).isEmpty();
      fixture.turnUntilDelivered(other, 20);
      assertThat(elsewhere.violations()).isEmpty();
      fixture.assertBalanced(elsewhere, "main");
    }
  }

  @Test
  void credentialsFollowARedirectOnTheSameHostAndPort() {
    receiver.otherwise(request ->
        receiver.requests().size() == 1
            ? Answer.status(307).withHeader("Location", "/other/path?x=1")
            : Answer.ok());
    fixture.apply(withSecret(settings()), healthy());
    scrape();
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(receiver.requests().get(1).header("Authorization")).contains("Bearer hush");
    fixture.turnUntilDelivered(other, 10);
    assertBooks(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/", "http:///nowhere", "::::", "file:///etc/passwd"})
  void aRedirectToNowhereParks(String location) {
    receiver.script(Answer.status(307).withHeader("Location", location));
    scrapeBothAndAwaitOther();
    fixture.turnUntil(receiver, "parking", () -> fixture.metric(PARKED) == 1);
    fixture.turnUntilDelivered(receiver, 10);
    assertBooks(0);
  }

  @Test
  void aRedirectInACircleIsGivenUp() {
    receiver.otherwise(Answer.status(307).withHeader("Location", "/again"));
    scrapeBothAndAwaitOther();
    fixture.turnUntil(receiver, "parking", () -> fixture.metric(PARKED) == 1);
    assertThat(receiver.requests().size()).isEqualTo(4);
    receiver.otherwise(Answer.ok());
    fixture.turnUntilDelivered(receiver, 10);
    assertBooks(0);
  }

  // The counts of remote write 2.0

  private static Answer counting(int status, String... counts) {
    Answer answer = Answer.status(status).withoutWrittenCounts();
    for (String count : counts) {
      String[] parts = count.split("=", 2);
      answer = answer.withHeader("X-Prometheus-Remote-Write-" + parts[0] + "-Written", parts[1]);
    }
    return answer;
  }

  private void assertDelivered(long delivered, String reason, long dropped) {
    DestinationLedger ledger = fixture.senders.ledger("main");
    fixture.turnUntil(receiver, "settlement", () -> ledger.balance().queued() == 0);
    var expected = new TreeMap<String, Long>();
    if (dropped > 0) {
      expected.put(reason, dropped);
    }
    assertThat(ledger.balance().droppedByReason()).isEqualTo(expected);
    assertThat(ledger.delivered()).isEqualTo(delivered);
    assertThat(ledger.balance().difference()).isZero();
    assertThat(receiver.requests().size()).isEqualTo(1);
    assertThat(fixture.senders.status().getFirst().message()).isEqualTo(ProtobufMessage.V2);
  }

  @Test
  void aCountBelowWhatWasSentIsALossThatIsCounted() {
    receiver.script(counting(204, "Samples=7", "Histograms=0", "Exemplars=0"));
    scrapeBothAndAwaitOther();
    assertDelivered(7, "partial_write", 3);
    awaitLine("of 10 samples not 3");
    assertThat(fixture.metric("prometheus_remote_storage_samples_failed")).isEqualTo(3);
  }

  @Test
  void aCountOfNothingIsALossOfEverything() {
    receiver.script(counting(204, "Samples=0", "Histograms=0", "Exemplars=0"));
    scrapeBothAndAwaitOther();
    assertDelivered(0, "partial_write", 10);
  }

  @Test
  void aCountAboveWhatWasSentIsNotBelieved() {
    receiver.script(counting(204, "Samples=99999", "Histograms=5", "Exemplars=5"));
    scrapeBothAndAwaitOther();
    assertDelivered(10, "", 0);
  }

  @Test
  void aCountThatIsMissingBesideOthersIsZero() {
    receiver.script(counting(204, "Histograms=0"));
    scrapeBothAndAwaitOther();
    assertDelivered(0, "partial_write", 10);
  }

  @Test
  void aRefusalThatCountsHasDeliveredWhatItCounts() {
    receiver.script(counting(400, "Samples=8", "Histograms=0", "Exemplars=0").storing());
    scrapeBothAndAwaitOther();
    assertDelivered(8, "rejected_400", 2);
    awaitLine("refused 2 of 10 samples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "ten", "", "1e3", "99999999999999999999"})
  void countsThatCannotBeReadAreNone(String count) {
    receiver.script(
        counting(204, "Samples=" + count, "Histograms=" + count, "Exemplars=" + count)
            .discarding());
    scrapeBothAndAwaitOther();
    // As if it had said 415: the same again in 1.0.
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(receiver.requests().size()).isEqualTo(2);
    assertThat(fixture.senders.status().getFirst().message()).isEqualTo(ProtobufMessage.V1);
    assertBooks(0);
  }

  @Test
  void areceiverThatTakesNeitherVersionIsOfferedBoth() {
    receiver.otherwise(Answer.status(415));
    scrapeBothAndAwaitOther();
    DestinationLedger ledger = fixture.senders.ledger("main");
    fixture.turnUntil(receiver, "the drop", () -> ledger.dropped("rejected_415") == 10);
    receiver.otherwise(Answer.ok());
    scrape();
    fixture.turnUntilDelivered(receiver, 10);
    assertThat(receiver.requests().stream().map(one -> one.version().name()))
        .containsExactly("V2", "V1", "V2");
    fixture.turnUntilDelivered(other, 20);
    assertBooks(10);
  }

  @Test
  void aFlappingReceiverGetsEverythingOnceAndInOrder() {
    var answers =
        Arrays.asList(
            Answer.ok(),
            Answer.status(503),
            Answer.reset(),
            Answer.ok(),
            Answer.status(429),
            Answer.hang(),
            Answer.garbage("nonsense\r\n\r\n"));
    long seed = 4;
    var random = new java.util.Random(seed);
    for (int i = 0; i < 6; i++) {
      Collections.shuffle(answers, random);
      receiver.script(answers.toArray(Answer[]::new));
    }
    fixture.apply(SenderFixture.batchesOf(settings(), 30), healthy());
    for (int i = 0; i < 60; i++) {
      scrape();
    }
    fixture.turnUntilDelivered(other, 600);
    fixture.turnUntilDelivered(receiver, 600);
    assertBooks(0);
  }
}
