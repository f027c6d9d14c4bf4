package io.tributary.net.server;

import io.tributary.base.time.Clock;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.HttpStatus;
import io.tributary.net.server.Request.BodyTooLargeException;
import io.tributary.net.server.Request.BodyTooLateException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of one request: who asks, which route, the handler, and back out.
final class Dispatcher extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /// What browsers are told with every answer: text is nothing but text, no other page may frame it
  /// or load it as its own, and where it was read is nobody's business. The web configuration may
  /// say otherwise.
  static final HttpHeaders ALWAYS =
      HttpHeaders.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer");

  private final HttpServerSettings settings;
  private final Routes routes;
  private final WebGuard guard;
  private final RequestObserver observer;
  private final Clock clock;
  private final Set<Connector> loopback;
  private final BrowserGuard browsers;

  Dispatcher(
      HttpServerSettings settings,
      Routes routes,
      WebGuard guard,
      RequestObserver observer,
      Clock clock,
      List<Connector> loopback) {
    this.settings = settings;
    this.routes = routes;
    this.guard = guard;
    this.observer = observer;
    this.clock = clock;
    this.loopback = Set.copyOf(loopback);
    this.browsers = new BrowserGuard(settings.allowedHosts());
  }

  /// An answer and the name under which it is counted.
  private record Answer(Response response, String handler) {}

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    long from = clock.nanos();
    var extra = HttpHeaders.builder();
    var sent = new Counter();
    Answer answer = new Answer(Response.empty(500), "");
    boolean isAnswered = false;
    RequestDeadlines.begin(request);
    try {
      var headers = headers(request.getHeaders());
      answer = answer(request, headers, extra);
      send(request, headers, response, answer.response, extra, sent);
      isAnswered = true;
      RequestDeadlines.end(request);
      callback.succeeded();
    } catch (EofException e) {
      callback.failed(e);
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      log.debug("cannot answer {}", request.getHttpURI().getPath(), e);
      callback.failed(e);
    } finally {
      if (!isAnswered) RequestDeadlines.end(request);
      observer.answered(
          answer.handler,
          request.getMethod(),
          answer.response.status(),
          clock.nanos() - from,
          sent.bytes);
    }
    return true;
  }

  private static HttpHeaders headers(HttpFields fields) {
    var headers = HttpHeaders.builder();
    for (var field : fields) {
      var value = Objects.requireNonNullElse(field.getValue(), "");
      if (HttpHeaders.isToken(field.getName()) && HttpHeaders.isFieldValue(value)) {
        headers.add(field.getName(), value);
      }
    }
    return headers.build();
  }

  private Answer answer(
      org.eclipse.jetty.server.Request request, HttpHeaders headers, HttpHeaders.Builder extra) {
    var foreign =
        browsers.refuse(
            request.getMethod(),
            request.getHttpURI(),
            headers,
            loopback.contains(request.getConnectionMetaData().getConnector()));
    if (foreign.isPresent()) return new Answer(Response.text(403, foreign.get() + "\n"), "");
    var path = path(request);
    var decoded = org.eclipse.jetty.util.URIUtil.decodePath(path);
    return switch (guard.decide(headers, decoded, extra)) {
      case WebGuard.Verdict.Refused refused -> new Answer(refused.answer(), "");
      case WebGuard.Verdict.Admitted admitted ->
          answer(request, headers, path, decoded, admitted.role());
    };
  }

  /// The canonical path, some characters still escaped. A semicolon is one like others, as it is to
  /// servers in Go; to Jetty it begins parameters, which are no part of the path.
  private static String path(org.eclipse.jetty.server.Request request) {
    var uri = request.getHttpURI();
    var raw = uri.getPath();
    return raw != null && raw.contains(";")
        ? HttpURI.build(uri).path(raw.replace(";", "%3B")).asImmutable().getCanonicalPath()
        : org.eclipse.jetty.server.Request.getPathInContext(request);
  }

  /// For somebody who may ask. The role is held against the route that answers, and against no
  /// other reading of the path.
  private Answer answer(
      org.eclipse.jetty.server.Request request,
      HttpHeaders headers,
      String path,
      String fullPath,
      Role role) {
    if (path.contains("//")) return new Answer(withoutEmptySegments(request, path), "");
    var decoded = fullPath;
    var prefix = settings.routePrefix();
    if (!prefix.isEmpty()) {
      if (decoded.equals("/")) return new Answer(Response.redirect(302, prefix + "/"), "");
      if (decoded.equals(prefix)) return new Answer(Response.redirect(302, prefix + "/"), "");
      if (!decoded.startsWith(prefix + "/")) return notFound();
      decoded = decoded.substring(prefix.length());
    }
    return switch (routes.find(request.getMethod(), Segments.of(path, fullPath, decoded))) {
      case Routes.Match.Missing _ -> notFound();
      case Routes.Match.WrongMethod wrong ->
          new Answer(
              Response.text(405, "Method Not Allowed\n").withHeader("Allow", wrong.allow()), "");
      case Routes.Match.Found found when !role.covers(found.route().needs()) ->
          new Answer(Response.text(403, HttpStatus.phrase(403) + "\n"), "");
      case Routes.Match.Found found ->
          new Answer(
              run(found.route(), jetty(request, headers, decoded, found)),
              found.route().metricName());
    };
  }

  private Request jetty(
      org.eclipse.jetty.server.Request request,
      HttpHeaders headers,
      String path,
      Routes.Match.Found found) {
    long deadline = clock.nanos() + settings.timeouts().read().toNanos();
    return new JettyRequest(request, headers, path, found, clock, deadline);
  }

  /// Addresses are put together from parts, and a slash too many is easily made.
  private static Response withoutEmptySegments(
      org.eclipse.jetty.server.Request request, String path) {
    var query = request.getHttpURI().getQuery();
    return Response.redirect(
        301, path.replaceAll("/{2,}", "/") + (query == null ? "" : "?" + query));
  }

  private static Answer notFound() {
    return new Answer(Response.text(404, "404 page not found\n"), "");
  }

  private static Response run(Routes.Route route, Request request) {
    try {
      return route.handler().handle(request);
    } catch (BodyTooLargeException e) {
      return Response.text(413, e.getMessage() + "\n");
    } catch (BodyTooLateException e) {
      return Response.text(408, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.text(503, "shutting down\n");
    } catch (Exception e) {
      log.error("cannot answer {} {}", request.method(), route.pattern(), e);
      return Response.text(500, HttpStatus.phrase(500) + "\n");
    }
  }

  private static final class Counter {
    long bytes;
  }

  private static void send(
      org.eclipse.jetty.server.Request request,
      HttpHeaders requestHeaders,
      org.eclipse.jetty.server.Response out,
      Response answer,
      HttpHeaders.Builder extra,
      Counter sent)
      throws IOException, InterruptedException {
    out.setStatus(answer.status());
    for (var header : answer.headers()) out.getHeaders().add(header.name(), header.value());
    for (var header : ALWAYS) out.getHeaders().put(header.name(), header.value());
    for (var header : extra.build()) out.getHeaders().put(header.name(), header.value());
    boolean isHead = request.getMethod().equals("HEAD");
    switch (answer.body()) {
      case Response.Bytes plain -> {
        var body = Encoding.encode(requestHeaders, answer.headers(), plain);
        if (!body.encoding().isEmpty()) {
          out.getHeaders().put(HttpHeader.CONTENT_ENCODING, body.encoding());
          out.getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
        }
        if (answer.status() != 204 && answer.status() != 304) {
          out.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        }
        if (isHead || body.length() == 0) return;
        sent.bytes = body.length();
        try (var stream = Content.Sink.asOutputStream(out)) {
          stream.write(body.bytes(), 0, body.length());
        }
      }
      case Response.Trailed trailed -> {
        HttpFields.Mutable trailers = HttpFields.build();
        for (var trailer : trailed.trailers()) trailers.add(trailer.name(), trailer.value());
        out.setTrailersSupplier(() -> trailers);
        sent.bytes = trailed.bytes().length;
        try (var stream = Content.Sink.asOutputStream(out)) {
          stream.write(trailed.bytes());
        }
      }
      case Response.Streamed streamed -> {
        if (isHead) return;
        try (var stream = new Counting(Content.Sink.asOutputStream(out), sent)) {
          streamed.writer().writeTo(stream);
        }
      }
    }
  }

  private static final class Counting extends FilterOutputStream {
    private final Counter counter;

    Counting(OutputStream out, Counter counter) {
      super(out);
      this.counter = counter;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      counter.bytes++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      counter.bytes += length;
    }
  }
}
