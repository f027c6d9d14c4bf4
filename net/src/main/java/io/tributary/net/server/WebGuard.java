package io.tributary.net.server;

import io.tributary.base.secret.Secret;
import io.tributary.base.time.Clock;
import io.tributary.net.auth.PasswordCheck;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.HttpStatus;
import io.tributary.net.tls.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands before every handler: the web configuration as it is now, the rate limit and the
/// users.
final class WebGuard {
  private static final Logger log = LoggerFactory.getLogger(WebGuard.class);

  private final WebConfigSource source;
  private final Clock clock;
  private final PasswordCheck passwords = new PasswordCheck();
  private final WebConfig first;

  // Guarded by this.
  private @Nullable ServerTls tls;
  private double tokens;
  private long tokensNanos;

  WebGuard(WebConfigSource source, Clock clock) throws IOException {
    this.source = source;
    this.clock = clock;
    this.first = source.current();
    if (first.tls().isEnabled()) tls = ServerTls.read(first.tls());
    tokens = first.rateLimit().burst();
    tokensNanos = clock.nanos();
  }

  /// The configuration that the server started with.
  WebConfig first() {
    return first;
  }

  boolean isSwitching() {
    return source.isSwitching();
  }

  /// Whether a new connection speaks TLS.
  boolean isTls() {
    try {
      return source.current().tls().isEnabled();
    } catch (IOException e) {
      log.error("cannot use the web configuration", e);
      return true;
    }
  }

  /// TLS for a new connection, from the files as they are now.
  synchronized ServerTls tls() throws IOException {
    var settings = source.current().tls();
    if (!settings.isEnabled()) throw new IOException("TLS config is not present");
    var last = tls;
    var fresh = last == null ? ServerTls.read(settings) : last.current(settings);
    tls = fresh;
    return fresh;
  }

  /// Decides about one request for a normalised path: empty lets it pass, anything else is the
  /// answer. `answerHeaders` gets the headers that go with either.
  Optional<Response> refuse(HttpHeaders request, String path, HttpHeaders.Builder answerHeaders) {
    WebConfig now;
    try {
      now = source.current();
    } catch (IOException e) {
      log.error("cannot use the web configuration", e);
      return Optional.of(plain(500));
    }
    if (!admits()) return Optional.of(plain(429));
    for (var header : now.headers()) answerHeaders.set(header.name(), header.value());
    var authorization = request.first("Authorization");
    var user = now.plainUser();
    if (user.isPresent()) {
      return user.get().mayPass(path) || isUser(user.get(), authorization)
          ? Optional.empty()
          : Optional.of(
              Response.empty(401).withHeader("WWW-Authenticate", "Basic realm=\"Restricted\""));
    }
    if (now.users().isEmpty() || isUser(now.users(), authorization)) {
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
    var pair = Pair.of(authorization);
    if (pair.isEmpty()) return false;
    var hashes = new HashMap<String, String>();
    users.forEach((name, hash) -> hashes.put(name, hash.value()));
    return passwords.isValid(hashes, pair.get().name, pair.get().password);
  }

  private static boolean isUser(PlainUser user, @Nullable String authorization) {
    return Pair.of(authorization).filter(pair -> user.is(pair.name, pair.password)).isPresent();
  }

  /// What basic authentication sends.
  private record Pair(String name, String password) {
    static Optional<Pair> of(@Nullable String authorization) {
      if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6))
        return Optional.empty();
      try {
        var bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
        var pair = new String(bytes, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0
            ? Optional.empty()
            : Optional.of(new Pair(pair.substring(0, colon), pair.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public String toString() {
      return name + ":" + Secret.REDACTED;
    }
  }
}
