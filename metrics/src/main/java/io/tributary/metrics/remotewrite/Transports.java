package io.tributary.metrics.remotewrite;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCallException;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientOptions;
import io.tributary.net.client.HttpClientOptions.Resolver;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpClients;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.PlainConnection;
import io.tributary.net.client.Urls;
import io.tributary.net.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the cheapest way that a destination's settings allow.
final class Transports {
  private Transports() {}

  /// A factory for the transports of one destination. Throws where the settings cannot work.
  static Transport.Factory of(RemoteWriteSettings settings, HttpClients clients, String userAgent)
      throws IOException {
    URI url = URI.create(settings.url());
    HttpClientSettings client = settings.client();
    Resolver resolver = settings.roundRobinDns() ? Transports::shuffled : Resolver.SYSTEM;
    var options =
        HttpClientOptions.named("remote_write " + settings.name(), userAgent)
            .withResolver(resolver);
    var direct = new Direct(clients, client.withFollowRedirects(false), options);
    boolean isPlain =
        "http".equalsIgnoreCase(url.getScheme())
            && client.oauth2() == null
            && client.proxy().isDirect()
            && Urls.host(url) != null;
    if (!isPlain || !client.tls().equals(TlsSettings.DEFAULTS)) {
      // Certificates and secrets that cannot be read are an error now, and a reason to wait later.
      direct.open().close();
    }
    if (isPlain) {
      var credentials = new Credentials(client);
      return () -> new Plain(new PlainConnection(url, credentials, resolver), new ByClient(direct));
    }
    return () -> new ByClient(direct);
  }

  private static List<InetAddress> shuffled(String host) throws UnknownHostException {
    var addresses = Arrays.asList(InetAddress.getAllByName(host));
    Collections.shuffle(addresses);
    return addresses;
  }

  /// The full client of a destination, not opened yet.
  private record Direct(
      HttpClients clients, HttpClientSettings settings, HttpClientOptions options) {
    HttpCaller open() throws IOException {
      return clients.open(settings, options);
    }
  }

  /// Plain HTTP; the client only where a redirect leads to HTTPS.
  private record Plain(PlainConnection connection, ByClient secure) implements Transport {
    @Override
    public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
      return "https".equalsIgnoreCase(call.url().getScheme())
          ? secure.call(call)
          : connection.call(call);
    }

    @Override
    public void close() {
      connection.close();
      secure.close();
    }
  }

  /// The full client: TLS, proxies, OAuth2, HTTP/2. Opened by the first call.
  private static final class ByClient implements Transport {
    private final Direct direct;
    private @Nullable HttpCaller caller; // guarded by this
    private boolean closed; // guarded by this

    ByClient(Direct direct) {
      this.direct = direct;
    }

    @Override
    public HttpResponse call(HttpCall call) throws HttpCallException, InterruptedException {
      return caller(call).call(call);
    }

    private synchronized HttpCaller caller(HttpCall call) throws HttpCallException {
      HttpCaller present = caller;
      if (present == null) {
        try {
          present = direct.open();
        } catch (IOException e) {
          throw failure(HttpCallException.Kind.CREDENTIALS, call, e.getMessage());
        }
        caller = present;
      }
      if (closed) {
        throw failure(HttpCallException.Kind.CLOSED, call, "closed");
      }
      return present;
    }

    private static HttpCallException failure(
        HttpCallException.Kind kind, HttpCall call, @Nullable String why) {
      return new HttpCallException(kind, "cannot " + call + ": " + why, null);
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (caller != null) {
        caller.close();
      }
    }
  }
}
