package io.tributary.base.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A value that is never printed: `toString` is `(secret)`, and only [#value] gives it away.
///
/// Equality takes the same time wherever the first difference is.
public final class Secret {
  /// What stands in for a secret wherever one would be printed.
  public static final String REDACTED = "(secret)";

  public static final Secret EMPTY = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return value.isEmpty() ? EMPTY : new Secret(value);
  }

  /// The value in the clear; call it where it is used and nowhere else.
  public String value() {
    return value;
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
