package io.tributary.net.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.base.secret.SecretUrls;
import io.tributary.net.tls.TlsSettings;
import java.util.List;
import java.util.Map;

/// The `oauth2` block: where tokens come from and how this client proves who it is.
///
/// `jwt` only matters for the grant type [#JWT_BEARER]; every other grant type asks with client
/// credentials. `tls`, `proxy` and `httpHeaders` are those of the connection to `tokenUrl`.
public record OAuth2(
    String clientId,
    SecretSource clientSecret,
    String grantType,
    JwtGrant jwt,
    List<String> scopes,
    String tokenUrl,
    Map<String, String> endpointParams,
    TlsSettings tls,
    ProxySettings proxy,
    List<HeaderSettings> httpHeaders) {

  public static final String CLIENT_CREDENTIALS = "client_credentials";
  public static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  public static final List<String> SIGNATURE_ALGORITHMS = List.of("RS256", "RS384", "RS512");

  public static final OAuth2 DEFAULTS =
      new OAuth2(
          "",
          SecretSource.NONE,
          "",
          JwtGrant.DEFAULTS,
          List.of(),
          "",
          Map.of(),
          TlsSettings.DEFAULTS,
          ProxySettings.DEFAULTS,
          List.of());

  public OAuth2 {
    scopes = List.copyOf(scopes);
    endpointParams = Map.copyOf(endpointParams);
    httpHeaders = List.copyOf(httpHeaders);
  }

  /// The token URL may hold a password, which is left out.
  @Override
  public String toString() {
    return "OAuth2[clientId="
        + clientId
        + ", clientSecret="
        + clientSecret
        + ", grantType="
        + grantType
        + ", jwt="
        + jwt
        + ", scopes="
        + scopes
        + ", tokenUrl="
        + SecretUrls.shown(tokenUrl)
        + ", endpointParams="
        + endpointParams.keySet()
        + ", tls="
        + tls
        + ", proxy="
        + proxy
        + ", httpHeaders="
        + httpHeaders
        + "]";
  }

  public boolean usesJwt() {
    return grantType.equals(JWT_BEARER);
  }

  /// What the signed assertion of RFC 7523 says. Empty `signatureAlgorithm` means RS256, empty
  /// `issuer` the client id, empty `audience` the token URL. Values of `claims` are strings,
  /// numbers, booleans, lists and maps of these.
  public record JwtGrant(
      SecretSource certificateKey,
      String certificateKeyId,
      String signatureAlgorithm,
      String issuer,
      String audience,
      Map<String, Object> claims) {

    public static final JwtGrant DEFAULTS =
        new JwtGrant(SecretSource.NONE, "", "", "", "", Map.of());

    public JwtGrant {
      claims = Map.copyOf(claims);
    }
  }
}
