package io.tributary.net.server;

import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.net.auth.PasswordCheck;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.HttpStatus;
import io.tributary.net.tls.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands before every handler: the web configuration as it is now, the rate limit and the
/// users.
///
/// The file is read for each request and each TLS connection and parsed when its text has changed.
final class WebGuard {
  private static final Logger log = LoggerFactory.getLogger(WebGuard.class);

  private final @Nullable Path file;
  private final Clock clock;
  private final PasswordCheck passwords = new PasswordCheck();
  private final WebConfig first;

  // Guarded by this.
  private String text = "";
  private WebConfig config;
  private @Nullable ServerTls tls;
  private double tokens;
  private long tokensNanos;

  WebGuard(@Nullable Path file, Clock clock) throws IOException {
    this.file = file;
    this.clock = clock;
    this.first = file == null ? WebConfig.NONE : WebConfig.load(file);
    this.config = first;
    if (file != null) text = WebConfig.read(file);
    if (first.tls().isEnabled()) tls = ServerTls.read(first.tls());
    tokens = first.rateLimit().burst();
    tokensNanos = clock.nanos();
  }

  /// The configuration that the server started with.
  WebConfig first() {
    return first;
  }

  private synchronized WebConfig current() throws IOException {
    if (file == null) return config;
    var now = WebConfig.read(file);
    if (!now.equals(text)) {
      config = WebConfig.parse(file, now);
      text = now;
    }
    return config;
  }

  /// TLS for a new connection, from the files as they are now.
  synchronized ServerTls tls() throws IOException {
    var settings = current().tls();
    var last = tls;
    if (last == null) throw new IllegalStateException("BUG: the server has no TLS");
    if (!settings.isEnabled()) throw new IOException("TLS config is not present");
    var fresh = last.current(settings);
    tls = fresh;
    return fresh;
  }

  /// Decides about one request: empty lets it pass, anything else is the answer. `answerHeaders`
  /// gets the headers that go with either.
  Optional<Response> refuse(HttpHeaders request, HttpHeaders.Builder answerHeaders) {
    WebConfig now;
    try {
      now = current();
    } catch (IOException e) {
      log.error("cannot use the web configuration", e);
      return Optional.of(plain(500));
    }
    if (!admits()) return Optional.of(plain(429));
    for (var header : now.headers()) answerHeaders.set(header.name(), header.value());
    if (now.users().isEmpty() || isUser(now.users(), request.first("Authorization"))) {
      return Optional.empty();
    }
    return Optional.of(plain(401).withHeader("WWW-Authenticate", "Basic"));
  }

  private static Response plain(int status) {
    return Response.text(status, HttpStatus.phrase(status) + "\n");
  }

  /// A bucket of `burst` tokens that gains one per interval, with the values at start.
  private synchronized boolean admits() {
    var limit = first.rateLimit();
    long interval = limit.interval().toNanos();
    if (interval <= 0) return true;
    long now = clock.nanos();
    tokens = Math.min(limit.burst(), tokens + (now - tokensNanos) / (double) interval);
    tokensNanos = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  }

  private boolean isUser(Map<String, Secret> users, @Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6))
      return false;
    String pair;
    try {
      var bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
      pair = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = pair.indexOf(':');
    if (colon < 0) return false;
    var hashes = new HashMap<String, String>();
    users.forEach((name, hash) -> hashes.put(name, hash.value()));
    return passwords.isValid(hashes, pair.substring(0, colon), pair.substring(colon + 1));
  }
}
