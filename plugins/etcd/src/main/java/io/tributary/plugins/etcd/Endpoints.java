package io.tributary.plugins.etcd;

import io.tributary.cluster.store.StoreException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Where etcd is, and whether by TLS: endpoints that are URLs say so themselves.
///
/// Source: etcd `client/v3/internal/endpoint/endpoint.go`.
record Endpoints(List<URI> uris, boolean usesTls) {
  private static final int PORT = 2379;

  static Endpoints parse(List<String> endpoints, boolean hasTlsSettings) throws StoreException {
    var uris = new ArrayList<URI>();
    int secure = 0;
    for (String endpoint : endpoints) {
      URI uri = uri(endpoint);
      uris.add(uri);
      secure += isSecure(uri, hasTlsSettings) ? 1 : 0;
    }
    if (uris.isEmpty()) {
      throw new StoreException("cannot use etcd: there is no endpoint");
    }
    if (secure != 0 && secure != uris.size()) {
      throw new StoreException(
          "cannot use etcd: of the endpoints "
              + endpoints
              + " some are to be reached by TLS alone");
    }
    return new Endpoints(List.copyOf(uris), secure != 0);
  }

  private static URI uri(String endpoint) throws StoreException {
    try {
      URI uri = URI.create(endpoint.contains("://") ? endpoint : "any://" + endpoint);
      boolean isKnown = List.of("any", "http", "https").contains(uri.getScheme());
      if (!isKnown || uri.getHost() == null) {
        throw new StoreException(
            "cannot use the etcd endpoint \"" + endpoint + "\": want host:port or an HTTP URL");
      }
      return uri.getPort() >= 0
          ? uri
          : URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + PORT);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "cannot use the etcd endpoint \"" + endpoint + "\": " + e.getMessage(), e);
    }
  }

  private static boolean isSecure(URI uri, boolean hasTlsSettings) {
    return switch (uri.getScheme()) {
      case "https" -> true;
      case "http" -> false;
      default -> hasTlsSettings;
    };
  }

  /// As they are told in errors.
  @Override
  public String toString() {
    return String.join(
        ", ", uris.stream().map(uri -> uri.getHost() + ":" + uri.getPort()).toList());
  }
}
