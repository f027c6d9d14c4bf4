package io.tributary.net.scrape;

import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.scrape.ScrapeFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A target behind anything but plain HTTP: each fetch is a blocking call on a virtual thread,
/// whose result is handed to the loop. Owned by its loop's thread.
final class ClientChannel implements ScrapeChannel {
  private static final long MAX_BODY_BYTES = Integer.MAX_VALUE - 1024L;

  /// Enough for most pages at the first go.
  private static final int FIRST_WIRE_BYTES = 256 << 10;

  /// Finds the client on the virtual thread: it may have to be made.
  @FunctionalInterface
  interface CallerSource {
    HttpCaller get() throws IOException;
  }

  private sealed interface Outcome {
    record Page(byte[] body, int length, @Nullable String type, int wireBytes, long takenBytes)
        implements Outcome {}

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

  // Written by the virtual thread of one fetch, read by that of the next.
  private volatile int lastWireBytes;
  private volatile int lastPageBytes;

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
            .name("scrape-" + Urls.host(endpoint.url()))
            .start(() -> work(timeout, current));
  }

  /// On the virtual thread.
  private void work(Duration timeout, int current) {
    Outcome outcome;
    boolean isDirect = false;
    try {
      var room = new WireRoom();
      try {
        var response = call(timeout, room);
        isDirect = response.url().equals(endpoint.url());
        outcome = outcome(response);
      } finally {
        loop.bodies().give(room.takenBytes());
      }
    } catch (NoMemoryException e) {
      outcome = new Outcome.Failed(ScrapeFailure.noMemory(loop.bodies()));
    } catch (HttpCallException e) {
      outcome =
          e.kind() == HttpCallException.Kind.BODY_SIZE
              ? new Outcome.Failed(ScrapeFailure.tooLarge(endpoint))
              : failed(kind(e.kind()), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      outcome = failed(Kind.CREDENTIALS, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      // The channel was closed: nobody waits.
      return;
    } catch (RuntimeException e) {
      outcome = failed(Kind.CLOSED, "cannot get " + Urls.host(endpoint.url()) + ": " + e);
    }
    var result = outcome;
    boolean wasDirect = isDirect;
    loop.execute(() -> deliver(result, wasDirect, current));
  }

  private static final class NoMemoryException extends Exception {
    NoMemoryException() {
      super("no memory for bodies is left", null, false, false);
    }
  }

  /// The memory of a body on the wire. The client does not say how long a body is before it has
  /// arrived, so it is given a bound, and a wider one when that was too tight: once for a target
  /// whose pages have grown.
  private final class WireRoom {
    /// Compressed data can be a little longer than plain; the decoded size is checked afterwards.
    private final int most = (int) Math.min(limit + (limit >> 8) + 4096, MAX_BODY_BYTES);

    private int bytes = (int) Math.min(Math.max(2L * lastWireBytes, FIRST_WIRE_BYTES), most);
    private long taken;

    long takenBytes() {
      return taken;
    }

    int take() throws NoMemoryException {
      // The client's array and the one that it grows from.
      if (!loop.bodies().take(2L * bytes)) throw new NoMemoryException();
      taken = 2L * bytes;
      return bytes;
    }

    boolean widen() {
      if (bytes >= most) return false;
      loop.bodies().give(taken);
      taken = 0;
      bytes = (int) Math.min(8L * bytes, most);
      return true;
    }
  }

  private HttpResponse call(Duration timeout, WireRoom room)
      throws IOException, HttpCallException, NoMemoryException, InterruptedException {
    long deadline = loop.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        var left = Duration.ofNanos(Math.max(deadline - loop.nanoTime(), 1_000_000));
        var response = callers.get().call(call(left).withMaxBodyBytes(room.take()));
        lastWireBytes = response.body().length;
        return response;
      } catch (HttpCallException e) {
        if (e.kind() != HttpCallException.Kind.BODY_SIZE || !room.widen()) throw e;
      }
    }
  }

  private HttpCall call(Duration timeout) throws IOException {
    var headers = HttpHeaders.builder();
    try {
      for (var header : endpoint.headers()) headers.add(header.name(), header.value());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return HttpCall.get(endpoint.url()).withHeaders(headers.build()).withTimeout(timeout);
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
      return plain(body, type);
    }
    var decoder = decoders.take();
    try {
      var page = DecodedPage.of(decoder, body, body.length, lastPageBytes, endpoint, loop.bodies());
      lastPageBytes = page.length();
      var failure = page.failure();
      return failure != null
          ? new Outcome.Failed(failure)
          : new Outcome.Page(page.page(), page.length(), type, body.length, page.takenBytes());
    } finally {
      decoders.give(decoder);
    }
  }

  private Outcome plain(byte[] body, @Nullable String type) {
    if (body.length >= limit) return new Outcome.Failed(ScrapeFailure.tooLarge(endpoint));
    long padded = body.length + (long) ScrapeListener.PADDING;
    if (!loop.bodies().take(padded)) {
      return new Outcome.Failed(ScrapeFailure.noMemory(loop.bodies()));
    }
    return new Outcome.Page(
        Arrays.copyOf(body, (int) padded), body.length, type, body.length, padded);
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
    try {
      hand(outcome, wasDirect, current);
    } finally {
      if (outcome instanceof Outcome.Page page) loop.bodies().give(page.takenBytes);
    }
  }

  private void hand(Outcome outcome, boolean wasDirect, int current) {
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
