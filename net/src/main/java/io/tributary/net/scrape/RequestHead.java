package io.tributary.net.scrape;

import io.tributary.net.client.Credentials;
import io.tributary.net.client.IpAddress;
import io.tributary.net.client.Urls;
import io.tributary.net.http.HttpHeaders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The request of one target, laid out once and again only when its credentials change.
final class RequestHead {
  private final ScrapeEndpoint endpoint;
  private final URI url;
  private final String shown;
  private @Nullable HttpHeaders builtFrom;
  private byte[] bytes = {};

  RequestHead(ScrapeEndpoint endpoint) {
    this.endpoint = endpoint;
    this.url = URI.create(endpoint.url().toASCIIString());
    this.shown = Urls.brief(url);
  }

  /// The URL as messages show it.
  String url() {
    return shown;
  }

  /// The host without brackets.
  String host() {
    var host = String.valueOf(Urls.host(url));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return Urls.port(url) >= 0 ? Urls.port(url) : 80;
  }

  /// The address where the host is one already; null for a name.
  @Nullable SocketAddress literalAddress() {
    var address = IpAddress.parse(host());
    return address == null ? null : new InetSocketAddress(address.toInetAddress(), port());
  }

  byte[] bytes(HttpHeaders credentials) throws IOException {
    if (credentials != builtFrom) {
      bytes = build(credentials);
      builtFrom = credentials;
    }
    return bytes;
  }

  private byte[] build(HttpHeaders credentials) throws IOException {
    try {
      return head(credentials).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String head(HttpHeaders credentials) {
    var headers = HttpHeaders.builder();
    headers.add("Host", authority());
    for (var header : endpoint.headers()) headers.add(header.name(), header.value());
    if (!headers.contains("Authorization")) {
      Credentials.ofUserInfo(url).ifPresent(value -> headers.add("Authorization", value));
    }
    boolean hasAuthorization = headers.contains("Authorization");
    for (var header : credentials) {
      if (hasAuthorization && header.name().equalsIgnoreCase("Authorization")) continue;
      headers.add(header.name(), header.value());
    }
    var out = new StringBuilder(512).append("GET ").append(target()).append(" HTTP/1.1\r\n");
    for (var header : headers.build()) {
      out.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    return out.append("\r\n").toString();
  }

  private String authority() {
    var authority = String.valueOf(url.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private String target() {
    var path = url.getRawPath();
    var query = url.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }
}
