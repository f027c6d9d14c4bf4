package io.tributary.net.grpc;

import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.HttpThreads;
import io.tributary.net.tls.ClientTls;
import io.tributary.net.tls.JettyClientTls;
import io.tributary.net.tls.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.jspecify.annotations.Nullable;

/// Calls methods of gRPC servers: HTTP/2 by prior knowledge, or over TLS. Thread-safe; calls block.
///
/// It costs next to nothing until its first call. Certificates are read again when their files have
/// changed.
public final class GrpcClient implements AutoCloseable {
  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int MAX_THREADS = 32;
  private static final int IDLE_THREAD_MS = 10_000;
  private static final Duration IDLE_CONNECTION = Duration.ofMinutes(1);

  private final Options options;

  // Guarded by this.
  private @Nullable HttpClient client;
  private String fingerprint = "";
  private boolean isClosed;

  /// @param tls empty for connections without it
  /// @param maxMessageBytes of an answer
  public record Options(Optional<TlsSettings> tls, Duration connectTimeout, int maxMessageBytes) {}

  public GrpcClient(Options options) {
    this.options = options;
  }

  /// Calls `/SERVICE/METHOD` (`method`) at `host:port`. Throws [GrpcException] with the status that
  /// came back, or `UNAVAILABLE`, `DEADLINE_EXCEEDED` where none did.
  public byte[] call(
      String address, String method, byte[] message, HttpHeaders metadata, Duration timeout)
      throws IOException, InterruptedException {
    String what = "cannot call " + method + " of " + address;
    Request request = request(address, method, message, metadata, timeout);
    var listener =
        new CompletableResponseListener(request, Frames.framedBytes(options.maxMessageBytes()));
    var sent = listener.send();
    try {
      return read(what, sent.get(timeout.toMillis() + 1, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw translated(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw translated(what, e);
    } finally {
      if (!sent.isDone()) {
        var _ = request.abort(new IOException("abandoned by the caller"));
      }
    }
  }

  private Request request(
      String address, String method, byte[] message, HttpHeaders metadata, Duration timeout)
      throws IOException {
    return newRequest(address)
        .path(method)
        .method(HttpMethod.POST)
        .version(HttpVersion.HTTP_2)
        .timeout(timeout.toMillis() + 1, TimeUnit.MILLISECONDS)
        .headers(headers -> {
          headers.put("te", "trailers");
          headers.put("grpc-timeout", GrpcTexts.timeout(timeout));
          headers.put("grpc-accept-encoding", "identity,gzip,snappy");
          for (var one : metadata) {
            headers.add(one.name(), one.value());
          }
        })
        .body(new BytesRequestContent("application/grpc", Frames.frame(message)));
  }

  /// Jetty reads the host from a [URI] alone, which has none where its name is no host name
  /// (`agent_1`), but takes another one afterwards.
  private Request newRequest(String address) throws IOException {
    String scheme = options.tls().isPresent() ? "https://" : "http://";
    URI url = URI.create(scheme + address);
    String host = Urls.host(url);
    if (url.getHost() != null || host == null) {
      return client().newRequest(url);
    }
    int port = Urls.port(url);
    return client().newRequest(scheme + "localhost" + (port < 0 ? "" : ":" + port)).host(host);
  }

  private byte[] read(String what, ContentResponse response) throws IOException {
    HttpFields trailers = response.getTrailers();
    // An answer of headers alone has the status among them.
    HttpFields last =
        trailers != null && trailers.contains("grpc-status") ? trailers : response.getHeaders();
    String number = last.get("grpc-status");
    GrpcStatus status =
        number == null ? GrpcStatus.ofHttp(response.getStatus()) : GrpcStatus.parse(number);
    if (status != GrpcStatus.OK) {
      String text = last.get("grpc-message");
      String reason =
          number == null
              ? "it answered with HTTP status " + response.getStatus()
              : text == null ? "" : GrpcTexts.decode(text);
      throw new GrpcException(
          status, what + ": " + status + (reason.isEmpty() ? "" : ": " + reason));
    }
    return Frames.read(
        new ByteArrayInputStream(response.getContent()),
        response.getHeaders().get("grpc-encoding"),
        options.maxMessageBytes());
  }

  private static GrpcException translated(String what, Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new GrpcException(
          GrpcStatus.DEADLINE_EXCEEDED, what + ": there was no answer in time", cause);
    }
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new GrpcException(GrpcStatus.UNAVAILABLE, what + ": " + reason, cause);
  }

  private synchronized HttpClient client() throws IOException {
    if (isClosed) {
      throw new GrpcException(GrpcStatus.UNAVAILABLE, "cannot call: the client is closed");
    }
    Optional<ClientTls> tls = readTls();
    String now = tls.map(ClientTls::fingerprint).orElse("");
    HttpClient there = client;
    if (there == null || !now.equals(fingerprint)) {
      if (there != null) {
        stop(there);
      }
      there = open(tls);
      client = there;
      fingerprint = now;
    }
    return there;
  }

  private Optional<ClientTls> readTls() throws IOException {
    return options.tls().isPresent()
        ? Optional.of(ClientTls.read(options.tls().get()))
        : Optional.empty();
  }

  private HttpClient open(Optional<ClientTls> tls) throws IOException {
    var threads = HttpThreads.pool("grpc-client", 0, MAX_THREADS, IDLE_THREAD_MS);
    var connector = new ClientConnector();
    connector.setExecutor(threads);
    connector.setSelectors(1);
    connector.setConnectTimeout(options.connectTimeout());
    connector.setIdleTimeout(IDLE_CONNECTION);
    if (tls.isPresent()) {
      TlsSettings settings = options.tls().orElseThrow();
      connector.setSslContextFactory(JettyClientTls.of(settings.serverName(), settings, tls.get()));
    }
    var http2 = new HTTP2Client(connector);
    http2.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
    var opened = new HttpClient(new HttpClientTransportOverHTTP2(http2));
    opened.setExecutor(threads);
    opened.setConnectTimeout(options.connectTimeout().toMillis());
    opened.setIdleTimeout(IDLE_CONNECTION.toMillis());
    opened.setFollowRedirects(false);
    opened.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
    try {
      opened.start();
    } catch (Exception e) {
      throw new IOException("cannot start a client of gRPC: " + e.getMessage(), e);
    }
    opened.getProtocolHandlers().clear();
    opened.getContentDecoderFactories().clear();
    return opened;
  }

  private static void stop(HttpClient client) {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("BUG: a client of gRPC does not close", e);
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (client != null) {
      stop(client);
      client = null;
    }
  }
}
