package io.tributary.metrics.remotewrite;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Redirects;
import io.tributary.net.client.SentSecrets;
import io.tributary.net.client.Urls;
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

  /// Why, in words for an operator.
  String reason();

  /// Final: the receiver has it, or says how much of it.
  record Accepted(HttpResponse response) implements Verdict {
    @Override
    public String reason() {
      return "accepted";
    }
  }

  /// Try the same again after a pause; `after` is the receiver's wish, as far as it is followed.
  record Retry(String reason, Optional<Duration> after) implements Verdict {}

  /// Nothing gets through until somebody changes something.
  record Park(String reason) implements Verdict {}

  /// The same again, at `url`.
  record Redirect(URI url) implements Verdict {
    @Override
    public String reason() {
      return "redirect to " + Urls.host(url);
    }
  }

  /// Too much at once: two halves may fit.
  record TooLarge(HttpResponse response, String reason) implements Verdict {}

  /// The receiver does not know this message.
  record Unsupported(HttpResponse response, String reason) implements Verdict {}

  /// Final: sending it again is forbidden.
  record Refused(HttpResponse response, String reason) implements Verdict {}

  /// What the settings leave open.
  ///
  /// @param carriesSecrets requests have something that is meant for the configured host alone
  /// @param secrets what must not be quoted
  record Policy(
      boolean followsRedirects, boolean retries429, boolean carriesSecrets, SentSecrets secrets) {
    static Policy of(RemoteWriteSettings settings) {
      HttpClientSettings client = settings.client();
      boolean secrets =
          client.basicAuth() != null
              || client.authorization() != null
              || client.oauth2() != null
              || client.bearerToken().isSet()
              || !client.httpHeaders().isEmpty()
              || !settings.headers().isEmpty()
              || Credentials.ofUserInfo(URI.create(settings.url())).isPresent();
      return new Policy(
          client.followRedirects(),
          settings.queue().retryOnHttp429(),
          secrets,
          SentSecrets.of(client, settings.headers().values(), settings.url()));
    }
  }

  /// Of an answer that came from `url`.
  static Verdict of(HttpResponse response, URI url, Policy policy, long nowMs) {
    int status = response.status();
    if (response.isSuccess()) {
      return new Accepted(response);
    }
    String reason = reason(response, policy.secrets);
    if ((status >= 500 && status < 600) || (status == 429 && policy.retries429)) {
      return retry(response, reason, nowMs);
    }
    return switch (status) {
      case 307, 308 -> redirect(response, url, policy, reason);
      case 401, 403, 404, 407 -> new Park(reason);
      case 413 -> new TooLarge(response, reason);
      case 415 -> new Unsupported(response, reason);
      default -> status >= 300 && status < 400 ? new Park(reason) : new Refused(response, reason);
    };
  }

  private static Retry retry(HttpResponse response, String reason, long nowMs) {
    Optional<Duration> wish = RetryAfter.parse(response.headers().first("Retry-After"), nowMs);
    if (wish.isEmpty() || wish.get().compareTo(RetryAfter.LONGEST) <= 0) {
      return new Retry(reason, wish);
    }
    return new Retry(
        "%s (asks for a pause of %d s, and gets the longest there is, %d s)"
            .formatted(reason, wish.get().toSeconds(), RetryAfter.LONGEST.toSeconds()),
        Optional.of(RetryAfter.LONGEST));
  }

  /// 307 and 308 alone keep method and body; after any other redirect there is nothing to send.
  private static Verdict redirect(HttpResponse response, URI url, Policy policy, String reason) {
    String location = response.headers().first("Location");
    if (!policy.followsRedirects || location == null) {
      return new Park(reason);
    }
    URI to;
    try {
      to = url.resolve(location);
    } catch (IllegalArgumentException _) {
      return new Park(reason + " with an unreadable Location");
    }
    if (!isHttp(to) || Urls.host(to) == null) {
      return new Park(reason + " to something that is no HTTP URL");
    }
    if (isSecure(url) && !isSecure(to)) {
      return new Park(reason + ", which leads from https to http");
    }
    boolean staysHome =
        Redirects.isSameOrigin(url, to) || (isSecure(to) && Redirects.isSameHost(url, to));
    return staysHome || !policy.carriesSecrets
        ? new Redirect(to)
        : new Park(
            reason
                + ", which leads to "
                + Urls.host(to)
                + ": credentials and headers do not go there");
  }

  private static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) || isSecure(url);
  }

  private static boolean isSecure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  static Verdict of(HttpCallException failure) {
    String reason = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case TLS, CREDENTIALS, REDIRECT -> new Park(reason);
      case CONNECT, TIMEOUT, CLOSED, MALFORMED, BODY_SIZE -> new Retry(reason, Optional.empty());
    };
  }

  private static String reason(HttpResponse response, SentSecrets secrets) {
    String body = secrets.takenOutOf(response.text().strip());
    String quoted = body.length() > QUOTED_CHARS ? body.substring(0, QUOTED_CHARS) : body;
    return "server returned HTTP status "
        + HttpStatus.describe(response.status())
        + (quoted.isEmpty() ? "" : ": " + quoted);
  }
}
