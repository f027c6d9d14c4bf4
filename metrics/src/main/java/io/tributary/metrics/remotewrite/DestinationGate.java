package io.tributary.metrics.remotewrite;

import io.tributary.base.secret.SecretUrls;
import io.tributary.base.time.Clock;
import io.tributary.net.client.Credentials;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door of a destination, which all its couriers pass: how it is reached, which message it
/// takes, whether it is closed, whether it is time to stop. Thread-safe.
final class DestinationGate {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// Pauses between two knocks on a door that is closed. The first is long enough for no more than
  /// two requests in eight seconds.
  private static final long FIRST_PARK_NANOS = Courier.seconds(10);

  private static final long LONGEST_PARK_NANOS = Courier.seconds(60);

  private final RemoteWriteSettings settings;
  private final Clock clock;
  private final Pauses pauses;
  private final RandomGenerator random;
  private final SenderMetrics.PerDestination metrics;
  private final QuietLog quiet;

  private volatile Link link;
  private volatile ProtobufMessage message;

  // Guarded by this.
  private boolean isParked;

  /// Who knocks while it is parked; null where the next one who comes by does.
  private @Nullable Courier knocking;

  private String parkedReason = "";
  private long parkNanos = FIRST_PARK_NANOS;
  private boolean knowsVersion2;
  private boolean draining;
  private boolean gaveUp;
  private long failures;
  private String lastError = "";
  private long lastErrorMs;

  DestinationGate(
      RemoteWriteSettings settings,
      Link link,
      Clock clock,
      Pauses pauses,
      RandomGenerator random,
      SenderMetrics.PerDestination metrics) {
    this.settings = settings;
    this.link = link;
    this.clock = clock;
    this.pauses = pauses;
    this.random = random;
    this.metrics = metrics;
    this.message = settings.message();
    this.quiet = new QuietLog(clock);
    metrics.isParked.set(0);
  }

  String name() {
    return settings.name();
  }

  Link link() {
    return link;
  }

  /// Requests from now on go another way; one that is on its way stays on it.
  void swap(Link newLink) {
    link = newLink;
    knock();
  }

  Clock clock() {
    return clock;
  }

  ProtobufMessage message() {
    return message;
  }

  Backoff newBackoff() {
    return new Backoff(settings.queue().minBackoff(), settings.queue().maxBackoff(), random);
  }

  /// From now on a failure is not repeated: the log keeps the rest.
  void drain() {
    synchronized (this) {
      draining = true;
    }
    pauses.stop();
  }

  /// Not even what was not tried yet.
  void giveUp() {
    synchronized (this) {
      gaveUp = true;
    }
    drain();
  }

  /// Other secrets may open the door.
  void knock() {
    pauses.wakeAll();
  }

  synchronized boolean isParked() {
    return isParked;
  }

  synchronized String parkedReason() {
    return parkedReason;
  }

  synchronized String lastError() {
    return lastError;
  }

  /// When something went wrong last, in epoch milliseconds; 0 where nothing ever did.
  synchronized long lastErrorMs() {
    return lastErrorMs;
  }

  /// Requests that failed and are to be repeated, so far.
  synchronized long failures() {
    return failures;
  }

  synchronized boolean isDraining() {
    return draining;
  }

  private synchronized boolean hasGivenUp() {
    return gaveUp;
  }

  private synchronized boolean isAnotherKnocking(Courier courier) {
    return knocking != null && knocking != courier;
  }

  /// Waits while another courier has found the destination closed; false when it stops.
  boolean enter(Courier courier) {
    while (isAnotherKnocking(courier)) {
      if (isDraining()) {
        return false;
      }
      pauses.until(clock.nanos() + Courier.seconds(1));
    }
    return !hasGivenUp();
  }

  /// `courier` has nothing to send any more. Where it was the one that knocks, somebody else does.
  synchronized void leave(Courier courier) {
    if (knocking == courier) {
      knocking = null;
    }
  }

  /// How often [#knock] was called, to be noted before whatever may lead to a [#pause].
  long knocks() {
    return pauses.wakeUps();
  }

  /// Waits, unless somebody has knocked since `knocks`; false when the destination stops.
  boolean pause(long nanos, long knocks) {
    if (isDraining()) {
      return false;
    }
    pauses.until(clock.nanos() + nanos, knocks);
    return !isDraining();
  }

  /// Waits until it makes sense to try again; false when the destination stops.
  boolean park(Courier courier, String reason, long knocks) {
    Link before = link;
    long wait;
    synchronized (this) {
      if (draining) {
        return false;
      }
      wait = parkNanos;
      parkNanos = Math.min(LONGEST_PARK_NANOS, parkNanos * 2);
      isParked = true;
      knocking = courier;
      parkedReason = reason;
      note(reason);
    }
    metrics.isParked.set(1);
    quiet.warn(
        log,
        "parked",
        "remote_write \"%s\" to %s refuses us; its data waits in the log. %s"
            .formatted(settings.name(), SecretUrls.shown(settings.url()), reason));
    awaitKnock(before, clock.nanos() + wait, knocks);
    return !isDraining();
  }

  /// Until `deadlineNanos`, or until a file with a secret has changed, or somebody has called
  /// [#knock].
  private void awaitKnock(Link before, long deadlineNanos, long knocks) {
    HttpHeaders secrets = read(before.credentials());
    boolean watching = before.credentials().canChange();
    while (clock.nanos() < deadlineNanos && !isDraining() && knocks() == knocks) {
      long next = watching ? clock.nanos() + Courier.seconds(1) : deadlineNanos;
      pauses.until(Math.min(next, deadlineNanos), knocks);
      if (watching && !areSame(secrets, read(before.credentials()))) {
        return;
      }
    }
  }

  private static @Nullable HttpHeaders read(Credentials credentials) {
    try {
      return credentials.read();
    } catch (IOException _) {
      return null;
    }
  }

  private static boolean areSame(@Nullable HttpHeaders before, @Nullable HttpHeaders now) {
    if (before == null || now == null) {
      return before == now;
    }
    return before.sameAs(now);
  }

  /// An answer came that says something about the data.
  void opened() {
    synchronized (this) {
      if (!isParked) {
        return;
      }
      isParked = false;
      knocking = null;
      parkedReason = "";
      parkNanos = FIRST_PARK_NANOS;
    }
    metrics.isParked.set(0);
    log.info("remote_write \"{}\" lets us in again", settings.name());
  }

  void logRetry(String reason, long pauseNanos) {
    synchronized (this) {
      failures++;
      note(reason);
    }
    quiet.warn(
        log,
        "retry",
        "cannot send to remote_write \"%s\", will try again in %d ms: %s"
            .formatted(settings.name(), pauseNanos / 1_000_000, reason));
  }

  /// Something in the sender itself is wrong with what it is sending.
  void logBug(RuntimeException bug, long pauseNanos) {
    synchronized (this) {
      failures++;
      note("BUG: " + bug);
    }
    log.error(
        "BUG: remote_write \"{}\" cannot send, will try again in {} ms",
        settings.name(),
        pauseNanos / 1_000_000,
        bug);
  }

  synchronized void failed(String reason) {
    note(reason);
  }

  /// Call with the lock of `this` held.
  private void note(String reason) {
    lastError = reason;
    lastErrorMs = clock.wallMs();
  }

  synchronized void succeeded(boolean countsVersion2) {
    knowsVersion2 |= countsVersion2;
    lastError = "";
  }

  /// Whether the receiver has shown that it knows remote write 2.0.
  synchronized boolean knowsVersion2() {
    return knowsVersion2;
  }

  void fallBackToVersion1(String reason) {
    synchronized (this) {
      if (message == ProtobufMessage.V1) {
        return;
      }
      message = ProtobufMessage.V1;
    }
    quiet.warn(
        log,
        "version",
        "remote_write \"%s\" does not take remote write 2.0 and gets 1.0: %s"
            .formatted(settings.name(), reason));
  }

  /// The receiver does not take 1.0 either: what it was fallen back from gets another chance.
  synchronized void returnToConfiguredVersion() {
    message = settings.message();
  }
}
