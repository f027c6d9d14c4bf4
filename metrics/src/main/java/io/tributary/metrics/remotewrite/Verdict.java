package io.tributary.metrics.remotewrite;

import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What an answer, or the lack of one, means for the request.
///
/// Source: remote-write specifications 1.0 and 2.0. Where they leave the choice, data is kept: what
/// an operator can mend (credentials, a wrong path, certificates) parks the destination and drops
/// nothing.
sealed interface Verdict {
  /// How much of a refusal's body is worth quoting, as in the original.
  int QUOTED_CHARS = 1024;

  /// Final: the receiver has it, or says how much of it.
  record Accepted(HttpResponse response) implements Verdict {}

  /// Try the same again after a pause; `after` is the receiver's wish.
  record Retry(String reason, Optional<Duration> after) implements Verdict {}

  /// Nothing gets through until somebody changes something.
  record Park(String reason) implements Verdict {}

  /// The same again, at `url` on the same host.
  record Redirect(URI url) implements Verdict {}

  /// Too much at once: two halves may fit.
  record TooLarge(String reason) implements Verdict {}

  /// The receiver does not know this message.
  record Unsupported(String reason) implements Verdict {}

  /// Final: sending it again is forbidden.
  record Refused(int status, String reason) implements Verdict {}

  static Verdict of(
      HttpResponse response, URI url, boolean followRedirects, boolean retry429, long nowMs) {
    int status = response.status();
    if (response.isSuccess()) {
      return new Accepted(response);
    }
    String reason = reason(response);
    if ((status >= 500 && status < 600) || (status == 429 && retry429)) {
      return new Retry(reason, RetryAfter.parse(response.headers().first("Retry-After"), nowMs));
    }
    return switch (status) {
      case 307, 308 -> redirect(response, url, followRedirects, reason);
      case 401, 403, 404, 407 -> new Park(reason);
      case 413 -> new TooLarge(reason);
      case 415 -> new Unsupported(reason);
      default -> status >= 300 && status < 400 ? new Park(reason) : new Refused(status, reason);
    };
  }

  private static Verdict redirect(
      HttpResponse response, URI url, boolean followRedirects, String reason) {
    String location = response.headers().first("Location");
    if (!followRedirects || location == null) {
      return new Park(reason);
    }
    try {
      URI to = url.resolve(location);
      boolean sameHost =
          String.valueOf(to.getScheme()).equalsIgnoreCase(url.getScheme())
              && String.valueOf(to.getHost()).equalsIgnoreCase(url.getHost())
              && to.getPort() == url.getPort();
      return sameHost
          ? new Redirect(to)
          : new Park(reason + ", which leads to another host: credentials do not go there");
    } catch (IllegalArgumentException _) {
      return new Park(reason + " with an unreadable Location");
    }
  }

  static Verdict of(HttpCallException failure) {
    String reason = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case TLS, CREDENTIALS, REDIRECT -> new Park(reason);
      case CONNECT, TIMEOUT, CLOSED, MALFORMED, BODY_SIZE -> new Retry(reason, Optional.empty());
    };
  }

  private static String reason(HttpResponse response) {
    String body = response.text().strip();
    String quoted = body.length() > QUOTED_CHARS ? body.substring(0, QUOTED_CHARS) : body;
    return "server returned HTTP status "
        + HttpStatus.describe(response.status())
        + (quoted.isEmpty() ? "" : ": " + quoted);
  }
}
