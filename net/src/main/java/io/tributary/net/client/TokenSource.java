package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.http.HttpHeaders;
import io.tributary.net.http.HttpStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Tokens of OAuth2: asked for once, kept until shortly before they expire, asked for again when
/// the secret in its file has changed.
///
/// Source: prometheus/common `config/http_config.go` and `oauth_assertion.go`; golang.org/x/oauth2.
final class TokenSource implements AutoCloseable {
  /// A token is not used in its last seconds.
  private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);

  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final OAuth2 settings;
  private final HttpCaller caller;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private @Nullable Token token;
  private String tokenSecret = "";
  private boolean secretInBody;

  private record Token(String authorization, long expiresNanos, boolean neverExpires) {}

  TokenSource(OAuth2 settings, HttpCaller caller, Clock clock) {
    this.settings = settings;
    this.caller = caller;
    this.clock = clock;
  }

  /// The value of the `Authorization` header.
  String authorization(Duration timeout) throws HttpCallException, InterruptedException {
    var secret = secret();
    lock.lockInterruptibly();
    try {
      var current = token;
      if (current != null && secret.equals(tokenSecret) && isFresh(current)) {
        return current.authorization;
      }
      var fresh = settings.usesJwt() ? withAssertion(secret, timeout) : withSecret(secret, timeout);
      token = fresh;
      tokenSecret = secret;
      return fresh.authorization;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFresh(Token token) {
    return token.neverExpires || token.expiresNanos - EXPIRY_MARGIN.toNanos() - clock.nanos() > 0;
  }

  private String secret() throws HttpCallException {
    SecretSource source =
        settings.usesJwt() ? settings.jwt().certificateKey() : settings.clientSecret();
    try {
      return source.read();
    } catch (IOException e) {
      throw denied("cannot read oauth2 client secret: " + e.getMessage(), e);
    }
  }

  private Token withAssertion(String key, Duration timeout)
      throws HttpCallException, InterruptedException {
    String assertion;
    try {
      assertion = JwtAssertion.sign(settings, key, clock.wallMs() / 1000);
    } catch (IOException e) {
      throw denied("cannot sign oauth2 assertion: " + e.getMessage(), e);
    }
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", OAuth2.JWT_BEARER);
    form.put("assertion", assertion);
    addScopesAndParameters(form);
    return parse(post(form, HttpHeaders.EMPTY, timeout));
  }

  /// Sends the secret in the header first, as RFC 6749 prefers, and in the body where that is
  /// refused; what worked is remembered.
  private Token withSecret(String secret, Duration timeout)
      throws HttpCallException, InterruptedException {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", OAuth2.CLIENT_CREDENTIALS);
    addScopesAndParameters(form);
    if (!secretInBody) {
      var basic = Credentials.basic(encode(settings.clientId()), encode(secret));
      var response = post(form, HttpHeaders.of("Authorization", basic), timeout);
      if (response.isSuccess()) return parse(response);
    }
    form.put("client_id", settings.clientId());
    if (!secret.isEmpty()) form.put("client_secret", secret);
    var token = parse(post(form, HttpHeaders.EMPTY, timeout));
    secretInBody = true;
    return token;
  }

  private void addScopesAndParameters(Map<String, String> form) throws HttpCallException {
    if (!settings.scopes().isEmpty()) form.put("scope", String.join(" ", settings.scopes()));
    for (var parameter : settings.endpointParams().entrySet()) {
      var name = parameter.getKey();
      if (form.containsKey(name) && !name.equals("grant_type")) {
        throw denied("cannot overwrite oauth2 parameter \"" + name + "\"", null);
      }
      form.put(name, parameter.getValue());
    }
  }

  private HttpResponse post(Map<String, String> form, HttpHeaders headers, Duration timeout)
      throws HttpCallException, InterruptedException {
    var body = new StringBuilder();
    form.forEach((name, value) -> {
      if (!body.isEmpty()) body.append('&');
      body.append(encode(name)).append('=').append(encode(value));
    });
    var call =
        HttpCall.post(
                tokenUrl(),
                "application/x-www-form-urlencoded",
                body.toString().getBytes(StandardCharsets.UTF_8))
            .withTimeout(timeout)
            .withMaxBodyBytes(MAX_ANSWER_BYTES);
    var all = call.headers().toBuilder();
    headers.forEach(header -> all.set(header.name(), header.value()));
    try {
      return caller.call(call.withHeaders(all.build()));
    } catch (HttpCallException e) {
      if (e.kind() == Kind.TIMEOUT) throw e;
      throw denied("cannot fetch oauth2 token: " + e.getMessage(), e);
    }
  }

  private URI tokenUrl() throws HttpCallException {
    try {
      return URI.create(settings.tokenUrl());
    } catch (IllegalArgumentException e) {
      throw denied("cannot fetch oauth2 token: invalid token_url", e);
    }
  }

  private Token parse(HttpResponse response) throws HttpCallException {
    Map<String, String> fields;
    try {
      fields = isForm(response) ? formFields(response.text()) : jsonFields(response.body());
    } catch (JacksonException | IllegalArgumentException e) {
      if (response.isSuccess()) {
        throw denied("cannot fetch oauth2 token: the answer cannot be parsed", e);
      }
      fields = Map.of();
    }
    if (!response.isSuccess() || fields.containsKey("error")) {
      throw denied(
          "cannot fetch oauth2 token: "
              + HttpStatus.describe(response.status())
              + describeError(fields),
          null);
    }
    var access = fields.getOrDefault("access_token", "");
    if (access.isEmpty()) {
      throw denied("cannot fetch oauth2 token: server response missing access_token", null);
    }
    long seconds = seconds(fields.getOrDefault("expires_in", ""));
    return new Token(
        type(fields.getOrDefault("token_type", "")) + " " + access,
        clock.nanos() + Duration.ofSeconds(seconds).toNanos(),
        seconds <= 0);
  }

  private static String describeError(Map<String, String> fields) {
    var error = fields.get("error");
    if (error == null) return "";
    var description = fields.getOrDefault("error_description", "");
    return ": \""
        + shorten(error)
        + "\""
        + (description.isEmpty() ? "" : " " + shorten(description));
  }

  private static String shorten(String text) {
    var clean = text.replaceAll("[\\p{Cntrl}]", " ");
    return clean.length() > 256 ? clean.substring(0, 256) + "…" : clean;
  }

  private static long seconds(String text) {
    try {
      return text.isEmpty() ? 0 : Math.clamp(Math.round(Double.parseDouble(text)), 0, 1L << 31);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String type(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "", "bearer" -> "Bearer";
      case "mac" -> "MAC";
      case "basic" -> "Basic";
      default -> name;
    };
  }

  private static boolean isForm(HttpResponse response) {
    var type = response.headers().first("Content-Type");
    return type != null
        && (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain"));
  }

  private static Map<String, String> formFields(String text) {
    var fields = new LinkedHashMap<String, String>();
    for (var pair : text.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) continue;
      fields.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  /// The scalar members of one JSON object.
  private static Map<String, String> jsonFields(byte[] body) {
    var fields = new LinkedHashMap<String, String>();
    try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not an object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        var value = parser.nextToken();
        if (value.isStructStart()) parser.skipChildren();
        else fields.put(name, parser.getString());
      }
    }
    return fields;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpCallException denied(String message, @Nullable Throwable cause) {
    return new HttpCallException(Kind.CREDENTIALS, message, cause);
  }

  @Override
  public void close() {
    caller.close();
  }
}
