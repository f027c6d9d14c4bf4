package io.tributary.net.client;

import io.tributary.net.tls.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The signed claim with which a client of the JWT bearer grant says who it is (RFC 7523).
final class JwtAssertion {
  private static final long LIFETIME_SECONDS = 600;
  private static final JsonFactory JSON = new JsonFactory();

  private JwtAssertion() {}

  static String sign(OAuth2 settings, String keyPem, long nowSeconds) throws IOException {
    var jwt = settings.jwt();
    var algorithm = jwt.signatureAlgorithm().isEmpty() ? "RS256" : jwt.signatureAlgorithm();
    var header = new LinkedHashMap<String, Object>();
    header.put("alg", algorithm);
    header.put("typ", "JWT");
    if (!jwt.certificateKeyId().isEmpty()) header.put("kid", jwt.certificateKeyId());
    var signed = encode(json(header)) + "." + encode(json(claims(settings, nowSeconds)));
    try {
      var signer = Signature.getInstance("SHA" + algorithm.substring(2) + "withRSA");
      signer.initSign(Pem.privateKey(keyPem));
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot sign with " + algorithm + ": " + e.getMessage(), e);
    }
  }

  /// Configured claims win over our own.
  private static Map<String, Object> claims(OAuth2 settings, long nowSeconds) {
    var jwt = settings.jwt();
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", jwt.issuer().isEmpty() ? settings.clientId() : jwt.issuer());
    claims.put("sub", settings.clientId());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("aud", jwt.audience().isEmpty() ? settings.tokenUrl() : jwt.audience());
    claims.put("iat", nowSeconds);
    claims.put("exp", nowSeconds + LIFETIME_SECONDS);
    if (!settings.scopes().isEmpty()) claims.put("scope", String.join(" ", settings.scopes()));
    claims.putAll(jwt.claims());
    return claims;
  }

  private static byte[] json(Map<String, Object> members) {
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, members);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator out, Object value) {
    switch (value) {
      case Map<?, ?> members -> {
        out.writeStartObject();
        members.forEach((name, member) -> {
          out.writeName(String.valueOf(name));
          write(out, member);
        });
        out.writeEndObject();
      }
      case Iterable<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Number number -> out.writeNumber(number.doubleValue());
      default -> out.writeString(value.toString());
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
