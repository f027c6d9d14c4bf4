package io.tributary.net.tls;

import io.tributary.base.secret.SecretSource;
import java.util.ArrayList;
import java.util.List;

/// The `tls_server_config` block of a web configuration.
public record ServerTlsSettings(
    SecretSource cert,
    SecretSource key,
    SecretSource clientCa,
    String clientAuthType,
    List<String> clientAllowedSans,
    TlsVersion minVersion,
    TlsVersion maxVersion,
    List<String> cipherSuites,
    List<String> curvePreferences,
    boolean prefersServerCipherSuites) {

  /// The suites that may be named, strongest last or first as one likes; those of TLS 1.3 are
  /// always on.
  public static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  public static final List<String> CURVES =
      List.of("CurveP256", "CurveP384", "CurveP521", "X25519");

  public static final List<String> CLIENT_AUTH_TYPES =
      List.of(
          "",
          "NoClientCert",
          "RequestClientCert",
          "RequireAnyClientCert",
          "RequireClientCert",
          "VerifyClientCertIfGiven",
          "RequireAndVerifyClientCert");

  public static final ServerTlsSettings NONE = of(SecretSource.NONE, SecretSource.NONE);

  public ServerTlsSettings {
    clientAllowedSans = List.copyOf(clientAllowedSans);
    cipherSuites = List.copyOf(cipherSuites);
    curvePreferences = List.copyOf(curvePreferences);
  }

  /// A certificate and its key, and for the rest the defaults.
  public static ServerTlsSettings of(SecretSource cert, SecretSource key) {
    return new ServerTlsSettings(
        cert,
        key,
        SecretSource.NONE,
        "",
        List.of(),
        TlsVersion.TLS12,
        TlsVersion.TLS13,
        List.of(),
        List.of(),
        true);
  }

  /// The server speaks TLS: one of its fields is set.
  public boolean isEnabled() {
    return cert.isSet() || key.isSet() || clientCa.isSet() || !clientAuthType.isEmpty();
  }

  boolean asksForCertificate() {
    return !clientAuthType.isEmpty() && !clientAuthType.equals("NoClientCert");
  }

  boolean needsCertificate() {
    return clientAuthType.startsWith("Require");
  }

  boolean verifiesCertificate() {
    return clientAuthType.equals("VerifyClientCertIfGiven")
        || clientAuthType.equals("RequireAndVerifyClientCert");
  }

  /// Contradictions between the fields; empty when sound, or when TLS is off.
  public List<String> validate() {
    var problems = new ArrayList<String>();
    if (!isEnabled()) return problems;
    if (!cert.isSet()) problems.add("missing one of cert or cert_file");
    if (!key.isSet()) problems.add("missing one of key or key_file");
    if (!CLIENT_AUTH_TYPES.contains(clientAuthType)) {
      problems.add("invalid ClientAuth: " + clientAuthType);
    }
    if (clientCa.isSet() && !asksForCertificate()) {
      problems.add("client CA's have been configured without a Client Auth Policy");
    }
    if (!clientAllowedSans.isEmpty() && !needsCertificate()) {
      problems.add(
          "client_allowed_sans requires client_auth_type to be one of RequireAnyClientCert or"
              + " RequireAndVerifyClientCert");
    }
    for (var suite : cipherSuites) {
      if (!CIPHER_SUITES.contains(suite)) problems.add("unknown cipher: " + suite);
    }
    for (var curve : curvePreferences) {
      if (!CURVES.contains(curve)) problems.add("unknown curve: " + curve);
    }
    return problems;
  }

  /// HTTP/2 demands a suite that a list without it would take away.
  public List<String> validateForHttp2() {
    boolean lacks =
        isEnabled()
            && !cipherSuites.isEmpty()
            && minVersion.compareTo(TlsVersion.TLS13) < 0
            && !cipherSuites.contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
            && !cipherSuites.contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    if (!lacks) return List.of();
    return List.of(
        "cipher_suites is missing an HTTP/2-required AES_128_GCM_SHA256 cipher (need at least one"
            + " of TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or"
            + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)");
  }
}
