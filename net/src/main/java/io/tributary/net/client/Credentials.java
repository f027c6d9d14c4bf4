package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// The headers that settings add to each request: `Authorization` (without OAuth2) and
/// `http_headers`.
public final class Credentials {
  private final HttpClientSettings settings;
  private final boolean canChange;

  /// Refuses settings that refer to a secret manager: there is none.
  public Credentials(HttpClientSettings settings) {
    this.settings = settings.normalized();
    this.canChange = readsFiles(this.settings);
  }

  private static boolean readsFiles(HttpClientSettings settings) {
    var basic = settings.basicAuth();
    var authorization = settings.authorization();
    return (basic != null && (basic.username().canChange() || basic.password().canChange()))
        || (authorization != null && authorization.credentials().canChange())
        || settings.httpHeaders().stream().anyMatch(header -> !header.files().isEmpty());
  }

  /// The headers may differ from one reading to the next.
  public boolean canChange() {
    return canChange;
  }

  /// Reads what has to be read and builds the headers.
  public HttpHeaders read() throws IOException {
    var headers = HttpHeaders.builder();
    try {
      addAuthorization(headers);
      addConfigured(headers, true);
      return headers.build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /// What may still be sent after a redirect to another host: configured headers without secrets.
  public HttpHeaders readForStrangers() throws IOException {
    var headers = HttpHeaders.builder();
    addConfigured(headers, false);
    return headers.build();
  }

  private void addAuthorization(HttpHeaders.Builder headers) throws IOException {
    var basic = settings.basicAuth();
    if (basic != null) {
      var user = read("basic auth username", basic.username());
      var password = read("basic auth password", basic.password());
      headers.add("Authorization", basic(user, password));
      return;
    }
    var authorization = settings.authorization();
    if (authorization != null) {
      var credentials = read("authorization credentials", authorization.credentials());
      headers.add("Authorization", authorization.type() + " " + credentials);
    }
  }

  private void addConfigured(HttpHeaders.Builder headers, boolean secrets) throws IOException {
    for (var header : settings.httpHeaders()) {
      for (var value : header.values()) headers.add(header.name(), value);
      if (!secrets) continue;
      for (var secret : header.secrets()) headers.add(header.name(), secret.value());
      for (var file : header.files()) headers.add(header.name(), readHeader(file));
    }
  }

  private static String read(String what, SecretSource source) throws IOException {
    try {
      return source.read();
    } catch (IOException e) {
      throw new IOException("cannot read " + what + ": " + e.getMessage(), e);
    }
  }

  private static String readHeader(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("cannot read headers file " + file + ": " + e, e);
    }
  }

  /// The value of an `Authorization` header for a user and a password.
  public static String basic(String user, String password) {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /// The value that the user information of a URL stands for.
  public static Optional<String> ofUserInfo(URI url) {
    var info = Urls.userInfo(url);
    if (info == null || info.isEmpty()) return Optional.empty();
    int colon = info.indexOf(':');
    var user = colon < 0 ? info : info.substring(0, colon);
    var password = colon < 0 ? "" : info.substring(colon + 1);
    return Optional.of(basic(decode(user), decode(password)));
  }

  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
