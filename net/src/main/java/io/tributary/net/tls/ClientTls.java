package io.tributary.net.tls;

import io.tributary.base.bytes.Digests;
import io.tributary.base.secret.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// What a client's TLS connections are made with: one reading of all certificate files.
///
/// Two readings with the same [#fingerprint] are interchangeable, so a client keeps its connections
/// until the fingerprint changes.
public final class ClientTls {
  private final TlsSettings settings;
  private final String ca;
  private final String cert;
  private final String key;
  private final String fingerprint;

  private ClientTls(TlsSettings settings, String ca, String cert, String key) {
    this.settings = settings;
    this.ca = ca;
    this.cert = cert;
    this.key = key;
    this.fingerprint = fingerprint(ca, cert, key);
  }

  /// Throws where connections with these settings cannot work.
  ///
  /// The defaults always do and are not tried: most clients never meet TLS, and reading the host's
  /// authorities costs 2 MB, 400 classes and a tenth of a second.
  public static void check(TlsSettings settings) throws IOException {
    if (settings.equals(TlsSettings.DEFAULTS)) return;
    var tls = read(settings);
    var _ = tls.protocols();
    var _ = tls.context();
  }

  /// Reads inline text and files as they are now; does not look into them yet.
  public static ClientTls read(TlsSettings settings) throws IOException {
    return new ClientTls(
        settings,
        read("CA cert", settings.ca()),
        read("client cert", settings.cert()),
        read("client key", settings.key()));
  }

  private static String read(String what, SecretSource source) throws IOException {
    try {
      return source.read();
    } catch (IOException e) {
      throw new IOException("cannot read " + what + ": " + e.getMessage(), e);
    }
  }

  public String fingerprint() {
    return fingerprint;
  }

  /// Builds the context, or says which of the certificates is of no use.
  public SSLContext context() throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /// The protocols that the settings allow, oldest first. The floor is TLS 1.2: older ones are not
  /// offered, whatever the minimum says.
  public List<String> protocols() throws IOException {
    var min = settings.minVersion();
    var max = settings.maxVersion();
    var floor = min == null || min.compareTo(TlsVersion.TLS12) < 0 ? TlsVersion.TLS12 : min;
    var protocols = TlsVersion.protocols(floor, max == null ? TlsVersion.TLS13 : max);
    if (protocols.isEmpty()) {
      throw new IOException(
          "cannot set up TLS: versions before 1.2 are not supported, and max_version is " + max);
    }
    return protocols;
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    if (settings.insecureSkipVerify()) return new TrustManager[] {new InsecureTrust()};
    if (!settings.ca().isSet()) return Trust.host();
    var authorities = Pem.certificates(ca);
    if (authorities.isEmpty()) {
      throw new IOException(
          "cannot use CA cert (" + settings.ca().description() + "): no PEM block");
    }
    return Trust.authorities(authorities);
  }

  private KeyManager[] keyManagers() throws IOException {
    if (!settings.cert().isSet()) return new KeyManager[0];
    try {
      return new KeyManager[] {pair(cert, key)};
    } catch (IOException e) {
      throw new IOException(
          "cannot use client cert ("
              + settings.cert().description()
              + ") & key ("
              + settings.key().description()
              + "): "
              + e.getMessage(),
          e);
    }
  }

  static KeyPairManager pair(String cert, String key) throws IOException {
    var chain = Pem.certificates(cert);
    if (chain.isEmpty()) throw new IOException("no certificate in PEM");
    var pair = new KeyPairManager(chain, Pem.privateKey(key));
    if (!pair.belongTogether()) throw new IOException("private key does not match certificate");
    return pair;
  }

  private static String fingerprint(String... parts) {
    var digest = Digests.sha256();
    for (var part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
