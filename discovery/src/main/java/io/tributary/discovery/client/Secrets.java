package io.tributary.discovery.client;

import io.tributary.base.secret.Secret;
import io.tributary.base.secret.SecretSource;
import io.tributary.component.Body;
import io.tributary.river.decode.AttributeReader;
import io.tributary.river.decode.BlockReader;
import io.tributary.river.value.Convert;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values that stand in a block, as secrets or in the open, or in a file that it names.
final class Secrets {
  private Secrets() {}

  /// A secret under `key`, or a file with one under `fileKey`; both, if both are written.
  static SecretSource secret(BlockReader block, String key, String fileKey) {
    return new SecretSource(block.attribute(key).secret(), file(block.attribute(fileKey)), null);
  }

  /// The same where the value itself is none.
  static SecretSource text(BlockReader block, String key, String fileKey) {
    return new SecretSource(
        Secret.of(block.attribute(key).text("")), file(block.attribute(fileKey)), null);
  }

  private static @Nullable Path file(AttributeReader attribute) {
    String name = attribute.text("");
    try {
      return name.isEmpty() ? null : Path.of(name);
    } catch (InvalidPathException e) {
      attribute.error("not a file name: " + e.getReason());
      return null;
    }
  }

  static Map<String, List<Secret>> lists(AttributeReader attribute) {
    return attribute
        .map(values -> Convert.toList(values, value -> Convert.toSecret(value).secret()))
        .orElse(Map.of());
  }

  /// What is unset is left out.
  static void describeSecret(Body.Builder body, SecretSource source, String key, String fileKey) {
    Secret text = source.text();
    if (text != null) {
      body.attr(key, hidden(text));
    }
    describeFile(body, source, fileKey);
  }

  static void describeText(Body.Builder body, SecretSource source, String key, String fileKey) {
    Secret text = source.text();
    if (text != null) {
      body.attr(key, text.value());
    }
    describeFile(body, source, fileKey);
  }

  private static void describeFile(Body.Builder body, SecretSource source, String fileKey) {
    Path file = source.file();
    if (file != null) {
      body.attr(fileKey, file.toString());
    }
  }

  static void describeLists(Body.Builder body, String key, Map<String, List<Secret>> lists) {
    if (lists.isEmpty()) {
      return;
    }
    var fields = new LinkedHashMap<String, Value>();
    lists.forEach((name, secrets) ->
        fields.put(name, Value.of(secrets.stream().map(Secrets::hidden).toList())));
    body.attr(key, Value.of(fields));
  }

  private static Value hidden(Secret secret) {
    return Value.of(new SecretCapsule(secret));
  }
}
