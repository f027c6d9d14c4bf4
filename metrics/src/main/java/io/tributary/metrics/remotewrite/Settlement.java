package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.metrics.ledger.DestinationLedger;
import io.tributary.net.client.HttpResponse;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.Slice;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of the samples of one destination, posted to its ledger and its metrics: once per
/// scrape that is taken from the log, once per request that is settled. Thread-safe.
final class Settlement {
  private static final Logger log = LoggerFactory.getLogger("remote_write");
  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  private final String name;
  private final boolean sendsExemplars;
  private final boolean sendsHistograms;
  private final Duration ageLimit;
  private final Clock clock;
  private final DestinationLedger ledger;
  private final SenderMetrics.PerDestination metrics;
  private final QuietLog quiet;

  // Taken from the log and not settled yet. Items are samples and histograms.
  private final AtomicLong pendingItems = new AtomicLong();
  private final AtomicLong pendingHistograms = new AtomicLong();
  private final AtomicLong pendingExemplars = new AtomicLong();

  private final AtomicLong settledItems = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private long highestSentMs = Long.MIN_VALUE; // guarded by this

  Settlement(
      RemoteWriteSettings settings,
      Clock clock,
      DestinationLedger ledger,
      SenderMetrics.PerDestination metrics) {
    this.name = settings.name();
    this.sendsExemplars = settings.sendExemplars();
    this.sendsHistograms = settings.sendNativeHistograms();
    this.ageLimit = settings.queue().sampleAgeLimit();
    this.clock = clock;
    this.ledger = ledger;
    this.metrics = metrics;
    this.quiet = new QuietLog(clock);
  }

  long pendingItems() {
    return pendingItems.get();
  }

  /// Those that are no native histograms.
  long pendingSamples() {
    return Math.max(0, pendingItems.get() - pendingHistograms.get());
  }

  long pendingHistograms() {
    return sendsHistograms ? pendingHistograms.get() : 0;
  }

  long pendingExemplars() {
    return sendsExemplars ? pendingExemplars.get() : 0;
  }

  long settledItems() {
    return settledItems.get();
  }

  /// Time that requests took, over all shards.
  long busyNanos() {
    return busyNanos.get();
  }

  /// So many samples and histograms are on their way.
  void took(int items, Extras extras) {
    pendingItems.addAndGet(items);
    move(extras, 1);
  }

  /// Rules left out so many of the samples that were taken.
  void leftOut(int items, Extras extras) {
    ledger.drop("dropped_series", items);
    metrics.dropSamples("dropped_series", items - extras.histograms());
    metrics.dropHistograms("dropped_series", sendsHistograms ? extras.histograms() : 0);
    metrics.dropExemplars("dropped_series", sendsExemplars ? extras.exemplars() : 0);
  }

  /// An earlier run of the process had delivered so many.
  void wereDelivered(int items) {
    ledger.deliver(items);
  }

  private void move(Extras extras, int sign) {
    if (extras.histograms() != 0) {
      pendingHistograms.addAndGet((long) sign * extras.histograms());
    }
    if (extras.exemplars() != 0) {
      pendingExemplars.addAndGet((long) sign * extras.exemplars());
    }
  }

  /// Takes out and settles what is too old to be sent; returns how much that was.
  int dropTooOld(Batch batch) {
    if (ageLimit.isZero()) {
      return 0;
    }
    Extras before = Extras.of(batch);
    int dropped = batch.dropOlderThan(clock.wallMs() - ageLimit.toMillis());
    if (dropped > 0) {
      Extras gone = before.minus(Extras.of(batch));
      metrics.dropSamples("too_old", dropped - gone.histograms());
      metrics.dropHistograms("too_old", gone.histograms());
      metrics.dropExemplars("too_old", sendsExemplars ? gone.exemplars() : 0);
      move(gone, -1);
      drop("too_old", dropped);
    }
    return dropped;
  }

  /// One request, which went out for the first time or again, or on behalf of a receiver that had
  /// sent it elsewhere: that is one attempt still.
  void attempted(Requests.Prepared request, boolean isDetour, String outcome, long nanos) {
    if (!isDetour) {
      metrics.samplesTotal.inc(request.samples());
      metrics.histogramsTotal.inc(request.histograms());
      metrics.exemplarsTotal.inc(request.exemplars());
    }
    metrics.batchDuration.observe(nanos / 1e9);
    metrics.request(outcome);
    busyNanos.addAndGet(nanos);
  }

  void retried(Requests.Prepared request) {
    metrics.samplesRetriedTotal.inc(request.samples());
    metrics.histogramsRetriedTotal.inc(request.histograms());
    metrics.exemplarsRetriedTotal.inc(request.exemplars());
  }

  /// A receiver of remote write 2.0 counts what it wrote, also where it refuses the rest. Without
  /// any count nothing can be said; 1.0 knows none.
  static boolean hasCounts(Requests.Prepared request, HttpResponse response) {
    return request.message() == ProtobufMessage.V2 && hasCounts(response);
  }

  private static boolean hasCounts(HttpResponse response) {
    return written(response, "Samples") >= 0
        || written(response, "Histograms") >= 0
        || written(response, "Exemplars") >= 0;
  }

  /// A success: everything is delivered, or as much as the receiver says.
  void accepted(Batch batch, Requests.Prepared request, HttpResponse response) {
    if (hasCounts(request, response)) {
      Missing missing = countWritten(request, response);
      if (missing.any()) {
        drop("partial_write", missing.items());
        quiet.error(
            log,
            "partial",
            "remote_write \"%s\" answered %d and wrote less than it got: of %d samples not %d, of %d histograms not %d, of %d exemplars not %d"
                .formatted(
                    name,
                    response.status(),
                    request.samples(),
                    missing.samples,
                    request.histograms(),
                    missing.histograms,
                    request.exemplars(),
                    missing.exemplars));
      }
    } else {
      deliver(request.items());
    }
    finish(batch, request);
  }

  /// Refused for good; what the receiver counts as written in spite of that is delivered.
  void refused(Batch batch, Requests.Prepared request, HttpResponse response, String reason) {
    Missing missing =
        hasCounts(request, response)
            ? countWritten(request, response)
            : lost(request.samples(), request.histograms(), request.exemplars());
    drop("rejected_" + response.status(), missing.items());
    finish(batch, request);
    quiet.error(
        log,
        "refused",
        "remote_write \"%s\" refused %d of %d samples for good: %s"
            .formatted(name, missing.items(), request.items(), reason));
  }

  /// Nothing of the batch is for this receiver.
  void allLeftOut(Batch batch, Requests.Prepared request) {
    finish(batch, request);
  }

  /// What a request had and the receiver did not write.
  private record Missing(long samples, long histograms, long exemplars) {
    long items() {
      return samples + histograms;
    }

    boolean any() {
      return samples + histograms + exemplars > 0;
    }
  }

  /// Delivers what the answer counts. A count that is missing beside others is zero.
  private Missing countWritten(Requests.Prepared request, HttpResponse response) {
    long samples = Math.clamp(written(response, "Samples"), 0, request.samples());
    long histograms = Math.clamp(written(response, "Histograms"), 0, request.histograms());
    long exemplars = Math.clamp(written(response, "Exemplars"), 0, request.exemplars());
    deliver(samples + histograms);
    return lost(
        request.samples() - samples,
        request.histograms() - histograms,
        request.exemplars() - exemplars);
  }

  private Missing lost(long samples, long histograms, long exemplars) {
    metrics.samplesFailedTotal.inc(samples);
    metrics.histogramsFailedTotal.inc(histograms);
    metrics.exemplarsFailedTotal.inc(exemplars);
    return new Missing(samples, histograms, exemplars);
  }

  /// A written count, or -1 where the answer has none that can be read.
  private static long written(HttpResponse response, String what) {
    String value = response.headers().first(WRITTEN + what + "-Written");
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(value) : -1;
  }

  /// Settles what was in the batch and not in the message, and closes the books of both.
  private void finish(Batch batch, Requests.Prepared request) {
    drop("native_histograms_off", request.histogramsOff());
    metrics.dropHistograms("nhcb_in_rw1_not_supported", request.customBucketHistograms());
    drop("nhcb_in_rw1_not_supported", request.customBucketHistograms());
    long unnamed =
        (long) batch.sampleCount()
            - request.items()
            - request.histogramsOff()
            - request.customBucketHistograms();
    metrics.dropSamples("dropped_series", unnamed);
    drop("dropped_series", unnamed);
    metrics.bytesTotal.inc(request.items() == 0 ? 0 : request.length());
    move(Extras.of(batch), -1);
    sent(batch);
  }

  private void deliver(long items) {
    settledItems.addAndGet(items);
    ledger.deliver(items);
    // Last: where nothing is queued any more, everything has been counted.
    pendingItems.addAndGet(-items);
  }

  private void drop(String reason, long items) {
    if (items != 0) {
      settledItems.addAndGet(items);
      ledger.drop(reason, items);
      pendingItems.addAndGet(-items);
    }
  }

  private void sent(Batch batch) {
    long newestMs = Long.MIN_VALUE;
    for (Slice slice : batch.slices()) {
      newestMs = Math.max(newestMs, slice.timestampMs());
    }
    settledThrough(newestMs);
  }

  /// Nothing up to here waits any more, or what does is older than what went ahead.
  synchronized void settledThrough(long timestampMs) {
    if (timestampMs > highestSentMs) {
      highestSentMs = timestampMs;
      metrics.highestSentSeconds.set((double) Math.floorDiv(highestSentMs, 1000));
    }
  }
}
