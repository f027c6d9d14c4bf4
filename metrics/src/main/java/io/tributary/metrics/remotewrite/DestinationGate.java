package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.Slice;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state that all couriers of a destination share: whether it is parked, which message it
/// takes, what became of each request. Thread-safe.
final class DestinationGate implements Courier.Gate {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// Pauses between two knocks on a door that is closed. The first is long enough for no more than
  /// two requests in eight seconds.
  private static final long FIRST_PARK_NANOS = Courier.seconds(10);

  private static final long LONGEST_PARK_NANOS = Courier.seconds(60);

  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  private final RemoteWriteSettings settings;
  private final URI url;
  private final boolean isolatesRejected;
  private final Clock clock;
  private final Pauses pauses;
  private final RandomGenerator random;
  private final DestinationLedger ledger;
  private final SenderMetrics.PerDestination metrics;
  private final QuietLog quiet;

  // Guarded by this.
  private @Nullable Courier parkedBy;
  private String parkedReason = "";
  private long parkNanos = FIRST_PARK_NANOS;
  private ProtobufMessage message;
  private Credentials credentials;
  private boolean draining;
  private boolean gaveUp;
  private long highestSentMs = Long.MIN_VALUE;

  final AtomicLong pendingSamples = new AtomicLong();
  final AtomicLong settledSamples = new AtomicLong();
  final AtomicLong busyNanos = new AtomicLong();
  final AtomicLong failures = new AtomicLong();
  private String lastError = "";

  DestinationGate(
      RemoteWriteSettings settings,
      SenderOptions options,
      Clock clock,
      Pauses pauses,
      RandomGenerator random,
      DestinationLedger ledger,
      SenderMetrics.PerDestination metrics) {
    this.settings = settings;
    this.url = URI.create(settings.url());
    this.isolatesRejected = options.isolateRejected();
    this.clock = clock;
    this.pauses = pauses;
    this.random = random;
    this.ledger = ledger;
    this.metrics = metrics;
    this.message = settings.message();
    this.credentials = new Credentials(settings.client());
    this.quiet = new QuietLog(clock);
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public Duration timeout() {
    return settings.remoteTimeout();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public synchronized ProtobufMessage message() {
    return message;
  }

  @Override
  public Backoff newBackoff() {
    return new Backoff(settings.queue().minBackoff(), settings.queue().maxBackoff(), random);
  }

  @Override
  public boolean isolatesRejected() {
    return isolatesRejected;
  }

  /// From now on a failure is not repeated: the log keeps the rest.
  synchronized void drain() {
    draining = true;
  }

  /// Not even what was not tried yet.
  synchronized void giveUp() {
    gaveUp = true;
  }

  private synchronized boolean hasGivenUp() {
    return gaveUp;
  }

  /// Other secrets may open the door.
  void knock() {
    pauses.wakeAll();
  }

  synchronized boolean isParked() {
    return parkedBy != null;
  }

  synchronized String parkedReason() {
    return parkedReason;
  }

  synchronized String lastError() {
    return lastError;
  }

  private synchronized boolean isDraining() {
    return draining;
  }

  private synchronized boolean isParkedByAnother(Courier courier) {
    return parkedBy != null && parkedBy != courier;
  }

  @Override
  public boolean enter(Courier courier) {
    while (isParkedByAnother(courier)) {
      if (isDraining()) {
        return false;
      }
      pauses.until(clock.nanos() + Courier.seconds(1));
    }
    return !hasGivenUp();
  }

  @Override
  public boolean pause(long nanos) {
    if (isDraining()) {
      return false;
    }
    pauses.until(clock.nanos() + nanos);
    return !isDraining();
  }

  @Override
  public boolean park(Courier courier, String reason) {
    long wait;
    synchronized (this) {
      if (draining) {
        return false;
      }
      wait = parkNanos;
      parkNanos = Math.min(LONGEST_PARK_NANOS, parkNanos * 2);
      parkedBy = courier;
      parkedReason = reason;
      lastError = reason;
    }
    metrics.isParked.set(1);
    quiet.warn(
        log,
        "parked",
        "remote_write \"%s\" to %s refuses us; its data waits in the log. %s"
            .formatted(settings.name(), Urls.redact(settings.url()), reason));
    awaitKnock(clock.nanos() + wait);
    return !isDraining();
  }

  /// Until `deadlineNanos`, or until a file with a secret has changed, or somebody calls [#knock].
  private void awaitKnock(long deadlineNanos) {
    HttpHeaders before = secrets();
    long wakeUps = pauses.wakeUps();
    while (clock.nanos() < deadlineNanos && !isDraining() && pauses.wakeUps() == wakeUps) {
      boolean watching;
      synchronized (this) {
        watching = credentials.canChange();
      }
      long next = watching ? clock.nanos() + Courier.seconds(1) : deadlineNanos;
      pauses.until(Math.min(next, deadlineNanos));
      if (watching && !sameSecrets(before, secrets())) {
        return;
      }
    }
  }

  private @Nullable HttpHeaders secrets() {
    Credentials present;
    synchronized (this) {
      present = credentials;
    }
    try {
      return present.read();
    } catch (IOException _) {
      return null;
    }
  }

  private static boolean sameSecrets(@Nullable HttpHeaders before, @Nullable HttpHeaders now) {
    if (before == null || now == null) {
      return before == now;
    }
    var left = before.iterator();
    var right = now.iterator();
    while (left.hasNext() && right.hasNext()) {
      if (!left.next().equals(right.next())) {
        return false;
      }
    }
    return left.hasNext() == right.hasNext();
  }

  private void unpark() {
    synchronized (this) {
      if (parkedBy == null) {
        return;
      }
      parkedBy = null;
      parkedReason = "";
      parkNanos = FIRST_PARK_NANOS;
    }
    metrics.isParked.set(0);
    log.info("remote_write \"{}\" accepts our data again", settings.name());
  }

  @Override
  public int dropTooOld(Batch batch) {
    long limitMs = settings.queue().sampleAgeLimit().toMillis();
    if (limitMs == 0) {
      return 0;
    }
    int histogramsBefore = batch.histogramCount();
    int dropped = batch.dropOlderThan(clock.wallMs() - limitMs);
    if (dropped > 0) {
      int histograms = histogramsBefore - batch.histogramCount();
      metrics.dropHistograms("too_old", histograms);
      metrics.dropSamples("too_old", dropped - histograms);
      settle(dropped, "too_old");
    }
    return dropped;
  }

  @Override
  public void fallBackToVersion1(String reason) {
    synchronized (this) {
      if (message == ProtobufMessage.V1) {
        return;
      }
      message = ProtobufMessage.V1;
    }
    log.warn(
        "remote_write \"{}\" does not take remote write 2.0 and gets 1.0 from now on: {}",
        settings.name(),
        reason);
  }

  @Override
  public Verdict judge(HttpResponse response, URI calledUrl) {
    Verdict verdict =
        Verdict.of(
            response,
            calledUrl,
            settings.client().followRedirects(),
            settings.queue().retryOnHttp429(),
            clock.wallMs());
    if (!(verdict instanceof Verdict.Park)) {
      unpark();
    }
    return verdict;
  }

  @Override
  public void logRetry(String reason, long pauseNanos) {
    failures.incrementAndGet();
    synchronized (this) {
      lastError = reason;
    }
    quiet.warn(
        log,
        "retry",
        "cannot send to remote_write \"%s\", will try again in %d ms: %s"
            .formatted(settings.name(), pauseNanos / 1_000_000, reason));
  }

  @Override
  public void countAttempt(Requests.Prepared request, String outcome, long nanos) {
    metrics.samplesTotal.inc(request.samples());
    metrics.histogramsTotal.inc(request.histograms());
    metrics.exemplarsTotal.inc(request.exemplars());
    metrics.bytesTotal.inc(request.length());
    metrics.batchDuration.observe(nanos / 1e9);
    metrics.request(outcome);
    busyNanos.addAndGet(nanos);
  }

  @Override
  public void countRetry(Requests.Prepared request) {
    metrics.samplesRetriedTotal.inc(request.samples());
    metrics.histogramsRetriedTotal.inc(request.histograms());
    metrics.exemplarsRetriedTotal.inc(request.exemplars());
  }

  @Override
  public void settleAccepted(Batch batch, Requests.Prepared request, HttpResponse response) {
    long samples = written(response, "Samples");
    long histograms = written(response, "Histograms");
    boolean counted = samples >= 0 || histograms >= 0 || written(response, "Exemplars") >= 0;
    if (counted) {
      // A count that is missing beside others is zero.
      acceptCounted(request, Math.max(0, samples), Math.max(0, histograms));
    } else if (request.message() == ProtobufMessage.V1) {
      settleDelivered(request.items());
    } else {
      // The answer is final, so nothing is repeated. But whoever does not count does not know 2.0.
      metrics.samplesFailedTotal.inc(request.samples());
      metrics.histogramsFailedTotal.inc(request.histograms());
      metrics.exemplarsFailedTotal.inc(request.exemplars());
      settle(request.items(), "unconfirmed");
      fallBackToVersion1("a success without any count of what was written");
    }
    settleRest(batch, request);
    sent(batch);
    synchronized (this) {
      lastError = "";
    }
  }

  private void acceptCounted(Requests.Prepared request, long samples, long histograms) {
    long writtenSamples = Math.min(samples, request.samples());
    long writtenHistograms = Math.min(histograms, request.histograms());
    long missingSamples = request.samples() - writtenSamples;
    long missingHistograms = request.histograms() - writtenHistograms;
    settleDelivered(writtenSamples + writtenHistograms);
    if (missingSamples + missingHistograms > 0) {
      metrics.samplesFailedTotal.inc(missingSamples);
      metrics.histogramsFailedTotal.inc(missingHistograms);
      settle(missingSamples + missingHistograms, "partial_write");
      quiet.error(
          log,
          "partial",
          "remote_write \"%s\" wrote %d of %d samples and %d of %d histograms of a request"
              .formatted(
                  settings.name(),
                  writtenSamples,
                  request.samples(),
                  writtenHistograms,
                  request.histograms()));
    }
  }

  /// A written count, or -1 where the answer has none that can be read.
  private static long written(HttpResponse response, String what) {
    String value = response.headers().first(WRITTEN + what + "-Written");
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(value) : -1;
  }

  @Override
  public void settleRefused(Batch batch, Requests.Prepared request, int status, String reason) {
    metrics.samplesFailedTotal.inc(request.samples());
    metrics.histogramsFailedTotal.inc(request.histograms());
    metrics.exemplarsFailedTotal.inc(request.exemplars());
    settle(request.items(), "rejected_" + status);
    settleRest(batch, request);
    sent(batch);
    synchronized (this) {
      lastError = reason;
    }
    quiet.error(
        log,
        "refused",
        "remote_write \"%s\" refused %d samples for good: %s"
            .formatted(settings.name(), request.items(), reason));
    if (settings.failedRequestLogging() && request.message() == ProtobufMessage.V2) {
      logRefused(batch, request, status);
    }
  }

  /// `failed_request_logging`: what a refused 2.0 request held, with the first series of each
  /// scrape in it.
  private void logRefused(Batch batch, Requests.Prepared request, int status) {
    for (Slice slice : batch.slices()) {
      log.debug(
          "remote_write \"{}\" refused with {}: {} samples, {} histograms, {} exemplars in {} bytes, among them {} and {} rows behind it",
          settings.name(),
          status,
          request.samples(),
          request.histograms(),
          request.exemplars(),
          request.length(),
          slice.layout().labels(slice.fromRow(), slice.stream()),
          slice.toRow() - slice.fromRow() - 1);
    }
  }

  @Override
  public void settleLeftOut(Batch batch, Requests.Prepared request) {
    settleRest(batch, request);
    sent(batch);
  }

  /// What was in the batch and not in the message.
  private void settleRest(Batch batch, Requests.Prepared request) {
    settle(request.histogramsOff(), "native_histograms_off");
    metrics.dropHistograms("nhcb_in_rw1_not_supported", request.customBucketHistograms());
    settle(request.customBucketHistograms(), "nhcb_in_rw1_not_supported");
    long unnamed =
        (long) batch.sampleCount()
            - request.items()
            - request.histogramsOff()
            - request.customBucketHistograms();
    metrics.dropSamples("dropped_series", unnamed);
    settle(unnamed, "dropped_series");
  }

  private void settleDelivered(long samples) {
    settledSamples.addAndGet(samples);
    pendingSamples.addAndGet(-samples);
    ledger.deliver(samples);
    metrics.pendingSamples.set((double) pendingSamples.get());
  }

  private void settle(long samples, String reason) {
    if (samples != 0) {
      settledSamples.addAndGet(samples);
      pendingSamples.addAndGet(-samples);
      ledger.drop(reason, samples);
      metrics.pendingSamples.set((double) pendingSamples.get());
    }
  }

  private synchronized void sent(Batch batch) {
    for (var slice : batch.slices()) {
      highestSentMs = Math.max(highestSentMs, slice.timestampMs());
    }
    if (highestSentMs > Long.MIN_VALUE) {
      metrics.highestSentSeconds.set((double) Math.floorDiv(highestSentMs, 1000));
    }
  }
}
