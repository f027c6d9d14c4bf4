package io.tributary.metrics.remotewrite;

import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Urls;
import io.tributary.wire.remotewrite.Batch;
import io.tributary.wire.remotewrite.Slice;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers the batches of one shard, one request at a time, until each is settled: delivered, or
/// dropped for a reason that is counted.
///
/// Used by one thread at a time; [#abort] may come from any.
final class Courier {
  private static final Logger log = LoggerFactory.getLogger("remote_write");

  /// Refused for its size and no larger than this, a batch is not cut any further.
  static final int MIN_SPLIT_SAMPLES = 500;

  /// Requests that looking for the samples which a receiver refuses may cost, per batch.
  private static final int MAX_ISOLATING_REQUESTS = 16;

  /// Samples with a time of their own that lie so far behind travel apart. The head of Prometheus
  /// reaches back half a block, an hour, unless it is told otherwise.
  static final long LATE_MS = 30 * 60_000;

  static final int MAX_REDIRECTS = 3;
  private static final String UNCOUNTED = "a success without any count of what was written";
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final DestinationGate gate;
  private final Settlement settlement;
  private final Requests requests;
  private final boolean isolatesRejected;
  private byte[] buffer = new byte[1 << 12];
  private int isolating;

  // Guarded by this.
  private @Nullable Transport transport;
  private @Nullable Link transportOf;

  Courier(
      DestinationGate gate, Settlement settlement, Requests requests, boolean isolatesRejected) {
    this.gate = gate;
    this.settlement = settlement;
    this.requests = requests;
    this.isolatesRejected = isolatesRejected;
  }

  /// True when the whole load is settled; false when the destination stops, and then the log still
  /// has what is not.
  boolean deliver(Load load) {
    isolating = 0;
    // A receiver of 1.0 has no way to refuse a sample alone: Prometheus takes nothing of a request
    // in which one is older than its head, and says that it must not be sent again.
    Batch[] parts = gate.message() == ProtobufMessage.V1 ? load.batch.lateAndRest(LATE_MS) : null;
    if (parts != null) {
      return deliver(parts[0], load.mergeSeries) && deliver(parts[1], load.mergeSeries);
    }
    return deliver(load.batch, load.mergeSeries);
  }

  private boolean deliver(Batch batch, boolean mergeSeries) {
    var backoff = gate.newBackoff();
    Requests.Prepared request = null;
    URI detour = null;
    int redirects = 0;
    int retries = 0;
    while (true) {
      if (!gate.enter(this)) {
        return false;
      }
      if (settlement.dropTooOld(batch) > 0) {
        request = null;
      }
      if (batch.sampleCount() == 0) {
        gate.leave(this);
        return true;
      }
      if (request == null || request.message() != gate.message()) {
        request = requests.prepare(batch, mergeSeries, gate.message(), buffer);
        buffer = request.body();
        if (request.items() == 0) {
          settlement.allLeftOut(batch, request);
          gate.leave(this);
          return true;
        }
      }
      URI from = detour;
      detour = null;
      long knocks = gate.knocks();
      Verdict verdict = attempt(request, from, retries);
      if (gate.link().logsFailed()) {
        logFailed(batch, request, verdict);
      }
      switch (verdict) {
        case Verdict.Accepted accepted -> {
          if (isUncounted(accepted.response(), request)) {
            // Whoever does not count has not understood: as if it had said 415.
            gate.fallBackToVersion1(UNCOUNTED);
            continue;
          }
          settlement.accepted(batch, request, accepted.response());
          gate.succeeded(request.message() == ProtobufMessage.V2);
          return true;
        }
        case Verdict.Retry retry -> {
          settlement.retried(request);
          long pause = retry.after().map(backoff::after).orElseGet(backoff::nextNanos);
          gate.logRetry(retry.reason(), pause);
          retries++;
          redirects = 0;
          if (!gate.pause(pause, knocks)) {
            return false;
          }
        }
        case Verdict.Park park -> {
          settlement.retried(request);
          retries++;
          if (!gate.park(this, park.reason(), knocks)) {
            return false;
          }
        }
        case Verdict.Redirect redirect -> {
          detour = redirect.url();
          if (++redirects > MAX_REDIRECTS) {
            detour = null;
            redirects = 0;
            if (!gate.park(
                this, "too many redirects, the last to " + Urls.host(redirect.url()), knocks)) {
              return false;
            }
          }
        }
        case Verdict.Unsupported unsupported -> {
          if (request.message() == ProtobufMessage.V2) {
            gate.fallBackToVersion1(unsupported.reason());
          } else {
            gate.returnToConfiguredVersion();
            refuse(batch, request, unsupported.response(), unsupported.reason());
            return true;
          }
        }
        case Verdict.TooLarge large -> {
          Batch[] halves = batch.sampleCount() > MIN_SPLIT_SAMPLES ? batch.halves() : null;
          if (halves == null) {
            refuse(batch, request, large.response(), large.reason());
            return true;
          }
          return deliver(halves[0], mergeSeries) && deliver(halves[1], mergeSeries);
        }
        case Verdict.Refused refused -> {
          Batch[] halves = mayIsolate(refused.response()) ? batch.halves() : null;
          if (halves != null) {
            return deliver(halves[0], mergeSeries) && deliver(halves[1], mergeSeries);
          }
          refuse(batch, request, refused.response(), refused.reason());
          if (mayBeVersion1(refused.response(), request)) {
            gate.fallBackToVersion1(refused.reason());
          }
          return true;
        }
      }
    }
  }

  private static boolean isUncounted(HttpResponse response, Requests.Prepared request) {
    return request.message() == ProtobufMessage.V2 && !Settlement.hasCounts(request, response);
  }

  /// Receivers of before 2.0 may answer 400 to a message that they do not know. Those of 2.0 count
  /// what they wrote when they refuse, too.
  private boolean mayBeVersion1(HttpResponse response, Requests.Prepared request) {
    return response.status() == 400 && isUncounted(response, request) && !gate.knowsVersion2();
  }

  private boolean mayIsolate(HttpResponse response) {
    boolean invalid = response.status() == 400 || response.status() == 422;
    if (!isolatesRejected || !invalid) {
      return false;
    }
    isolating += 2;
    return isolating <= MAX_ISOLATING_REQUESTS;
  }

  private void refuse(
      Batch batch, Requests.Prepared request, HttpResponse response, String reason) {
    settlement.refused(batch, request, response, reason);
    gate.failed(reason);
  }

  /// `failed_request_logging`: what a 2.0 request held that was not taken, with the first series of
  /// each scrape in it.
  private void logFailed(Batch batch, Requests.Prepared request, Verdict verdict) {
    String why = failure(verdict, request);
    if (why == null || request.message() != ProtobufMessage.V2 || !log.isDebugEnabled()) {
      return;
    }
    for (Slice slice : batch.slices()) {
      log.debug(
          "remote_write \"{}\" did not get through with {} samples, {} histograms, {} exemplars in"
              + " {} bytes, among them {} and {} rows behind it: {}",
          gate.name(),
          request.samples(),
          request.histograms(),
          request.exemplars(),
          request.length(),
          slice.layout().labels(slice.fromRow(), slice.stream()),
          slice.toRow() - slice.fromRow() - 1,
          why);
    }
  }

  /// Why the attempt has failed; null where it has not, or goes on elsewhere.
  private static @Nullable String failure(Verdict verdict, Requests.Prepared request) {
    return switch (verdict) {
      case Verdict.Accepted accepted ->
          isUncounted(accepted.response(), request) ? UNCOUNTED : null;
      case Verdict.Redirect _ -> null;
      case Verdict.Retry _,
          Verdict.Park _,
          Verdict.TooLarge _,
          Verdict.Unsupported _,
          Verdict.Refused _ ->
          verdict.reason();
    };
  }

  private Verdict attempt(Requests.Prepared request, @Nullable URI detour, int retries) {
    Link link = gate.link();
    URI to = detour == null ? link.url() : detour;
    long start = gate.clock().nanos();
    Verdict verdict;
    String outcome;
    try {
      HttpResponse response =
          transport(link)
              .call(link.call(to, request.message(), request.body(), request.length(), retries));
      verdict = Verdict.of(response, to, link.policy(), gate.clock().wallMs());
      outcome = Integer.toString(response.status());
      if (!(verdict instanceof Verdict.Park) && !(verdict instanceof Verdict.Redirect)) {
        gate.opened();
      }
    } catch (HttpCallException e) {
      verdict = Verdict.of(e);
      outcome = e.kind().name().toLowerCase(Locale.ROOT);
    } catch (InterruptedException _) {
      verdict = new Verdict.Retry("interrupted", Optional.empty());
      outcome = "interrupted";
    }
    settlement.attempted(request, detour != null, outcome, gate.clock().nanos() - start);
    return verdict;
  }

  /// The shard's way there; a new one where the settings have changed.
  private synchronized Transport transport(Link link) {
    Transport open = transport;
    if (open == null || transportOf != link) {
      abort();
      open = link.transports().open();
      transport = open;
      transportOf = link;
    }
    return open;
  }

  /// Ends a request under way; closes the connection.
  synchronized void abort() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  static long seconds(long seconds) {
    return seconds * SECOND_NANOS;
  }
}
