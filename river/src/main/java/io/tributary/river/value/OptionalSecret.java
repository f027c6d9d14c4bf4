package io.tributary.river.value;

import io.tributary.base.secret.Secret;
import java.util.Optional;

/// A text that may be a secret, as the content of a file: where it is none it counts as the text.
public record OptionalSecret(Secret content, boolean isSecret) implements Capsule {
  public static OptionalSecret of(String text, boolean isSecret) {
    return new OptionalSecret(Secret.of(text), isSecret);
  }

  @Override
  public String capsuleName() {
    return "OptionalSecret";
  }

  @Override
  public Optional<String> asText() {
    if (isSecret) {
      throw new SecretAsTextException();
    }
    return Optional.of(content.value());
  }
}
