package io.tributary.discovery.shared;

import io.tributary.base.bytes.Digests;
import io.tributary.cluster.discovery.UnitKey;
import io.tributary.component.Body;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/// What tells arguments of components apart, secrets included, the same on every agent.
///
/// The digest travels between nodes, and nobody is shown it: from that of a weak password one could
/// guess. Who may join a cluster without being asked for a key could as well send targets of its
/// own.
public final class Fingerprint {
  /// Enough to tell all configurations apart that there are, and short enough to be sent often.
  private static final int DIGEST_BYTES = 16;

  private final UnitKey key;

  private Fingerprint(UnitKey key) {
    this.key = key;
  }

  /// @param kind of the component
  /// @param arguments as they are shown, with their secrets as such
  /// @param hidden what is shown only in part, as a URL with a password
  public static Fingerprint of(String kind, Body arguments, List<String> hidden) {
    MessageDigest digest = Digests.sha256();
    add(digest, kind);
    add(digest, arguments);
    hidden.forEach(text -> add(digest, text));
    byte[] bytes = digest.digest();
    return new Fingerprint(new UnitKey(kind, HexFormat.of().formatHex(bytes, 0, DIGEST_BYTES)));
  }

  UnitKey key() {
    return key;
  }

  private static void add(MessageDigest digest, Body body) {
    add(digest, "{");
    for (Body.Item item : body.items()) {
      switch (item) {
        case Body.Attr(var name, var value) -> {
          add(digest, name);
          add(digest, value);
        }
        case Body.Block(var name, var label, var inner) -> {
          add(digest, name);
          add(digest, label);
          add(digest, inner);
        }
      }
    }
    add(digest, "}");
  }

  private static void add(MessageDigest digest, Value value) {
    switch (value) {
      case Value.CapsuleValue(SecretCapsule(var secret)) -> add(digest, secret.value());
      case Value.ArrayValue(var elements) -> {
        add(digest, "[" + elements.size());
        elements.forEach(element -> add(digest, element));
      }
      case Value.ObjectValue(var fields) -> {
        add(digest, "{" + fields.size());
        new TreeMap<>(fields)
            .forEach((name, field) -> {
              add(digest, name);
              add(digest, field);
            });
      }
      default -> add(digest, ValuePrinter.source(value));
    }
  }

  /// With its length in front, so that no two lists of texts look alike.
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
