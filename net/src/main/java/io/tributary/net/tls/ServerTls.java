package io.tributary.net.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A server's side of TLS: one reading of its certificates.
public final class ServerTls {
  private final ServerTlsSettings settings;
  private final SSLContext context;
  private final String material;

  private ServerTls(ServerTlsSettings settings, SSLContext context, String material) {
    this.settings = settings;
    this.context = context;
    this.material = material;
  }

  /// Reads the certificates as they are now, or says which of them is of no use.
  public static ServerTls read(ServerTlsSettings settings) throws IOException {
    var cert = settings.cert().read();
    var key = settings.key().read();
    var clientCa = settings.clientCa().read();
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {ClientTls.pair(cert, key)}, trustManagers(settings, clientCa), null);
      return new ServerTls(settings, context, cert + "\0" + key + "\0" + clientCa);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(
          "cannot use certificate (" + settings.cert().description() + "): " + e.getMessage(), e);
    }
  }

  /// This reading, or a new one where the settings or a file have changed.
  public ServerTls current(ServerTlsSettings wanted) throws IOException {
    var now = wanted.cert().read() + "\0" + wanted.key().read() + "\0" + wanted.clientCa().read();
    return wanted.equals(settings) && now.equals(material) ? this : read(wanted);
  }

  public SSLContext context() {
    return context;
  }

  /// Applies versions, suites, curves and client authentication to a new connection's engine.
  public void configure(SSLEngine engine) {
    var parameters = engine.getSSLParameters();
    var floor =
        settings.minVersion().compareTo(TlsVersion.TLS12) < 0
            ? TlsVersion.TLS12
            : settings.minVersion();
    parameters.setProtocols(
        TlsVersion.protocols(floor, settings.maxVersion()).toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(settings.prefersServerCipherSuites());
    if (!settings.cipherSuites().isEmpty()) {
      parameters.setCipherSuites(suites(engine).toArray(String[]::new));
    }
    if (!settings.curvePreferences().isEmpty()) {
      parameters.setNamedGroups(
          settings.curvePreferences().stream().map(ServerTls::group).toArray(String[]::new));
    }
    if (settings.needsCertificate()) parameters.setNeedClientAuth(true);
    else if (settings.asksForCertificate()) parameters.setWantClientAuth(true);
    engine.setSSLParameters(parameters);
  }

  /// The named suites in their order, and those of TLS 1.3, which a list does not take away.
  private List<String> suites(SSLEngine engine) {
    var suites = new ArrayList<String>();
    for (var suite : engine.getEnabledCipherSuites()) {
      if (!suite.contains("_WITH_")) suites.add(suite);
    }
    for (var suite : settings.cipherSuites()) {
      if (suite.contains("_WITH_")) suites.add(suite);
    }
    return suites;
  }

  private static String group(String curve) {
    return switch (curve) {
      case "CurveP256" -> "secp256r1";
      case "CurveP384" -> "secp384r1";
      case "CurveP521" -> "secp521r1";
      default -> curve.toLowerCase(Locale.ROOT);
    };
  }

  private static TrustManager[] trustManagers(ServerTlsSettings settings, String clientCa)
      throws IOException, GeneralSecurityException {
    TrustManager[] managers;
    if (!settings.verifiesCertificate()) managers = new TrustManager[] {new InsecureTrust()};
    else if (settings.clientCa().isSet()) managers = Trust.authorities(Pem.certificates(clientCa));
    else managers = Trust.host();
    if (settings.clientAllowedSans().isEmpty()) return managers;
    var allowed = settings.clientAllowedSans();
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager trust) {
        managers[i] = new NamedTrust(trust, allowed);
      }
    }
    return managers;
  }

  /// Accepts, of the certificates that another manager accepts, those with an allowed name.
  private static final class NamedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final List<String> allowed;

    NamedTrust(X509ExtendedTrustManager trust, List<String> allowed) {
      this.trust = trust;
      this.allowed = allowed;
    }

    private void checkName(X509Certificate[] chain) throws CertificateException {
      if (names(chain[0]).stream().noneMatch(allowed::contains)) {
        throw new CertificateException(
            "could not find allowed SANs in client cert, found: " + allowed);
      }
    }

    private static Collection<String> names(X509Certificate certificate)
        throws CertificateParsingException {
      var names = new ArrayList<String>();
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) return names;
      for (var name : alternatives) {
        int type = (Integer) name.get(0);
        // e-mail, DNS, URI, IP address
        if ((type == 1 || type == 2 || type == 6 || type == 7)
            && name.get(1) instanceof String text) {
          names.add(type == 7 ? canonical(text) : text);
        }
      }
      return names;
    }

    /// The address as Go prints it: IPv6 in its short form.
    private static String canonical(String address) {
      try {
        var host = InetAddress.getByName(address).getHostAddress();
        return host.contains(":") ? host.replaceFirst("(^|:)(0(:|$)){2,}", "::") : host;
      } catch (java.net.UnknownHostException e) {
        return address;
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, socket);
      checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, engine);
      checkName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
      checkName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket)
        throws CertificateException {
      trust.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
