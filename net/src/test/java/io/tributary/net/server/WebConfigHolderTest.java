package io.tributary.net.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.BasicAuth;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.server.HttpServerSettings.Access;
import io.tributary.net.tls.Certificates;
import io.tributary.net.tls.ServerTlsSettings;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server whose TLS and users are set while it runs.
class WebConfigHolderTest {
  private final HttpClients clients = new HttpClients(Clock.system());
  private final WebConfigHolder holder = new WebConfigHolder();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    holder.set(WebConfig.NONE);
    server = start(holder);
  }

  private static HttpServer start(WebConfigHolder holder) throws IOException {
    return HttpServer.start(
        HttpServerSettings.on("127.0.0.1:0").with(new Access.Held(holder)),
        new Routes()
            .get("/metrics", _ -> Response.text(200, "metrics"))
            .get("/api/list", _ -> Response.text(200, "list")),
        RequestObserver.NONE,
        Clock.system());
  }

  @AfterEach
  void stop() {
    server.close();
    clients.close();
  }

  private HttpResponse get(String scheme, String path, HttpClientSettings settings)
      throws Exception {
    try (var caller = clients.open(settings, HttpClientOptions.named("test", "test"))) {
      return caller.call(
          HttpCall.get(URI.create(scheme + "://127.0.0.1:" + server.port() + path))
              .withTimeout(Duration.ofSeconds(10)));
    }
  }

  private static HttpClientSettings trusting() {
    return HttpClientSettings.DEFAULTS.withTls(
        new TlsSettings(
            SecretSource.ofText(Certificates.ca()),
            SecretSource.NONE,
            SecretSource.NONE,
            "",
            false,
            null,
            null));
  }

  private static ServerTlsSettings tls(Certificates.Pair pair) {
    return ServerTlsSettings.of(SecretSource.ofText(pair.cert()), SecretSource.ofText(pair.key()));
  }

  @Test
  void tlsComesAndGoesOnOneListener() throws Exception {
    assertThat(get("http", "/metrics", HttpClientSettings.DEFAULTS).text()).isEqualTo("metrics");
    holder.set(WebConfig.of(tls(Certificates.server()), Optional.empty()));
    assertThat(get("https", "/metrics", trusting()).text()).isEqualTo("metrics");
    assertThatThrownBy(() -> get("http", "/metrics", HttpClientSettings.DEFAULTS))
        .isInstanceOf(IOException.class);
    holder.set(WebConfig.NONE);
    assertThat(get("http", "/metrics", HttpClientSettings.DEFAULTS).text()).isEqualTo("metrics");
  }

  @Test
  void nobodyIsLetInBeforeItIsKnownWhoMayCome() throws Exception {
    var late = new WebConfigHolder();
    server.close();
    server = start(late);
    var user = new PlainUser("ada", Secret.of("pass"), Optional.empty());
    assertThat(get("http", "/metrics", as("ada", "pass")).status()).isEqualTo(503);
    assertThat(get("http", "/no/such", HttpClientSettings.DEFAULTS).status()).isEqualTo(503);
    late.set(WebConfig.of(ServerTlsSettings.NONE, Optional.of(user)));
    assertThat(get("http", "/metrics", HttpClientSettings.DEFAULTS).status()).isEqualTo(401);
    assertThat(get("http", "/metrics", as("ada", "pass")).status()).isEqualTo(200);
  }

  @Test
  void whatCannotBeUsedChangesNothing() throws Exception {
    var half = tls(new Certificates.Pair("no certificate", "no key"));
    assertThatThrownBy(() -> holder.set(WebConfig.of(half, Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot use certificate");
    assertThat(get("http", "/metrics", HttpClientSettings.DEFAULTS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "none, /metrics, 401, 401",
    "matching, /metrics, 200, 200",
    "matching, /api/list, 401, 401",
    "others, /metrics, 401, 401",
    "others, /api/list, 200, 200",
    "empty, /metrics, 200, 200",
  })
  void aFilterSaysWhichPathsAskForThePassword(String filter, String path, int bare, int wrong)
      throws Exception {
    holder.set(
        WebConfig.of(
            ServerTlsSettings.NONE,
            Optional.of(new PlainUser("ada", Secret.of("pass"), filter(filter)))));
    HttpResponse answer = get("http", path, HttpClientSettings.DEFAULTS);
    assertThat(answer.status()).isEqualTo(bare);
    if (bare == 401) {
      assertThat(answer.headers().first("WWW-Authenticate"))
          .isEqualTo("Basic realm=\"Restricted\"");
      assertThat(answer.text()).isEmpty();
    }
    assertThat(get("http", path, as("ada", "guess")).status()).isEqualTo(wrong);
    assertThat(get("http", path, as("bob", "pass")).status()).isEqualTo(wrong);
    assertThat(get("http", path, as("ada", "pass")).status()).isEqualTo(200);
  }

  private static HttpClientSettings as(String name, String password) {
    return HttpClientSettings.DEFAULTS.withBasicAuth(
        new BasicAuth(SecretSource.ofText(name), SecretSource.ofText(password)));
  }

  private static Optional<PlainUser.Filter> filter(String name) {
    return switch (name) {
      case "matching" -> Optional.of(new PlainUser.Filter(List.of("/api"), true));
      case "others" -> Optional.of(new PlainUser.Filter(List.of("/api"), false));
      case "empty" -> Optional.of(new PlainUser.Filter(List.of(), true));
      default -> Optional.empty();
    };
  }
}
