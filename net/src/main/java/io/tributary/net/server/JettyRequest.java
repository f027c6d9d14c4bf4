package io.tributary.net.server;

import io.tributary.base.time.Clock;
import io.tributary.net.http.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// A [Request] on Jetty's.
final class JettyRequest implements Request {
  /// Of a body that is too large, how much is taken before the answer.
  private static final long MAX_DISCARDED_BYTES = 16L << 20;

  private final org.eclipse.jetty.server.Request request;
  private final HttpHeaders headers;
  private final String path;
  private final Routes.Match.Found found;
  private final Clock clock;
  private final long deadlineNanos;
  private @Nullable Map<String, List<String>> parameters;

  JettyRequest(
      org.eclipse.jetty.server.Request request,
      HttpHeaders headers,
      String path,
      Routes.Match.Found found,
      Clock clock,
      long deadlineNanos) {
    this.request = request;
    this.headers = headers;
    this.path = path;
    this.found = found;
    this.clock = clock;
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rest() {
    return found.rest();
  }

  @Override
  public Map<String, String> segments() {
    return found.segments();
  }

  @Override
  public String query() {
    return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public boolean isSecure() {
    return request.isSecure();
  }

  @Override
  public String remoteHost() {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? peer.getAddress().getHostAddress()
        : "";
  }

  @Override
  public Map<String, List<String>> parameters() throws IOException {
    var known = parameters;
    if (known != null) return known;
    var all = new LinkedHashMap<String, List<String>>();
    var type = headers.first("Content-Type");
    boolean isForm =
        type != null
            && type.startsWith("application/x-www-form-urlencoded")
            && (method().equals("POST") || method().equals("PUT") || method().equals("PATCH"));
    // As in Go, values of the body come before those of the query.
    if (isForm) add(new String(body(MAX_FORM_BYTES), StandardCharsets.UTF_8), all);
    add(query(), all);
    parameters = all;
    return all;
  }

  private static void add(String encoded, Map<String, List<String>> into) throws IOException {
    int count = 0;
    for (int from = 0, to; from <= encoded.length(); from = to + 1) {
      to = encoded.indexOf('&', from);
      if (to < 0) to = encoded.length();
      if (to == from) continue;
      if (++count > MAX_PARAMETERS) throw new BodyTooLargeException(MAX_PARAMETERS, "parameters");
      var pair = encoded.substring(from, to);
      int equals = pair.indexOf('=');
      var name = decode(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      into.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  @Override
  public InputStream body() {
    return new Timely(Content.Source.asInputStream(request));
  }

  /// A body that must have arrived by the deadline, however it drips.
  private final class Timely extends FilterInputStream {
    Timely(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (clock.nanos() - deadlineNanos > 0) throw new BodyTooLateException();
      return in.read(into, from, length);
    }
  }

  @Override
  public byte[] body(int maxBytes) throws IOException {
    if (request.getLength() > maxBytes) throw tooLarge(maxBytes);
    var bytes = body().readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
    if (bytes.length > maxBytes) throw tooLarge(maxBytes);
    return bytes;
  }

  /// Takes more of the body first: a connection that is closed on a client that still sends is
  /// reset, and the answer with it. Who asks before he sends gets it in any case.
  private BodyTooLargeException tooLarge(int maxBytes) throws IOException {
    if (headers().first("Expect") == null) {
      var rest = body();
      var buffer = new byte[64 << 10];
      int read = 0;
      for (long left = MAX_DISCARDED_BYTES; left > 0 && read >= 0; left -= read) {
        read = rest.read(buffer, 0, buffer.length);
      }
    }
    return new BodyTooLargeException(maxBytes);
  }
}
