package io.tributary.discovery.client;

import io.tributary.base.secret.SecretSource;
import io.tributary.component.Body;
import io.tributary.net.client.OAuth2;
import io.tributary.net.client.OAuth2.JwtGrant;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import io.tributary.river.value.NumberValue;
import io.tributary.river.value.Value;
import io.tributary.river.value.Value.ArrayValue;
import io.tributary.river.value.Value.BoolValue;
import io.tributary.river.value.Value.ObjectValue;
import io.tributary.river.value.ValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The attributes of the block `oauth2` that ask for a token with a signed assertion (RFC 7523):
/// those of Prometheus, which the originals do not have.
final class JwtAttributes {
  private JwtAttributes() {}

  static JwtGrant read(BlockReader block) {
    SecretSource key =
        Secrets.secret(block, "client_certificate_key", "client_certificate_key_file");
    if (key.isAmbiguous()) {
      block.error(
          "at most one of oauth2 client_certificate_key & client_certificate_key_file must be"
              + " configured");
    }
    String algorithm = block.attribute("signature_algorithm").text("");
    if (!algorithm.isEmpty() && !OAuth2.SIGNATURE_ALGORITHMS.contains(algorithm)) {
      block
          .attribute("signature_algorithm")
          .error("valid signature algorithms are RS256, RS384 and RS512");
    }
    return new JwtGrant(
        key,
        block.attribute("client_certificate_key_id").text(""),
        algorithm,
        block.attribute("iss").text(""),
        block.attribute("audience").text(""),
        block.attribute("claims").map(JwtAttributes::claim).orElse(Map.of()));
  }

  private static Object claim(Value value) throws ValueException {
    return switch (value) {
      case BoolValue(var bool) -> bool;
      case NumberValue number when number.isFloat() -> number.toDouble();
      case NumberValue number -> number.toLong();
      case ArrayValue _ -> Convert.toList(value, JwtAttributes::claim);
      case ObjectValue _ -> Convert.toMap(value, JwtAttributes::claim);
      default -> Convert.toText(value);
    };
  }

  static void describe(OAuth2 auth, Body.Builder body) {
    JwtGrant jwt = auth.jwt();
    text(body, "grant_type", auth.grantType());
    Secrets.describeSecret(
        body, jwt.certificateKey(), "client_certificate_key", "client_certificate_key_file");
    text(body, "client_certificate_key_id", jwt.certificateKeyId());
    text(body, "signature_algorithm", jwt.signatureAlgorithm());
    text(body, "iss", jwt.issuer());
    text(body, "audience", jwt.audience());
    if (!jwt.claims().isEmpty()) {
      body.attr("claims", value(jwt.claims()));
    }
  }

  private static void text(Body.Builder body, String name, String text) {
    if (!text.isEmpty()) {
      body.attr(name, text);
    }
  }

  private static Value value(Object claim) {
    return switch (claim) {
      case Boolean bool -> Value.of(bool);
      case Long number -> Value.of(number);
      case Double number -> Value.of(number);
      case List<?> list -> {
        var elements = new ArrayList<Value>();
        list.forEach(item -> elements.add(value(item)));
        yield Value.of(elements);
      }
      case Map<?, ?> map -> {
        var fields = new TreeMap<String, Value>();
        map.forEach((name, item) -> fields.put(String.valueOf(name), value(item)));
        yield Value.of(fields);
      }
      default -> Value.of(claim.toString());
    };
  }
}
