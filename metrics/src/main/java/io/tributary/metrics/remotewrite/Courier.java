package io.tributary.metrics.remotewrite;

import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;
import io.tributary.wire.remotewrite.Batch;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Delivers the batches of one shard, one request at a time, until each is settled: delivered, or
/// dropped for a reason that is counted.
///
/// Used by one thread at a time; [#abort] may come from any.
final class Courier {
  /// Refused for its size and no larger than this, a batch is not cut any further.
  static final int MIN_SPLIT_SAMPLES = 500;

  /// Requests that looking for the samples which a receiver refuses may cost, per batch.
  private static final int MAX_ISOLATING_REQUESTS = 16;

  private static final int MAX_REDIRECTS = 3;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Gate gate;
  private final Requests requests;
  private final Transport.Factory transports;
  private byte[] buffer = new byte[1 << 12];
  private @Nullable Transport transport;
  private int isolating;

  Courier(Gate gate, Requests requests, Transport.Factory transports) {
    this.gate = gate;
    this.requests = requests;
    this.transports = transports;
  }

  /// True when the whole load is settled; false when the destination stops, and then the log still
  /// has what is not.
  boolean deliver(Load load) {
    isolating = 0;
    return deliver(load.batch, load.mergeSeries);
  }

  private boolean deliver(Batch batch, boolean mergeSeries) {
    var backoff = gate.newBackoff();
    Requests.Prepared request = null;
    URI url = gate.url();
    int redirects = 0;
    for (int attempt = 0; ; attempt++) {
      if (!gate.enter(this)) {
        return false;
      }
      if (gate.dropTooOld(batch) > 0) {
        request = null;
      }
      if (batch.sampleCount() == 0) {
        return true;
      }
      if (request == null || request.message() != gate.message()) {
        request = requests.prepare(batch, mergeSeries, gate.message(), buffer);
        buffer = request.body();
        if (request.items() == 0) {
          gate.settleLeftOut(batch, request);
          return true;
        }
      }
      switch (attempt(request, url, attempt)) {
        case Verdict.Accepted accepted -> {
          gate.settleAccepted(batch, request, accepted.response());
          return true;
        }
        case Verdict.Retry retry -> {
          gate.countRetry(request);
          long pause = retry.after().map(backoff::after).orElseGet(backoff::nextNanos);
          gate.logRetry(retry.reason(), pause);
          if (!gate.pause(pause)) {
            return false;
          }
        }
        case Verdict.Park park -> {
          if (!gate.park(this, park.reason())) {
            return false;
          }
        }
        case Verdict.Redirect redirect -> {
          url = redirect.url();
          if (++redirects > MAX_REDIRECTS && !gate.park(this, "too many redirects")) {
            return false;
          }
        }
        case Verdict.Unsupported unsupported -> {
          if (request.message() != ProtobufMessage.V2) {
            gate.settleRefused(batch, request, 415, unsupported.reason());
            return true;
          }
          gate.fallBackToVersion1(unsupported.reason());
        }
        case Verdict.TooLarge large -> {
          Batch[] halves = batch.sampleCount() > MIN_SPLIT_SAMPLES ? batch.halves() : null;
          if (halves == null) {
            gate.settleRefused(batch, request, 413, large.reason());
            return true;
          }
          return deliver(halves[0], mergeSeries) && deliver(halves[1], mergeSeries);
        }
        case Verdict.Refused refused -> {
          Batch[] halves = mayIsolate(refused) ? batch.halves() : null;
          if (halves == null) {
            gate.settleRefused(batch, request, refused.status(), refused.reason());
            return true;
          }
          return deliver(halves[0], mergeSeries) && deliver(halves[1], mergeSeries);
        }
      }
    }
  }

  private boolean mayIsolate(Verdict.Refused refused) {
    boolean invalid = refused.status() == 400 || refused.status() == 422;
    if (!gate.isolatesRejected() || !invalid) {
      return false;
    }
    isolating += 2;
    return isolating <= MAX_ISOLATING_REQUESTS;
  }

  private Verdict attempt(Requests.Prepared request, URI url, int attempt) {
    long start = gate.clock().nanos();
    Verdict verdict;
    String outcome;
    try {
      HttpResponse response =
          transport()
              .post(
                  url,
                  request.body(),
                  request.length(),
                  requests.headers(request.message(), attempt),
                  gate.timeout());
      verdict = gate.judge(response, url);
      outcome = Integer.toString(response.status());
    } catch (HttpCallException e) {
      verdict = Verdict.of(e);
      outcome = e.kind().name().toLowerCase(java.util.Locale.ROOT);
    } catch (InterruptedException _) {
      verdict = new Verdict.Retry("interrupted", java.util.Optional.empty());
      outcome = "interrupted";
    }
    gate.countAttempt(request, outcome, gate.clock().nanos() - start);
    return verdict;
  }

  private synchronized Transport transport() {
    Transport open = transport;
    if (open == null) {
      open = transports.open();
      transport = open;
    }
    return open;
  }

  /// Posts something that is not a batch, once; null where there was no answer.
  @Nullable HttpResponse postOnce(byte[] body, io.tributary.net.http.HttpHeaders headers) {
    try {
      return transport().post(gate.url(), body, body.length, headers, gate.timeout());
    } catch (HttpCallException _) {
      return null;
    } catch (InterruptedException _) {
      return null;
    }
  }

  /// Ends a request under way; closes the connection.
  synchronized void abort() {
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }

  /// What a courier needs of its destination. Thread-safe.
  interface Gate {
    URI url();

    Duration timeout();

    Clock clock();

    ProtobufMessage message();

    Backoff newBackoff();

    boolean isolatesRejected();

    /// Waits while another courier has found the destination closed; false when it stops.
    boolean enter(Courier courier);

    Verdict judge(HttpResponse response, URI url);

    /// Waits, and returns false when the destination stops meanwhile.
    boolean pause(long nanos);

    /// Waits until it makes sense to knock again; false when the destination stops.
    boolean park(Courier courier, String reason);

    /// Takes out and settles what is too old to be sent; returns how much that was.
    int dropTooOld(Batch batch);

    void fallBackToVersion1(String reason);

    void logRetry(String reason, long pauseNanos);

    void countAttempt(Requests.Prepared request, String outcome, long nanos);

    void countRetry(Requests.Prepared request);

    void settleAccepted(Batch batch, Requests.Prepared request, HttpResponse response);

    void settleRefused(Batch batch, Requests.Prepared request, int status, String reason);

    void settleLeftOut(Batch batch, Requests.Prepared request);
  }

  static long seconds(long seconds) {
    return seconds * SECOND_NANOS;
  }
}
