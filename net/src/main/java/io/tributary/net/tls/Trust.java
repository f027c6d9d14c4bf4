package io.tributary.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom to believe: given authorities, or those of the host.
final class Trust {
  /// Where distributions keep their authorities; the first that exists counts.
  ///
  /// Source: Go `crypto/x509/root_linux.go`, so that a host which was set up for Prometheus works.
  private static final List<String> HOST_BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cacert.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private Trust() {}

  static TrustManager[] authorities(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int i = 0;
    for (var certificate : certificates) store.setCertificateEntry("ca-" + i++, certificate);
    return managers(store);
  }

  /// The host's authorities, read once; those of the Java runtime where the host has none.
  static TrustManager[] host() throws GeneralSecurityException, IOException {
    var certificates = Host.CERTIFICATES;
    return certificates.isEmpty() ? managers(null) : authorities(certificates);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static final class Host {
    static final List<X509Certificate> CERTIFICATES = load();

    private static List<X509Certificate> load() {
      var candidates = new ArrayList<String>();
      var named = System.getenv("SSL_CERT_FILE");
      if (named != null && !named.isEmpty()) candidates.add(named);
      candidates.addAll(HOST_BUNDLES);
      for (var candidate : candidates) {
        var certificates = read(Path.of(candidate));
        if (!certificates.isEmpty()) return certificates;
      }
      return List.of();
    }

    /// Empty for a bundle that is missing or damaged: the next one counts.
    private static List<X509Certificate> read(Path file) {
      if (!Files.isReadable(file)) return List.of();
      try {
        return Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        return List.of();
      }
    }
  }
}
