package io.tributary.river.value;

import io.tributary.base.secret.Secret;
import java.util.Optional;

/// A text that is never shown. Texts become secrets by themselves; the way back is
/// `convert.nonsensitive` alone.
public record SecretCapsule(Secret secret) implements Capsule {
  public static SecretCapsule of(String text) {
    return new SecretCapsule(Secret.of(text));
  }

  @Override
  public String capsuleName() {
    return "Secret";
  }

  @Override
  public Optional<String> asText() {
    throw new SecretAsTextException();
  }
}
