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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands before every handler: the web configuration as it is now, the rate limit and the
/// users.
///
/// A configuration that cannot be used lets nobody in.
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

  /// Whether everybody is let in.
  boolean isOpen() {
    try {
      var now = source.current();
      return source.isKnown()
          && now.users().isEmpty()
          && now.plainUser().isEmpty()
          && !now.tls().clientAuthType().startsWith("Require");
    } catch (IOException e) {
      return false; // It lets nobody in.
    }
  }

  void onChange(Runnable listener) {
    source.onChange(listener);
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

  /// What was decided about a request: the role of whoever asks, or the answer that refuses it.
  sealed interface Verdict {
    record Admitted(Role role) implements Verdict {}

    record Refused(Response answer) implements Verdict {}
  }

  /// Decides about one request for a normalised path. `answerHeaders` gets the headers that go with
  /// either verdict.
  Verdict decide(HttpHeaders request, String path, HttpHeaders.Builder answerHeaders) {
    if (!source.isKnown()) return new Verdict.Refused(plain(503));
    WebConfig now;
    try {
      now = source.current();
    } catch (IOException e) {
      log.error("cannot use the web configuration", e);
      return new Verdict.Refused(plain(500));
    }
    if (!admits()) return new Verdict.Refused(plain(429));
    for (var header : now.headers()) answerHeaders.set(header.name(), header.value());
    var authorization = request.all("Authorization");
    var user = now.plainUser();
    if (user.isPresent()) {
      return user.get().mayPass(path) || isUser(user.get(), authorization)
          ? new Verdict.Admitted(Role.ADMIN)
          : new Verdict.Refused(
              Response.empty(401).withHeader("WWW-Authenticate", "Basic realm=\"Restricted\""));
    }
    if (now.users().isEmpty()) return new Verdict.Admitted(Role.ADMIN);
    try {
      var role = role(now.users(), authorization);
      if (role.isPresent()) return new Verdict.Admitted(role.get());
    } catch (IOException e) {
      log.error("cannot check a bearer token", e);
      return new Verdict.Refused(plain(500));
    }
    return new Verdict.Refused(challenge(now.users()));
  }

  private static Response challenge(WebUsers users) {
    var headers = plain(401).headers().toBuilder();
    if (!users.hashes().isEmpty()) headers.add("WWW-Authenticate", "Basic");
    if (!users.bearers().isEmpty()) headers.add("WWW-Authenticate", "Bearer");
    return new Response(401, headers.build(), plain(401).body());
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

  /// More than one header of credentials is none: who reads which is anybody's guess.
  private static boolean isUser(PlainUser user, List<String> authorization) {
    return authorization.size() == 1
        && Pair.of(authorization.getFirst())
            .filter(pair -> user.is(pair.name, pair.password))
            .isPresent();
  }

  private Optional<Role> role(WebUsers users, List<String> authorization) throws IOException {
    if (authorization.size() != 1) return Optional.empty();
    var text = authorization.getFirst();
    if (text.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return users.bearing(text.substring(7).strip());
    }
    if (users.hashes().isEmpty()) return Optional.empty();
    return Pair.of(text)
        .filter(pair -> passwords.isValid(users.hashes(), pair.name, pair.password))
        .map(pair -> users.roleOf(pair.name));
  }

  /// What basic authentication sends.
  private record Pair(String name, String password) {
    static Optional<Pair> of(String authorization) {
      if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) return Optional.empty();
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
