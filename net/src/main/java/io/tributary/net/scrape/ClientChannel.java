package io.tributary.net.scrape;

import io.tributary.base.bytes.ByteSink;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import io.tributary.wire.WireException;
import io.tributary.wire.compress.Gunzip;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A target behind anything but plain HTTP: each fetch is a blocking call on a virtual thread,
/// whose result is handed to the loop. Owned by its loop's thread.
final class ClientChannel implements ScrapeChannel {
  private static final long MAX_BODY_BYTES = Integer.MAX_VALUE - 1024L;

  /// Finds the client on the virtual thread: it may have to be made.
  @FunctionalInterface
  interface CallerSource {
    HttpCaller get() throws IOException;
  }

  private sealed interface Outcome {
    record Page(byte[] body, int length, @Nullable String type, int wireBytes) implements Outcome {}

    record Failed(ScrapeFailure failure) implements Outcome {}
  }

  private final EventLoop loop;
  private final CallerSource callers;
  private final DecoderPool decoders;
  private final ScrapeEndpoint endpoint;
  private final Runnable notRedirected;
  private final long limit;

  private @Nullable ScrapeListener listener;
  private @Nullable Thread worker;
  private int generation;
  private boolean isClosed;
  private @Nullable String lastType;

  ClientChannel(
      EventLoop loop,
      CallerSource callers,
      DecoderPool decoders,
      ScrapeEndpoint endpoint,
      Runnable notRedirected) {
    this.loop = loop;
    this.callers = callers;
    this.decoders = decoders;
    this.endpoint = endpoint;
    this.notRedirected = notRedirected;
    this.limit = Math.min(endpoint.effectiveBodyLimit(), MAX_BODY_BYTES);
  }

  @Override
  public boolean isFetching() {
    return listener != null;
  }

  @Override
  public void fetch(long timeoutNanos, ScrapeListener listener) {
    if (isFetching()) throw new IllegalStateException("BUG: a second fetch before the answer");
    if (isClosed) throw new IllegalStateException("BUG: fetch on a closed channel");
    this.listener = listener;
    int current = ++generation;
    var timeout = Duration.ofNanos(timeoutNanos);
    worker =
        Thread.ofVirtual()
            .name("scrape-" + endpoint.url().getHost())
            .start(() -> work(timeout, current));
  }

  /// On the virtual thread.
  private void work(Duration timeout, int current) {
    Outcome outcome;
    boolean isDirect = false;
    try {
      var response = callers.get().call(call(timeout));
      isDirect = response.url().equals(endpoint.url());
      outcome = outcome(response);
    } catch (HttpCallException e) {
      outcome = failed(kind(e.kind()), bodySizeOr(e));
    } catch (IOException e) {
      outcome = failed(Kind.CREDENTIALS, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      // The channel was closed: nobody waits.
      return;
    } catch (RuntimeException e) {
      outcome = failed(Kind.CLOSED, "cannot get " + endpoint.url().getHost() + ": " + e);
    }
    var result = outcome;
    boolean wasDirect = isDirect;
    loop.execute(() -> deliver(result, wasDirect, current));
  }

  private static String bodySizeOr(HttpCallException e) {
    return e.kind() == HttpCallException.Kind.BODY_SIZE
        ? "body size limit exceeded"
        : String.valueOf(e.getMessage());
  }

  private HttpCall call(Duration timeout) throws IOException {
    var headers = HttpHeaders.builder();
    try {
      for (var header : endpoint.headers()) headers.add(header.name(), header.value());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    // Compressed data can be a little longer than plain; the decoded size is checked afterwards.
    long wire = Math.min(limit + (limit >> 8) + 4096, MAX_BODY_BYTES);
    return HttpCall.get(endpoint.url())
        .withHeaders(headers.build())
        .withTimeout(timeout)
        .withMaxBodyBytes((int) wire);
  }

  private Outcome outcome(HttpResponse response) {
    if (response.status() != 200) {
      int status = response.status();
      return new Outcome.Failed(ScrapeFailure.status(status));
    }
    var body = response.body();
    var type = response.headers().first("Content-Type");
    var encoding = response.headers().first("Content-Encoding");
    if (encoding == null || !encoding.equalsIgnoreCase("gzip")) {
      if (body.length >= limit) return failed(Kind.BODY_SIZE, "body size limit exceeded");
      var padded = Arrays.copyOf(body, body.length + ScrapeListener.PADDING);
      return new Outcome.Page(padded, body.length, type, body.length);
    }
    var decoder = decoders.take();
    try {
      var out = new ByteSink(Math.max(1024, (int) Math.min(body.length * 8L, 1 << 20)));
      decoder.decode(body, 0, body.length, (int) (limit - 1), out);
      int length = out.size();
      return new Outcome.Page(out.reserve(ScrapeListener.PADDING), length, type, body.length);
    } catch (Gunzip.TooLargeException e) {
      return failed(Kind.BODY_SIZE, "body size limit exceeded");
    } catch (WireException e) {
      return failed(Kind.MALFORMED, "cannot decode gzip body: " + e.getMessage());
    } finally {
      decoders.give(decoder);
    }
  }

  private static Outcome failed(Kind kind, String message) {
    return new Outcome.Failed(new ScrapeFailure(kind, message));
  }

  private static Kind kind(HttpCallException.Kind kind) {
    return switch (kind) {
      case CONNECT -> Kind.CONNECT;
      case TIMEOUT -> Kind.TIMEOUT;
      case TLS -> Kind.TLS;
      case CREDENTIALS -> Kind.CREDENTIALS;
      case CLOSED -> Kind.CLOSED;
      case MALFORMED, REDIRECT -> Kind.MALFORMED;
      case BODY_SIZE -> Kind.BODY_SIZE;
    };
  }

  private void deliver(Outcome outcome, boolean wasDirect, int current) {
    var waiting = listener;
    if (current != generation || waiting == null) return;
    listener = null;
    worker = null;
    if (wasDirect) notRedirected.run();
    switch (outcome) {
      case Outcome.Page page ->
          waiting.onBody(page.body, page.length, sameType(page.type), page.wireBytes);
      case Outcome.Failed failed -> waiting.onFailure(failed.failure);
    }
  }

  private @Nullable String sameType(@Nullable String type) {
    if (type == null || !type.equals(lastType)) lastType = type;
    return lastType;
  }

  @Override
  public void close() {
    isClosed = true;
    generation++;
    listener = null;
    if (worker != null) worker.interrupt();
    worker = null;
  }
}
