package io.tributary.net.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.base.time.Clock;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientOptions.Resolver;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.ProxySettings;
import io.tributary.net.http.RawServer;
import io.tributary.net.server.HttpServer;
import io.tributary.net.server.HttpServerSettings;
import io.tributary.net.server.RequestObserver;
import io.tributary.net.server.Response;
import io.tributary.net.server.Routes;
import io.tributary.net.tls.Certificates;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureScrapeTest {
  private static final String PAGE = "up 1\n".repeat(10_000);

  private final HttpClients clients = new HttpClients(Clock.system());
  private SelectorLoop loop;
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    loop = SelectorLoop.start("test-loop", Clock.system());
    var pair = Certificates.server();
    Files.writeString(folder.resolve("cert.pem"), pair.cert());
    Files.writeString(folder.resolve("key.pem"), pair.key());
    var web = folder.resolve("web.yml");
    Files.writeString(web, "tls_server_config: {cert_file: cert.pem, key_file: key.pem}");
    server =
        HttpServer.start(
            new HttpServerSettings(
                List.of("127.0.0.1:0"),
                "",
                10,
                Duration.ofMinutes(1),
                web,
                List.of("far.test", "my_host")),
            new Routes().get("/metrics", _ -> Response.text(200, PAGE)),
            RequestObserver.NONE,
            Clock.system());
  }

  @AfterEach
  void stop() {
    loop.close();
    server.close();
    clients.close();
  }

  private static HttpClientSettings trusting(SecretSource ca, String name, boolean insecure) {
    var none = SecretSource.NONE;
    return HttpClientSettings.DEFAULTS.withTls(
        new TlsSettings(ca, none, none, name, insecure, null, null));
  }

  /// The page's length, or the failure.
  private Object fetch(HttpClientSettings settings, String host) throws Exception {
    return fetch(settings, host, server.port());
  }

  private Object fetch(HttpClientSettings settings, String host, int port) throws Exception {
    var options =
        HttpClientOptions.named("test", "t")
            .withResolver(
                name -> Resolver.SYSTEM.resolve(name.equals("my_host") ? "127.0.0.1" : name));
    try (var transport = LoopTransport.open(clients, settings, options)) {
      var heard = new LinkedBlockingQueue<Object>();
      var endpoint =
          new ScrapeEndpoint(
              URI.create("https://" + host + ":" + port + "/metrics"),
              null,
              List.of(new ScrapeEndpoint.Header("Accept-Encoding", "gzip")),
              0);
      var channel = transport.channel(loop, endpoint);
      loop.execute(() ->
          channel.fetch(
              TimeUnit.SECONDS.toNanos(15),
              new ScrapeListener() {
                @Override
                public void onBody(
                    byte[] body, int length, @Nullable String contentType, int wireBytes) {
                  assertThat(wireBytes).isLessThan(length);
                  heard.add(new String(body, 0, length, StandardCharsets.UTF_8));
                }

                @Override
                public void onFailure(ScrapeFailure failure) {
                  heard.add(failure.kind());
                }
              }));
      var answer = heard.poll(20, TimeUnit.SECONDS);
      if (answer == null) throw new AssertionError("no answer");
      return answer;
    }
  }

  @Test
  void verifiesTheTargetUnlessToldOtherwise() throws Exception {
    var ca = SecretSource.ofText(Certificates.ca());
    var other = SecretSource.ofText(Certificates.otherCa());
    assertThat(fetch(trusting(ca, "", false), "127.0.0.1")).isEqualTo(PAGE);
    assertThat(fetch(trusting(ca, "metrics.test", false), "127.0.0.1")).isEqualTo(PAGE);
    assertThat(fetch(trusting(ca, "wrong.test", false), "127.0.0.1"))
        .isEqualTo(ScrapeFailure.Kind.TLS);
    assertThat(fetch(trusting(other, "", false), "127.0.0.1")).isEqualTo(ScrapeFailure.Kind.TLS);
    assertThat(fetch(trusting(SecretSource.NONE, "", true), "127.0.0.1")).isEqualTo(PAGE);
    assertThat(fetch(trusting(ca, "", false).withEnableHttp2(false), "127.0.0.1")).isEqualTo(PAGE);
  }

  @Test
  void takesAHostThatIsNoHostNameUnderTheNameOfItsCertificate() throws Exception {
    var ca = SecretSource.ofText(Certificates.ca());
    assertThat(fetch(trusting(ca, "metrics.test", false), "my_host")).isEqualTo(PAGE);
    assertThat(fetch(trusting(SecretSource.NONE, "", true), "my_host")).isEqualTo(PAGE);
    assertThat(fetch(trusting(ca, "", false), "my_host")).isEqualTo(ScrapeFailure.Kind.TLS);
  }

  @Test
  void tunnelsThroughAProxyThatSeesItsOwnCredentialsOnly() throws Exception {
    try (var proxy = new RawServer(this::tunnel)) {
      var settings =
          trusting(SecretSource.ofText(Certificates.ca()), "metrics.test", false)
              .withProxy(
                  new ProxySettings(
                      "http://user:pass@127.0.0.1:" + proxy.port(),
                      "",
                      false,
                      Map.of("X-Tunnel", List.of(Secret.of("yes")))));
      assertThat(fetch(settings, "far.test", 443)).isEqualTo(PAGE);
      assertThat(proxy.requests().getFirst())
          .startsWith("CONNECT far.test:443 HTTP/1.1\r\n")
          .contains("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n")
          .contains("X-Tunnel: yes\r\n");
    }
  }

  private void tunnel(RawServer.Conversation with) throws Exception {
    with.readHead();
    try (var far = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      with.send("HTTP/1.1 200 Connection established\r\n\r\n");
      Thread.ofVirtual()
          .start(() -> {
            try {
              far.getInputStream().transferTo(with.socket().getOutputStream());
            } catch (IOException closed) {
              return;
            }
          });
      with.socket().getInputStream().transferTo(far.getOutputStream());
    }
  }
}
