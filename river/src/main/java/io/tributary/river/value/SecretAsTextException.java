package io.tributary.river.value;

import io.tributary.base.config.ConfigException;

/// Somebody wanted to read a secret.
public final class SecretAsTextException extends ConfigException {
  private static final long serialVersionUID = 1L;

  public SecretAsTextException() {
    super("secrets may not be converted into strings");
  }
}
