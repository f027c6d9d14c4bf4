package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.tls.ClientTls;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Transport;
import org.jspecify.annotations.Nullable;

/// [StreamCaller] on Jetty's client, which brings connections, TLS, proxies and HTTP/2;
/// credentials, redirects and bounds are decided here.
final class JettyCaller implements StreamCaller {
  /// After a timeout over HTTP/2 nothing tells a slow server from a dead connection, so the pool is
  /// replaced, but not more often than this.
  private static final Duration MIN_RENEWAL = Duration.ofMinutes(1);

  private static final byte[] NOTHING = new byte[0];

  private final HttpClients shared;
  private final Clock clock;
  private final HttpClientSettings settings;
  private final HttpClientOptions options;
  private final Credentials credentials;
  private final Optional<TokenSource> tokens;

  private final Object lock = new Object();
  // Guarded by lock.
  private @Nullable Connections connections;
  private boolean isClosed;
  private long renewedNanos;

  JettyCaller(HttpClients shared, HttpClientSettings settings, HttpClientOptions options)
      throws IOException {
    this.shared = shared;
    this.clock = shared.clock();
    this.settings = settings;
    this.options = options;
    this.renewedNanos = clock.nanos() - MIN_RENEWAL.toNanos();
    refuseReferences(settings);
    try {
      ProxyRules.of(settings.proxy());
    } catch (IllegalArgumentException e) {
      throw new IOException("cannot use proxy: " + e.getMessage(), e);
    }
    ClientTls.check(settings.tls());
    this.credentials = new Credentials(settings);
    this.tokens = openTokens(shared, settings, options);
  }

  private static Optional<TokenSource> openTokens(
      HttpClients shared, HttpClientSettings settings, HttpClientOptions options)
      throws IOException {
    var oauth2 = settings.oauth2();
    if (oauth2 == null) return Optional.empty();
    var own =
        HttpClientSettings.DEFAULTS
            .withTls(oauth2.tls())
            .withProxy(oauth2.proxy())
            .withHttpHeaders(oauth2.httpHeaders());
    var named =
        HttpClientOptions.named(options.name() + "-oauth2", options.userAgent())
            .withResolver(options.resolver());
    return Optional.of(
        new TokenSource(oauth2, new JettyCaller(shared, own, named), shared.clock()));
  }

  private static void refuseReferences(HttpClientSettings settings) throws IOException {
    var sources = new ArrayList<SecretSource>();
    sources.addAll(List.of(settings.tls().ca(), settings.tls().cert(), settings.tls().key()));
    var basic = settings.basicAuth();
    if (basic != null) sources.addAll(List.of(basic.username(), basic.password()));
    var authorization = settings.authorization();
    if (authorization != null) sources.add(authorization.credentials());
    var oauth2 = settings.oauth2();
    if (oauth2 != null) {
      sources.add(oauth2.usesJwt() ? oauth2.jwt().certificateKey() : oauth2.clientSecret());
    }
    for (var source : sources) {
      if (source.needsManager()) throw new IOException("cannot use secret ref without manager");
    }
  }

  @Override
  public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
    long deadline = clock.nanos() + call.timeout().toNanos();
    var response = follow(call, deadline, this::callOnce);
    return response;
  }

  @Override
  public Stream open(HttpCall call) throws HttpCallException, InterruptedException {
    long deadline = clock.nanos() + call.timeout().toNanos();
    return follow(call, deadline, this::openOnce);
  }

  /// One request without redirects.
  @FunctionalInterface
  private interface Hop<T> {
    T send(HttpCall call, HttpHeaders headers, long deadlineNanos)
        throws HttpCallException, InterruptedException;
  }

  private <T> T follow(HttpCall original, long deadline, Hop<T> hop)
      throws HttpCallException, InterruptedException {
    var call = original;
    boolean isHome = true;
    for (int hops = 0; ; hops++) {
      var answer = hop.send(call, headers(call, isHome, deadline), deadline);
      var head = answer instanceof Stream stream ? stream.head() : (HttpResponse) answer;
      if (!settings.followRedirects() || !Redirects.isRedirect(head.status())) return answer;
      var next = Redirects.next(call.url(), head);
      if (next.isEmpty()) return answer;
      if (answer instanceof Stream stream) closeQuietly(stream);
      if (hops + 1 >= Redirects.MAX_HOPS) {
        throw failure(Kind.REDIRECT, original, "stopped after 10 redirects", null);
      }
      // Once left, never home again: a stranger must not send us back with credentials.
      isHome &= Redirects.staysHome(original.url(), next.get());
      call = redirected(call, head.status(), next.get());
    }
  }

  private static HttpCall redirected(HttpCall call, int status, URI to) {
    boolean keeps = Redirects.keepsMethod(status, call.method());
    var headers = call.headers();
    if (!keeps) {
      headers = headers.toBuilder().remove("Content-Type").remove("Content-Encoding").build();
    }
    return new HttpCall(
        keeps ? call.method() : "GET",
        to,
        headers,
        keeps ? call.body() : NOTHING,
        keeps ? call.bodyFrom() : 0,
        keeps ? call.bodyLength() : 0,
        call.timeout(),
        call.maxBodyBytes(),
        call.maxErrorBytes(),
        call.headSuffices());
  }

  private static void closeQuietly(Stream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Nobody waits for the rest of a redirect's body.
      return;
    }
  }

  /// The call's own headers first, then the URL's user, then the settings.
  private HttpHeaders headers(HttpCall call, boolean isHome, long deadline)
      throws HttpCallException, InterruptedException {
    var headers = call.headers().toBuilder();
    if (!headers.contains("User-Agent")) headers.add("User-Agent", options.userAgent());
    try {
      if (!isHome) {
        Redirects.SENSITIVE.forEach(headers::remove);
        addAbsent(headers, credentials.readForStrangers());
        return headers.build();
      }
      if (!headers.contains("Authorization")) {
        Credentials.ofUserInfo(call.url()).ifPresent(v -> headers.add("Authorization", v));
      }
      addAbsent(headers, credentials.read());
    } catch (IOException e) {
      throw failure(Kind.CREDENTIALS, call, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw failure(Kind.CREDENTIALS, call, e.getMessage(), e);
    }
    if (tokens.isPresent() && !headers.contains("Authorization")) {
      headers.add("Authorization", tokens.get().authorization(left(call, deadline)));
    }
    return headers.build();
  }

  /// Adds configured headers; an `Authorization` that is there already stays alone.
  private static void addAbsent(HttpHeaders.Builder headers, HttpHeaders configured) {
    boolean hasAuthorization = headers.contains("Authorization");
    for (var header : configured) {
      if (hasAuthorization && header.name().equalsIgnoreCase("Authorization")) continue;
      headers.add(header.name(), header.value());
    }
  }

  private Duration left(HttpCall call, long deadline) throws HttpCallException {
    long nanos = deadline - clock.nanos();
    if (nanos <= 0) throw timeout(call, null);
    return Duration.ofNanos(nanos);
  }

  private HttpResponse callOnce(HttpCall call, HttpHeaders headers, long deadline)
      throws HttpCallException, InterruptedException {
    try {
      return exchange(call, headers, deadline);
    } catch (HttpCallException e) {
      // A connection that the server closed while idle looks like this; a second one cannot be
      // idle.
      boolean isSafe = call.method().equals("GET") || call.method().equals("HEAD");
      if (e.kind() != Kind.CLOSED || !isSafe || clock.nanos() >= deadline) throw e;
      return exchange(call, headers, deadline);
    }
  }

  private HttpResponse exchange(HttpCall call, HttpHeaders headers, long deadline)
      throws HttpCallException, InterruptedException {
    var timeout = left(call, deadline);
    var pool = pool(call);
    try {
      var collector = new BodyCollector(call);
      var request = request(pool, call, headers).timeout(timeout.toMillis() + 1, MILLIS);
      request.send(collector);
      try {
        var response = collector.await();
        if (response.isTruncated()) {
          var _ = request.abort(new IOException("the rest of the answer is not wanted"));
        }
        return response;
      } catch (InterruptedException e) {
        var _ = request.abort(e);
        throw e;
      } catch (ExecutionException e) {
        var failure = translate(call, Objects.requireNonNullElse(e.getCause(), e));
        if (failure.kind() == Kind.TIMEOUT) suspect(pool, call);
        throw failure;
      }
    } finally {
      pool.release();
    }
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  private Stream openOnce(HttpCall call, HttpHeaders headers, long deadline)
      throws HttpCallException, InterruptedException {
    var timeout = left(call, deadline);
    var pool = pool(call);
    var listener = new InputStreamResponseListener();
    boolean isOpen = false;
    try {
      var request = request(pool, call, headers).idleTimeout(call.timeout().toMillis() + 1, MILLIS);
      request.send(listener);
      Response response;
      try {
        response = listener.get(timeout.toMillis() + 1, MILLIS);
      } catch (InterruptedException | TimeoutException e) {
        var _ = request.abort(e);
        if (e instanceof InterruptedException interrupted) throw interrupted;
        throw timeout(call, e);
      } catch (ExecutionException e) {
        throw translate(call, Objects.requireNonNullElse(e.getCause(), e));
      }
      var head =
          new HttpResponse(
              response.getStatus(), copy(response.getHeaders()), NOTHING, false, call.url());
      isOpen = true;
      return new OpenStream(head, new Patient(listener.getInputStream()), request, pool);
    } finally {
      if (!isOpen) pool.release();
    }
  }

  private Request request(Connections pool, HttpCall call, HttpHeaders headers)
      throws HttpCallException {
    Request request;
    try {
      request = newRequest(pool.client(), call.url());
    } catch (IllegalArgumentException e) {
      throw failure(Kind.CONNECT, call, "invalid URL", e);
    }
    request.method(call.method());
    var socket = options.unixSocket();
    if (socket != null) request.transport(new Transport.TCPUnix(socket));
    request.headers(fields -> {
      fields.clear();
      for (var header : headers) fields.add(header.name(), header.value());
    });
    if (call.bodyLength() > 0 || call.method().equals("POST") || call.method().equals("PUT")) {
      var type = headers.first("Content-Type");
      var bytes = ByteBuffer.wrap(call.body(), call.bodyFrom(), call.bodyLength()).slice();
      request.body(
          new ByteBufferRequestContent(type == null ? "application/octet-stream" : type, bytes));
    }
    return request;
  }

  /// Without the user, and for any host that [Urls#host] finds: Jetty reads that of a [URI] from it
  /// alone, but takes another one afterwards.
  private static Request newRequest(HttpClient client, URI url) {
    var host = Urls.host(url);
    var text = url.toString();
    if (url.getHost() == null && host != null) {
      var standIn = "//localhost" + (Urls.port(url) < 0 ? "" : ":" + Urls.port(url));
      return client.newRequest(URI.create(text.replaceFirst("//[^/?#]*", standIn))).host(host);
    }
    return client.newRequest(
        url.getRawUserInfo() == null ? url : URI.create(text.replaceFirst("//[^/?#]*@", "//")));
  }

  static HttpHeaders copy(HttpFields fields) {
    var headers = HttpHeaders.builder();
    for (var field : fields) {
      var value = Objects.requireNonNullElse(field.getValue(), "");
      if (HttpHeaders.isToken(field.getName()) && HttpHeaders.isFieldValue(value)) {
        headers.add(field.getName(), value);
      }
    }
    return headers.build();
  }

  /// The pool for the certificates as they are now.
  private Connections pool(HttpCall call) throws HttpCallException {
    try {
      synchronized (lock) {
        if (isClosed) throw failure(Kind.CLOSED, call, "the client is closed", null);
        var current = connections;
        if (current == null || settings.tls().canChange()) {
          var tls = ClientTls.read(settings.tls());
          if (current == null || !current.fingerprint().equals(tls.fingerprint())) {
            current = replace(Connections.open(shared, settings, options, tls));
          }
        }
        return current.acquire().orElseThrow();
      }
    } catch (HttpCallException e) {
      throw e;
    } catch (IOException e) {
      throw failure(Kind.TLS, call, e.getMessage(), e);
    }
  }

  /// Call with lock held.
  private Connections replace(Connections fresh) {
    var old = connections;
    connections = fresh;
    if (old != null) old.release();
    return fresh;
  }

  private void suspect(Connections pool, HttpCall call) {
    if (!settings.enableHttp2() || !"https".equalsIgnoreCase(call.url().getScheme())) return;
    synchronized (lock) {
      if (connections != pool || clock.nanos() - renewedNanos < MIN_RENEWAL.toNanos()) return;
      renewedNanos = clock.nanos();
      connections = null;
    }
    pool.release();
  }

  @Override
  public void close() {
    tokens.ifPresent(TokenSource::close);
    Connections last;
    synchronized (lock) {
      isClosed = true;
      last = connections;
      connections = null;
    }
    if (last != null) last.release();
  }

  private static HttpCallException translate(HttpCall call, Throwable cause) {
    if (cause instanceof HttpCallException e) return e;
    if (cause instanceof TimeoutException) return timeout(call, cause);
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException) return failure(Kind.TLS, call, message(t), cause);
      if (t instanceof UnknownHostException) {
        return failure(Kind.CONNECT, call, "no such host: " + Urls.host(call.url()), cause);
      }
      if (t instanceof ConnectException
          || t instanceof NoRouteToHostException
          || t instanceof UnresolvedAddressException
          || t instanceof java.net.SocketTimeoutException) {
        return failure(Kind.CONNECT, call, message(t), cause);
      }
      if (t instanceof HttpException || t instanceof HttpResponseException) {
        return failure(Kind.MALFORMED, call, "malformed answer: " + message(t), cause);
      }
    }
    if (cause instanceof IOException && message(cause).toLowerCase(Locale.ROOT).contains("proxy")) {
      return failure(Kind.CONNECT, call, message(cause), cause);
    }
    return failure(Kind.CLOSED, call, message(cause), cause);
  }

  private static String message(Throwable t) {
    var text = t.getMessage();
    if (text == null || text.isEmpty()) text = "connection closed";
    var line = text.replaceAll("[\\p{Cntrl}]+", " ");
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  static HttpCallException failure(
      Kind kind, HttpCall call, @Nullable String what, @Nullable Throwable cause) {
    return new HttpCallException(kind, "cannot " + call + ": " + what, cause);
  }

  private static HttpCallException timeout(HttpCall call, @Nullable Throwable cause) {
    return failure(
        Kind.TIMEOUT,
        call,
        "context deadline exceeded (" + call.timeout().toMillis() / 1000.0 + "s)",
        cause);
  }

  /// A response that is read while it arrives; holds its pool until it is closed.
  private static final class OpenStream implements Stream {
    private final HttpResponse head;
    private final InputStream body;
    private final Request request;
    private final Connections pool;
    private boolean isClosed;

    OpenStream(HttpResponse head, InputStream body, Request request, Connections pool) {
      this.head = head;
      this.body = body;
      this.request = request;
      this.pool = pool;
    }

    @Override
    public HttpResponse head() {
      return head;
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void close() throws IOException {
      synchronized (this) {
        if (isClosed) return;
        isClosed = true;
      }
      var _ = request.abort(new IOException("abandoned by the reader"));
      body.close();
      pool.release();
    }
  }

  /// Jetty's stream waits for content even when asked for no bytes at all, which is how
  /// `readNBytes` ends.
  private static final class Patient extends FilterInputStream {
    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return length == 0 ? 0 : super.read(to, offset, length);
    }
  }
}
